// Package admin carries out what an operator asks of the accounts: in the server,
// which is asked through a socket in its data folder and applies it at once, or
// in the asking process itself when no server runs on that folder.
//
// The socket is open to the owner of the data folder alone. It carries lines of
// JSON: a Request, and the Answer to it.
package admin

import (
	"time"

	"lobby/server/ledger"
)

// What a Request can ask for.
const (
	UserList     = "user list"
	UserAdd      = "user add"     // Name, Password, Admin
	UserReset    = "user reset"   // User, Password
	UserDisable  = "user disable" // User
	UserEnable   = "user enable"  // User
	UserRename   = "user rename"  // User, Name
	DeviceList   = "device list"  // User
	DeviceRevoke = "device revoke"
	InviteAdd    = "invite add" // Count, Lasting
	InviteList   = "invite list"
	InviteRevoke = "invite revoke" // Code
	TakeSnapshot = "snapshot"
)

// Request is one thing to do, and those of the fields that it needs.
type Request struct {
	Do       string        `json:"do"`
	User     string        `json:"user,omitempty"` // name of an account
	Name     string        `json:"name,omitempty"` // the new one
	Password string        `json:"password,omitempty"`
	Admin    bool          `json:"admin,omitempty"`
	Device   string        `json:"device,omitempty"` // how its id begins
	Code     string        `json:"code,omitempty"`
	Count    int           `json:"count,omitempty"`
	Lasting  time.Duration `json:"lasting,omitempty"` // nanoseconds
}

// Answer is what came of a Request.
type Answer struct {
	Error    string    `json:"error,omitempty"` // a sentence for the operator; nothing was done
	Users    []User    `json:"users,omitempty"`
	Devices  []Device  `json:"devices,omitempty"`
	Invites  []Invite  `json:"invites,omitempty"`
	Snapshot *Snapshot `json:"snapshot,omitempty"`
}

// User is an account.
type User struct {
	ID       uint64    `json:"id"`
	Name     string    `json:"name"`
	Admin    bool      `json:"admin"`
	Disabled bool      `json:"disabled"`
	Devices  int       `json:"devices"`
	Created  time.Time `json:"created"`
	Seen     time.Time `json:"seen"` // when one of its devices was last here; zero when there is none
}

// Device is what a member can log in from without a password.
type Device struct {
	ID    string    `json:"id"` // the public key in hexadecimal
	Label string    `json:"label"`
	Added time.Time `json:"added"`
	Seen  time.Time `json:"seen"`
}

// Invite is the right of some people to register.
type Invite struct {
	Code    string    `json:"code"` // as people read it
	Left    int       `json:"left"`
	Expires time.Time `json:"expires"`
}

// Snapshot is what of a data folder is durable at one moment. The accounts are
// taken after the log, so that everybody in the log is in them.
type Snapshot struct {
	Log      []ledger.Part `json:"log"`
	Accounts []byte        `json:"accounts"`
}
