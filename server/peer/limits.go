package peer

import (
	"runtime"
	"time"

	"golang.org/x/time/rate"

	"lobby/shared/wire"
)

// Limits bound what one connection may cost. Take DefaultLimits and change what
// is to differ.
type Limits struct {
	Handshake time.Duration // for the whole handshake
	Login     time.Duration // from there until the login has succeeded
	Silence   time.Duration // between two records
	Write     time.Duration // for one record to leave
	End       time.Duration // from the decision to close until the connection is cut

	// Handshakes is how many handshakes may keep a core busy at a time, at least
	// one. The others wait their turn, within their time.
	Handshakes int

	// Queue is how much may wait to be written, in bytes. Who lets more pile
	// up is closed with wire.CodeSlow and gets the rest from the log. What is
	// told to many is in memory once, however many queues it stands in. One
	// member may say a sixteenth of it at once.
	Queue int

	// Sync is how many events a client is sent of what it missed. Who missed
	// more reads the newest pages instead.
	Sync int

	// Faults is how many messages in a row may break the protocol before the
	// connection is closed.
	Faults int

	// Rate and Burst bound the Sends of a member over all its connections, and
	// its Reads by themselves: so many a second, after so many at once. All
	// members at one address together may do AddressShare times as much.
	Rate         rate.Limit
	Burst        int
	AddressShare int
}

// DefaultLimits are far beyond what a person does. The burst lets a client that
// was cut off hand over what was typed meanwhile. A class of 60 behind one
// address can't reach the address's share, whatever each of them does. Strangers never keep
// more than half of the cores from those who talk.
var DefaultLimits = Limits{
	Handshake: 10 * time.Second,
	Login:     wire.LoginTimeout,
	Silence:   wire.PeerTimeout,
	Write:     30 * time.Second,
	End:       3 * time.Second,
	Queue:     4 << 20,
	Sync:      wire.MaxSync,
	Faults:    20,
	Rate:      20,
	Burst:     200,

	Handshakes:   max(1, runtime.GOMAXPROCS(0)/2),
	AddressShare: 100,
}
