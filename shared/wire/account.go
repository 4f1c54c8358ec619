package wire

import (
	"fmt"
	"unicode/utf8"
)

// What a member asks about its own account.
type (
	// ChangePassword gives the member another password. Answered by Done or
	// Fault; CodeDenied means that Old is wrong.
	ChangePassword struct {
		ID         uint64 `json:"id"`
		Old        string `json:"old"`
		New        string `json:"new"`                  // MinPassword to MaxPassword code points
		Everywhere bool   `json:"everywhere,omitempty"` // forget all other devices, and end their connections
	}

	// Devices asks for the devices that log in without the password. Answered
	// by Known.
	Devices struct {
		ID uint64 `json:"id"`
	}

	// Forget makes a device of the member unknown and ends its connections, as
	// Logout does for the device that asks. Answered by Done or Fault.
	Forget struct {
		ID  uint64 `json:"id"`
		Key []byte `json:"key"` // KeySize bytes
	}

	// Known answers Devices, the device that was added first at the front.
	Known struct {
		Re      uint64   `json:"re"`
		Devices []Device `json:"devices"`
	}
)

// Device is what a member logs in from without the password.
type Device struct {
	Key    []byte `json:"key"`   // KeySize bytes: its static key, by which it is told from others
	Label  string `json:"label"` // as in Login
	Added  Time   `json:"added"`
	Seen   Time   `json:"seen"`   // its last login, or the end of its last connection
	Online bool   `json:"online"` // it is connected
	This   bool   `json:"this"`   // it is the one that asks
}

func (ChangePassword) Type() string { return "password" }
func (Devices) Type() string        { return "devices" }
func (Forget) Type() string         { return "forget" }
func (Known) Type() string          { return "known" }

func (m ChangePassword) RequestID() uint64 { return m.ID }
func (m Devices) RequestID() uint64        { return m.ID }
func (m Forget) RequestID() uint64         { return m.ID }

// checkPassword holds a password against its greatest length.
func checkPassword(field, password string) *Fault {
	if utf8.RuneCountInString(password) > MaxPassword {
		return &Fault{Code: CodePassword, Reason: ReasonLong, Field: field, Text: fmt.Sprintf("password longer than %d code points", MaxPassword)}
	}
	return nil
}

func checkChange(m ChangePassword) *Fault {
	if f := checkPassword("old", m.Old); f != nil {
		return f
	}
	return checkPassword("new", m.New)
}

func checkForget(m Forget) *Fault {
	if len(m.Key) != KeySize {
		return bad("key", "key must have %d bytes", KeySize)
	}
	return nil
}
