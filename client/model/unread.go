package model

import "lobby/shared/wire"

// takeConvs takes in where the server says that the member stands. What was
// read here while the line was down is further: it is told at Ready.
func (s *State) takeConvs(list []wire.Conv) {
	for _, w := range list {
		c := s.conv(w.Conv)
		if c == nil {
			continue
		}
		c.Newest = max(c.Newest, w.Newest)
		c.marked = w.Read
		if w.Read < c.Read {
			c.unsure = true
			continue
		}
		if w.Unread > 0 && s.known {
			s.drawLineAfter(c, s.LastSeq)
		}
		c.Read, c.Unread, c.unsure = w.Read, min(max(w.Unread, 0), wire.MaxUnread), false
	}
}

// see moves the read mark at once; the server is told of the newest one only
// when it has taken the one before.
func (s *State) see(i Seen) []Effect {
	c := s.Convs[i.Conv]
	if c == nil || len(c.Rows) == 0 || (c.Unread == 0 && !c.unsure) {
		return nil
	}
	upto := min(i.Upto, c.Rows[len(c.Rows)-1].Seq)
	if upto <= c.Read {
		return nil
	}
	c.Read = upto
	s.recount(c)
	return append(s.mark(c), s.settle(c)...)
}

// readElsewhere takes in what another device of the member has read.
func (s *State) readElsewhere(c *Conv, e wire.Event) []Effect {
	if e.From != s.Self.ID {
		return nil
	}
	c.marked = max(c.marked, e.Upto)
	if e.Upto <= c.Read {
		return nil
	}
	c.Read = e.Upto
	s.recount(c)
	return s.settle(c)
}

// recount sets Unread from the rows. When the rows do not reach down to the
// read mark it stays as it is until they do: settle fetches them.
func (s *State) recount(c *Conv) {
	n := 0
	for i := len(c.Rows) - 1; i >= 0 && c.Rows[i].Seq > c.Read && n < wire.MaxUnread; i-- {
		if s.byOther(c.Rows[i]) {
			n++
		}
	}
	whole := !s.syncing && c.floor <= c.Read+1
	c.unsure = !whole && n < wire.MaxUnread && c.Newest > c.Read
	if !c.unsure {
		c.Unread = n
	}
}

func (s *State) byOther(r Row) bool {
	return said(r.Kind) && r.From != s.Self.ID
}

// mark tells the server how far the member has read, one request at a time.
func (s *State) mark(c *Conv) []Effect {
	if !s.ready || c.marking || c.Read <= c.marked {
		return nil
	}
	c.marking = true
	return []Effect{Transmit{Request: wire.Read{Conv: c.ID, Upto: c.Read}}}
}

func (s *State) answerRead(r wire.Read, m wire.Message) []Effect {
	c := s.Convs[r.Conv]
	if c == nil {
		return nil
	}
	switch m := m.(type) {
	case wire.Done:
		c.marking = false
		c.marked = max(c.marked, r.Upto)
		return s.mark(c)
	case wire.Fault:
		if delay, ok := FromFault(m).again(); ok {
			return []Effect{Transmit{Request: wire.Read{Conv: r.Conv, Upto: c.Read}, Delay: delay}}
		}
		c.marking = false
	}
	return nil
}
