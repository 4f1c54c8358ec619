package hub

import (
	"cmp"
	"slices"
	"time"

	"lobby/server/ledger"
	"lobby/shared/wire"
)

// A member is present while it has a session, and for a grace time after the
// last one. Changes are gathered for a tick and become joined and left events
// of several members each, so that a class that arrives together costs a
// handful of events and not one for each pair of members.

// present reports whether the member should count as online now.
func (m *member) present() bool { return len(m.sessions) > 0 || m.away != nil }

// leaveAfter lets a member without sessions count as present for a while.
func (h *Hub) leaveAfter(m *member, grace time.Duration) {
	var timer *time.Timer
	timer = time.AfterFunc(grace, func() {
		h.do(func() {
			if m.away == timer { // else it came back in the meantime
				m.away = nil
				h.touch(m)
			}
		})
	})
	m.away = timer
}

// touch has a member's presence looked at when the tick ends.
func (h *Hub) touch(m *member) {
	h.dirty[m] = struct{}{}
	h.lookAfter(h.tick)
}

func (h *Hub) lookAfter(d time.Duration) {
	if !h.ticking {
		h.ticking = true
		time.AfterFunc(d, func() { h.do(h.appendPresence) })
	}
}

// appendPresence writes what has changed into the log.
func (h *Hub) appendPresence() {
	h.ticking = false
	h.tellFresh()
	if h.stopping {
		return // whoever is present stays so for the next start
	}
	var joined, left []*member
	for m := range h.dirty {
		switch want := m.present(); {
		case want == m.said:
		case want:
			joined = append(joined, m)
		default:
			left = append(left, m)
		}
	}
	clear(h.dirty)
	h.appendChange(wire.KindLeft, left)
	h.appendChange(wire.KindJoined, joined)
}

func (h *Hub) appendChange(kind wire.Kind, members []*member) {
	slices.SortFunc(members, func(a, b *member) int { return cmp.Compare(a.ID, b.ID) })
	for some := range slices.Chunk(members, wire.MaxPresence) {
		change := &change{members: some, online: kind == wire.KindJoined}
		e := wire.Event{Kind: kind, Conv: wire.Room, Members: make([]uint64, len(some))}
		for i, m := range some {
			m.said = change.online
			e.Members[i] = m.ID
		}
		if err := h.append(ledger.Draft{Event: e, Tag: change}); err != nil {
			change.failed(h, err)
		}
	}
}

// change is a joined or left event on its way to the disk.
type change struct {
	members []*member
	online  bool
}

func (c *change) stored(h *Hub, e wire.Event) {
	for _, m := range c.members {
		m.Online = c.online
	}
	h.roster = nil
	if h.announcer != nil {
		h.announcer.Announce(e)
	}
}

// failed tries again later, starting from what the log does say.
func (c *change) failed(h *Hub, err error) {
	h.log.Warn("presence could not be stored; it will be tried again", "error", err)
	for _, m := range c.members {
		m.said = m.Online
		h.dirty[m] = struct{}{}
	}
	h.lookAfter(retryPresence)
}
