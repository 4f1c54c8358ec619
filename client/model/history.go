package model

import "lobby/shared/wire"

// pageSize is how many rows are fetched when a conversation is opened or
// scrolled back: more than a screen shows.
const pageSize = 50

// load fetches the page before the floor. The rows from the floor on are
// there, so that the page joins them without a gap whatever arrives meanwhile.
func (s *State) load(c *Conv, limit int) []Effect {
	if !s.ready || c.Loading || !c.More {
		return nil
	}
	c.Loading = true
	return []Effect{Transmit{Request: wire.History{Conv: c.ID, Before: c.floor, Limit: limit}}}
}

func (s *State) answerHistory(r wire.History, m wire.Message) []Effect {
	c := s.Convs[r.Conv]
	if c == nil {
		return nil
	}
	switch m := m.(type) {
	case wire.Page:
		c.parts = append(c.parts, m.Events...)
		if m.Last {
			return s.takePage(c, r.Before, m.More)
		}
	case wire.Fault:
		c.parts = nil
		p := FromFault(m)
		if delay, ok := p.passing(); ok {
			return []Effect{Transmit{Request: r, Delay: delay}}
		}
		// Asking again would be refused again, at every frame.
		c.Loading, c.Loaded, c.More = false, true, false
		s.Notice = &Notice{Problem: p, Conv: c.ID}
	}
	return nil
}

// takePage joins a whole page to the rows.
func (s *State) takePage(c *Conv, before uint64, more bool) []Effect {
	events := c.parts
	c.parts, c.Loading = nil, false
	if before < c.floor {
		return s.settle(c) // a gap has opened since it was asked for
	}
	var out []Effect
	rows := make([]Row, 0, len(events))
	for _, e := range events {
		c.floor = min(c.floor, e.Seq)
		out = append(out, s.noteMessage(c, e)...)
		if r, ok := s.rowOf(e); ok {
			rows = append(rows, r)
		}
	}
	c.merge(rows)
	c.Loaded = true
	c.More = more && len(events) > 0
	if !c.More {
		c.floor = 1
	}
	return append(out, s.settle(c)...)
}
