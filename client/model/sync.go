package model

import (
	"cmp"
	"maps"
	"slices"

	"lobby/shared/wire"
)

// answerSync ends the catching up. Live events came meanwhile, so that with the
// answer everything up to the newest seen one is there.
func (s *State) answerSync(r wire.Sync, m wire.Message) []Effect {
	switch m := m.(type) {
	case wire.Synced:
		switch {
		case m.Gap, m.Through <= r.After:
			return s.gap()
		case m.Through < s.base:
			s.LastSeq = m.Through
			return []Effect{Transmit{Request: wire.Sync{After: m.Through}}}
		}
		s.syncing = false
		s.LastSeq = max(s.seen, m.Through)
		return s.settleAll()
	case wire.Fault:
		if delay, ok := FromFault(m).passing(); ok {
			return []Effect{Transmit{Request: wire.Sync{After: r.After}, Delay: delay}}
		}
		return s.gap()
	}
	return nil
}

// gap gives up on the events between the last connection and this one: what is
// shown is read anew from its newest page, the rest when it is opened.
func (s *State) gap() []Effect {
	s.syncing = false
	s.skipTo(s.base)
	s.LastSeq = s.seen
	return s.settleAll()
}

// skipTo drops the rows up to seq, as those that follow are not known.
func (s *State) skipTo(seq uint64) {
	s.LastSeq = seq
	for _, c := range s.Convs {
		i, _ := c.find(seq + 1)
		c.Rows = slices.Clone(c.Rows[i:])
		c.floor = seq + 1
		c.Loaded, c.More = false, true
	}
}

// forgetNumbers makes room for a log that counts anew. Files that are to be sent
// are offered once more, which changes nothing where the log still has their offers;
// what was wanted, the member can accept again.
func (s *State) forgetNumbers() []Effect {
	s.Era++
	for _, c := range s.Convs {
		c.Rows = nil
		c.Newest, c.Read, c.marked, c.Unread, c.unsure = 0, 0, 0, 0, false
		c.clearLine()
	}
	for _, m := range s.Members {
		m.presence = 0
	}
	var out []Effect
	for _, o := range s.Offers {
		if t := o.Transfer; t != nil && t.Status != TransferDone {
			out = append(out, Halt{Offer: o.Seq, Discard: !t.Upload, File: o.File, As: t.as})
		}
	}
	s.Offers, s.Asking, s.Chooser = map[uint64]*Offer{}, nil, nil
	s.cargo.forgetNumbers()
	return append(out, s.saveCargo()...)
}

func (c *Cargo) forgetNumbers() {
	c.Log, c.Fetches, c.Kept = "", nil, nil
	for i := range c.Sends {
		c.Sends[i].Offer = 0
	}
}

func (s *State) settleAll() []Effect {
	var out []Effect
	for _, c := range s.sortedConvs() {
		out = append(out, s.settle(c)...)
	}
	return out
}

// settle does for one conversation what can only be done while its rows are
// whole, and asks for what is missing.
func (s *State) settle(c *Conv) []Effect {
	s.placeLine(c)
	if c.unsure {
		s.recount(c)
	}
	switch {
	case c.ID == s.Active && !c.Loaded:
		return s.load(c, min(max(pageSize, c.Unread+pageSize/5), wire.MaxPage))
	case c.unsure && !s.syncing:
		return s.load(c, wire.MaxPage)
	}
	return nil
}

func (s *State) sortedConvs() []*Conv {
	return slices.SortedFunc(maps.Values(s.Convs), func(a, b *Conv) int { return cmp.Compare(a.ID, b.ID) })
}
