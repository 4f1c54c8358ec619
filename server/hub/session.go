package hub

import (
	"fmt"
	"slices"

	"lobby/shared/wire"
)

// Session is one logged-in connection. Its methods are called by the peer that
// joined, one at a time; only Send and Read return before the answer is there.
type Session struct {
	hub    *Hub
	peer   Peer
	id     uint64 // of the member
	device [32]byte
	turns  *turns // of the member, once it has joined

	// What follows belongs to the hub's goroutine.

	member  *member
	joining bool     // its snapshot is still being sent
	held    [][]byte // what came meanwhile
	heldLen int      // bytes in held
	out     [][]byte // what is on its way out: see outbox
	gone    bool
}

// maxHeld bounds what waits for a session whose snapshot is being sent, in
// bytes, as the peer's queue is bounded afterwards.
const maxHeld = 4 << 20

// deliver hands a chunk to the peer, soon, and after the snapshot if that is not
// out yet.
func (s *Session) deliver(chunk []byte) {
	if !s.joining {
		s.hub.outbox.add(s, chunk)
		return
	}
	s.heldLen += len(chunk)
	if s.heldLen > maxHeld {
		s.end(wire.Bye{Code: wire.CodeSlow, Text: "too much happened before the login's answer was taken"})
		return
	}
	s.held = append(s.held, chunk)
}

// end has the peer send a last message, after what was delivered, and close.
func (s *Session) end(bye wire.Bye) {
	s.hub.outbox.empty()
	s.peer.End(bye)
}

// answer encodes a message that answers one of the session's requests.
func (s *Session) answer(m wire.Message) {
	s.deliver(encode(m))
}

// refuse answers a request with a fault.
func (s *Session) refuse(re uint64, f wire.Fault) {
	f.Re = re
	s.answer(f)
}

// encode turns a message of the hub's own making into a line. They are built
// from values that JSON can hold, so that a failure is a mistake in this
// program.
func encode(m wire.Message) []byte {
	line, err := wire.Append(nil, m)
	if err != nil {
		panic(fmt.Sprintf("hub: %v", err))
	}
	return line
}

// authorise returns a fault unless the session's member is in the conversation.
// Another pair's conversation and one that can't exist look the same.
func (h *Hub) authorise(s *Session, conv string) *wire.Fault {
	if conv == wire.Room {
		return nil
	}
	if other, ok := wire.Other(conv, s.member.ID); ok && h.members[other] != nil {
		return nil
	}
	return &wire.Fault{Code: wire.CodeConv, Field: "conv", Text: fmt.Sprintf("no conversation %.48q", conv)}
}

// Leave ends the session: nothing is delivered to its peer after it returns.
func (s *Session) Leave() {
	s.hub.ask(func() { s.hub.leave(s) })
}

func (h *Hub) leave(s *Session) {
	if s.gone {
		return
	}
	s.hub.outbox.empty() // nothing is delivered afterwards
	s.gone, s.held = true, nil
	m := s.member
	m.sessions = slices.DeleteFunc(m.sessions, func(other *Session) bool { return other == s })
	if len(m.sessions) == 0 {
		h.leaveAfter(m, h.grace)
	}
}

// LoggedOut ends every session of the member on this session's device, itself
// included, after the device was forgotten.
func (s *Session) LoggedOut() {
	s.hub.ask(func() {
		for _, other := range s.member.sessions {
			if other.device == s.device {
				other.end(wire.Bye{Code: wire.CodeLoggedOut, Text: "the device was logged out"})
			}
		}
		s.hub.regroup() // the device has the old key
	})
}

// Dismissed is Dismiss for the session's own member, after it has forgotten
// devices of its own.
func (s *Session) Dismissed(why string) {
	s.hub.Dismiss(s.id, wire.Bye{Code: wire.CodeLoggedOut, Text: why})
}

// Connected returns the keys of the devices from which the member is connected.
func (s *Session) Connected() map[[32]byte]bool {
	connected := make(map[[32]byte]bool)
	s.hub.ask(func() {
		for _, other := range s.member.sessions {
			connected[other.device] = true
		}
	})
	return connected
}
