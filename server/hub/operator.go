package hub

import "lobby/shared/wire"

// What the operator does while the server runs. The accounts have been changed
// before; the hub makes it true for those who are connected.

// Answer returns when the hub has come to this, after what it was asked before, or is
// closed.
func (h *Hub) Answer() {
	h.ask(func() {})
}

// Added tells everyone of a member that registered over no connection.
func (h *Hub) Added(who wire.Member) {
	h.ask(func() { h.named(who) })
}

// Renamed tells everyone that a member has another name.
func (h *Hub) Renamed(who wire.Member) {
	h.ask(func() { h.named(who) })
}

func (h *Hub) named(who wire.Member) {
	m := h.members[who.ID]
	if m == nil {
		m = h.addMember(who)
	}
	m.Name = who.Name
	h.roster = nil
	h.deliverToAll(encode(wire.Members{Members: []wire.Member{m.Member}}))
}

// Dismiss ends those sessions of a member that Options.Admits does not admit any
// more, with these last words, and gives all others a new multicast key: the
// member knows the old one.
func (h *Hub) Dismiss(id uint64, bye wire.Bye) {
	h.ask(func() {
		if m := h.members[id]; m != nil {
			h.endUnadmitted(m, bye) // they take nothing more, not the new key either
		}
		h.regroup()
	})
}

// endUnadmitted ends a member's sessions that are not admitted any more, and reports
// whether there were any.
func (h *Hub) endUnadmitted(m *member, bye wire.Bye) (ended bool) {
	for _, s := range m.sessions {
		if !h.admits(m.ID, s.device) {
			s.end(bye)
			ended = true
		}
	}
	return ended
}

func (h *Hub) regroup() {
	if h.announcer == nil {
		return
	}
	h.group = h.announcer.Renew()
	h.deliverToAll(encode(wire.Regroup{Group: h.group}))
}

// Sessions is how many sessions and members with a session there are.
func (h *Hub) Sessions() (sessions, members int) {
	h.ask(func() {
		for _, m := range h.members {
			sessions += len(m.sessions)
			if len(m.sessions) > 0 {
				members++
			}
		}
	})
	return sessions, members
}
