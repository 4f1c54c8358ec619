package model

import (
	"strconv"

	"lobby/shared/wire"
)

// Member is one account on the server.
type Member struct {
	ID     uint64
	Name   string // "#7" until the server has named it
	Online bool

	presence uint64 // number of the newest event that Online takes into account
}

// Name returns the name of a member, "#7" for one that is not known.
func (s *State) Name(id uint64) string {
	if m := s.Members[id]; m != nil {
		return m.Name
	}
	return "#" + strconv.FormatUint(id, 10)
}

func (s *State) member(id uint64) *Member {
	m := s.Members[id]
	if m == nil {
		m = &Member{ID: id, Name: s.Name(id)}
		s.Members[id] = m
	}
	return m
}

// takeMembers takes in entries of the member list. They are as new as the
// newest event of the connection, but a multicast may have been faster.
func (s *State) takeMembers(list []wire.Member) {
	s.others = nil
	for _, w := range list {
		m := s.member(w.ID)
		m.Name = w.Name
		if m.presence <= s.seen {
			m.Online, m.presence = w.Online, s.seen
		}
		if w.ID == s.Self.ID {
			s.Self = w
		}
	}
}

// takePresence takes in who came or went. Each member is told of in many
// events, over two ways: only the newest counts.
func (s *State) takePresence(c *Conv, e wire.Event) {
	for _, id := range e.Members {
		if m := s.member(id); m.presence < e.Seq {
			m.Online, m.presence = e.Kind == wire.KindJoined, e.Seq
			s.others = nil
		}
	}
	if r, ok := s.rowOf(e); ok {
		c.insert(r)
	}
}
