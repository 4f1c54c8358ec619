package model

import (
	"cmp"
	"slices"
	"strings"

	"lobby/shared/wire"
)

// Others returns the members except the user, those online first, then by
// name. The slice is valid until the next Apply.
func (s *State) Others() []*Member {
	if s.others == nil {
		s.others = make([]*Member, 0, len(s.Members))
		for id, m := range s.Members {
			if id != s.Self.ID {
				s.others = append(s.others, m)
			}
		}
		slices.SortFunc(s.others, byPresenceAndName)
	}
	return s.others
}

func byPresenceAndName(a, b *Member) int {
	if a.Online != b.Online {
		if a.Online {
			return -1
		}
		return 1
	}
	return cmp.Or(
		strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)),
		cmp.Compare(a.ID, b.ID))
}

// Shown returns the conversation that is shown.
func (s *State) Shown() *Conv { return s.Convs[s.Active] }

// PairWith returns the conversation with another member, which may not have
// begun: then it is nil. Its id is wire.Pair(s.Self.ID, member) in any case.
func (s *State) PairWith(member uint64) *Conv {
	return s.Convs[wire.Pair(s.Self.ID, member)]
}

// UnreadTotal is the sum of Unread of all conversations that are not muted. A muted
// one shows its count in the list alone.
func (s *State) UnreadTotal() int {
	n := 0
	for id, c := range s.Convs {
		if !s.Muted(id) {
			n += c.Unread
		}
	}
	return n
}

// Unsent counts the own messages that the server has not acknowledged.
func (s *State) Unsent() int {
	n := 0
	for _, c := range s.Convs {
		n += len(c.Pending)
	}
	return n
}
