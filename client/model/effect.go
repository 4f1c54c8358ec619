package model

import (
	"time"

	"lobby/shared/wire"
)

// Effect is something that the session is to do, or the view in the case of
// Notify. Effects are carried out in order.
type Effect interface{ effect() }

// The effects.
type (
	// Dial connects and logs in, instead of whatever connection there is.
	Dial struct {
		Server, Name string
		Password     string // "" with Resume
		Register     bool   // make the account
		Code         string // what lets it be made, where the server asked for that
		Resume       bool   // by the device's key, trying until it works
	}

	// ProbeServer shakes hands with a server and no more.
	ProbeServer struct{ Server string }

	// Transmit sends a request on the connection there is, after Delay; the
	// session numbers it. It is dropped with the connection.
	Transmit struct {
		Request wire.Request
		Delay   time.Duration
	}

	// Withdraw takes back a message that a Transmit has put off, if it was not sent
	// meanwhile.
	Withdraw struct{ CID string }

	// Trust pins the key and dials again as it was going to.
	Trust struct {
		Server string
		Key    [32]byte
	}

	// Redial ends the wait for the next attempt.
	Redial struct{}

	// Disconnect sends what was given to it, closes the connection and stays
	// away.
	Disconnect struct{}

	// ForgetSession makes the next start ask for the password.
	ForgetSession struct{}

	// Notify tells the user, outside of the window, of a message that came while
	// nobody looked.
	Notify struct {
		Conv string
		From uint64
		Text string
	}

	// Chime tells the user by a sound of a message that nobody is reading.
	Chime struct{}

	// Unpin forgets the key of a server.
	Unpin struct{ Server string }

	// Save stores the settings.
	Save struct{ Settings Settings }

	// SaveOutbox stores what a member has yet to send, in place of what was
	// stored for the same server and member.
	SaveOutbox struct{ Outbox Outbox }

	// SaveDrafts does the same with what a member has begun to write.
	SaveDrafts struct{ Drafts Drafts }
)

func (Dial) effect()          {}
func (ProbeServer) effect()   {}
func (Transmit) effect()      {}
func (Withdraw) effect()      {}
func (Trust) effect()         {}
func (Redial) effect()        {}
func (Disconnect) effect()    {}
func (ForgetSession) effect() {}
func (Notify) effect()        {}
func (Chime) effect()         {}
func (Unpin) effect()         {}
func (Save) effect()          {}
func (SaveDrafts) effect()    {}
func (SaveOutbox) effect()    {}
