package model

import "time"

// LinkStatus says how the connection stands.
type LinkStatus int

// The states of the connection.
const (
	LinkDown       LinkStatus = iota // no connection and none under way
	LinkConnecting                   // dialling, shaking hands or logging in
	LinkUp                           // logged in
	LinkWaiting                      // will dial again at RetryAt
)

// Link is the connection to the server.
type Link struct {
	Status  LinkStatus
	Server  string    // address as the user gave it
	Words   string    // fingerprint of the server's key; "" until a handshake
	Attempt int       // how often it was dialled since it was last up for a while, 1 for the first
	RetryAt time.Time // LinkWaiting: when it is dialled again
	Cause   Problem   // LinkDown, LinkWaiting: why; its Code is "" when there is none
}
