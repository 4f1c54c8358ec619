package model

import "fmt"

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
	return fmt.Sprintf("#%d", id)
}
