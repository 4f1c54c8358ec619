package hub

import (
	"iter"
	"time"

	"lobby/server/ledger"
	"lobby/shared/wire"
)

// Ledger is the event log, as the hub needs it. What was appended must come
// back through Hub.Committed in the order of its numbers, and must be found by
// Find before that. Everything but Append is called from several goroutines.
type Ledger interface {
	// Append queues a draft without waiting for the disk.
	Append(ledger.Draft) error

	// Known reports whether a member may have used a cid: it is wrong hardly
	// ever, and never when it says no. It must not block.
	Known(from uint64, cid string) bool

	// Find returns the message that a member sent under a cid, 0 if there is
	// none, or an error when that can't be told.
	Find(from uint64, cid string) (seq uint64, at time.Time, err error)

	// Page reads the newest events of a conversation before a number, or the
	// newest of all when before is 0; oldest first.
	Page(conv string, before uint64, limit int) (lines [][]byte, more bool, err error)

	// Since reads visible events after a number, oldest first.
	Since(after uint64, limit int, visible func(conv string, kind wire.Kind, from uint64) bool) (lines [][]byte, through uint64, more bool, err error)

	// Unread counts the messages of others than member, after one number and
	// up to another, but not beyond limit.
	Unread(conv string, member, after, upto uint64, limit int) int

	// Convs names every conversation with an event, and Newest the number of
	// its newest message.
	Convs() iter.Seq[string]
	Newest(conv string) uint64

	// Last is the number of the newest event.
	Last() uint64
}

// Files keeps what is offered. All of it is called from several goroutines.
type Files interface {
	// Reserve keeps room for a file that a member is about to offer, or says
	// why there is none. Release gives it back when the offer was not stored.
	Reserve(member uint64, size int64) *wire.Fault
	Release(member uint64, size int64)

	// Take takes in an event of kind offer or file, in the order of the log.
	Take(wire.Event)

	// Respond returns the event by which a member brings an offer to a state,
	// nil if it stands so already, or says why the member may not.
	Respond(member, offer uint64, to wire.State) (*wire.Event, *wire.Fault)

	// Issue makes a ticket for a member's device, or says why there is none.
	Issue(member uint64, device [32]byte, offer uint64, upload bool) ([]byte, *wire.Fault)
}

// Announcer tells the network of joined and left events by other means than the
// members' connections. It must not block.
type Announcer interface {
	Announce(wire.Event)

	// Renew replaces the key of the notices and returns it.
	Renew() wire.Group
}

// Peer is the connection behind a session. Its chunks hold whole encoded
// messages; they are shared between peers and must never be modified.
type Peer interface {
	// Deliver queues chunks and never blocks. It does not keep the slice.
	Deliver(chunks [][]byte)

	// Answer queues a chunk of the answer to the peer's own request, and waits
	// for room first. It is called on the goroutine that made the request and
	// fails when the connection has ended.
	Answer(chunk []byte) error

	// End sends a last message after what is queued and closes the
	// connection. It never blocks.
	End(wire.Bye)
}
