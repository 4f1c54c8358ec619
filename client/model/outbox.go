package model

import "slices"

// outbox collects what the member has yet to send.
func (s *State) outbox() Outbox {
	o := Outbox{Server: s.server, Member: s.Self.ID}
	for _, c := range s.sortedConvs() {
		o.Rows = append(o.Rows, c.Pending...)
	}
	return o
}

func (s *State) saveOutbox() []Effect { return []Effect{SaveOutbox{Outbox: s.outbox()}} }

// stash keeps the rows of an account that is left, for when it comes back.
func (s *State) stash() {
	if s.Self.ID == 0 {
		return
	}
	s.stashCargo()
	s.stashDrafts()
	o := s.outbox()
	s.outboxes = slices.DeleteFunc(s.outboxes, o.sameAccount)
	if len(o.Rows) > 0 {
		s.outboxes = append(s.outboxes, o)
	}
}

// unstash gives the account its rows back.
func (s *State) unstash() {
	s.unstashCargo()
	s.unstashDrafts()
	mine := Outbox{Server: s.server, Member: s.Self.ID}
	i := slices.IndexFunc(s.outboxes, mine.sameAccount)
	if i < 0 {
		return
	}
	rows := s.outboxes[i].Rows
	s.outboxes = slices.Delete(s.outboxes, i, i+1)
	for _, p := range rows {
		if c := s.conv(p.Conv); c != nil && c.pendingIndex(p.CID) < 0 {
			p.sent = false
			c.Pending = append(c.Pending, p)
		}
	}
}

func (o Outbox) sameAccount(other Outbox) bool {
	return o.Server == other.Server && o.Member == other.Member
}

// stashCargo keeps what an account that is left has to carry.
func (s *State) stashCargo() {
	c := s.cargo
	c.Server, c.Member, c.Log = s.server, s.Self.ID, s.log
	s.cargos = slices.DeleteFunc(s.cargos, c.sameAccount)
	if !c.Empty() {
		s.cargos = append(s.cargos, c)
	}
	s.cargo = Cargo{}
}

// unstashCargo gives it back.
func (s *State) unstashCargo() {
	mine := Cargo{Server: s.server, Member: s.Self.ID}
	if i := slices.IndexFunc(s.cargos, mine.sameAccount); i >= 0 {
		s.cargo = s.cargos[i]
		s.cargos = slices.Delete(s.cargos, i, i+1)
	}
}

func (c Cargo) sameAccount(other Cargo) bool {
	return c.Server == other.Server && c.Member == other.Member
}
