package model

import (
	"slices"
	"strings"
	"unicode"

	"lobby/shared/wire"
)

// sendText adds a pending row and transmits it when there is a connection.
func (s *State) sendText(i SendText) []Effect {
	c := s.conv(i.Conv)
	if c == nil || c.pendingIndex(i.CID) >= 0 {
		return nil
	}
	text := strings.TrimLeft(strings.ReplaceAll(i.Text, "\r\n", "\n"), "\n")
	text = strings.TrimRightFunc(text, unicode.IsSpace) // nobody means the lines left empty
	if p := checkText(text); p != nil {
		c.Draft = i.Text
		s.Notice = &Notice{Problem: *p, Conv: c.ID}
		return nil
	}
	c.Draft = ""
	c.clearLine()
	s.Notice = nil
	c.Pending = append(c.Pending, Pending{Conv: c.ID, CID: i.CID, Text: text, At: i.Now})
	out := append(s.saveOutbox(), s.saveDrafts()...)
	return append(out, s.transmitPending(c)...)
}

// transmitPending sends the first row that waits, once nothing before it is under
// way: one at a time, so that what the server refuses for a moment is not
// overtaken by what was said after it. A row that failed for good waits for its
// writer alone, and holds up none.
func (s *State) transmitPending(c *Conv) []Effect {
	if !s.ready {
		return nil
	}
	for i := range c.Pending {
		p := &c.Pending[i]
		if p.sent && p.underway() {
			return nil
		}
		if p.Failed == nil {
			p.sent = true
			return []Effect{Transmit{Request: wire.Send{Conv: p.Conv, CID: p.CID, Text: p.Text}}}
		}
	}
	return nil
}

// underway reports whether a row that was sent is still on its way, or will be
// again by itself.
func (p *Pending) underway() bool {
	if p.Failed == nil {
		return true
	}
	_, passing := p.Failed.passing()
	return passing
}

// answerSend resolves a pending row, unless its event did so before.
func (s *State) answerSend(r wire.Send, m wire.Message) []Effect {
	c := s.Convs[r.Conv]
	if c == nil {
		return nil
	}
	switch m := m.(type) {
	case wire.Sent:
		p, ok := c.takePending(m.CID)
		if !ok {
			return nil
		}
		c.Newest = max(c.Newest, m.Seq)
		c.insert(Row{Seq: m.Seq, Time: m.Time.Time, Kind: wire.KindMessage, From: s.Self.ID, Text: p.Text, CID: p.CID})
		return append(s.saveOutbox(), s.transmitPending(c)...)
	case wire.Fault:
		return s.sendFailed(c, r, FromFault(m))
	}
	return nil
}

// sendFailed marks the row. What passes by itself is tried again by itself.
func (s *State) sendFailed(c *Conv, r wire.Send, p Problem) []Effect {
	i := c.pendingIndex(r.CID)
	if i < 0 {
		return nil
	}
	delay, passing := p.passing()
	p.RetryMS = delay.Milliseconds()
	c.Pending[i].Failed = &p
	if passing {
		return append(s.saveOutbox(), Transmit{Request: r, Delay: delay})
	}
	return append(s.saveOutbox(), s.transmitPending(c)...)
}

func (s *State) retry(i Retry) []Effect {
	c := s.Convs[i.Conv]
	if c == nil {
		return nil
	}
	n := c.pendingIndex(i.CID)
	if n < 0 || c.Pending[n].Failed == nil {
		return nil
	}
	out := c.Pending[n].withdraw()
	c.Pending[n].Failed, c.Pending[n].sent = nil, false
	out = append(out, s.saveOutbox()...)
	return append(out, s.transmitPending(c)...)
}

func (s *State) discard(i Discard) []Effect {
	c := s.Convs[i.Conv]
	if c == nil {
		return nil
	}
	p, ok := c.takePending(i.CID)
	if !ok {
		return nil
	}
	out := append(s.saveOutbox(), p.withdraw()...)
	return append(out, s.transmitPending(c)...)
}

// withdraw keeps a row that was put off from being sent by itself.
func (p *Pending) withdraw() []Effect {
	if p.sent && p.Failed != nil && p.underway() {
		return []Effect{Withdraw{CID: p.CID}}
	}
	return nil
}

func (c *Conv) pendingIndex(cid string) int {
	return slices.IndexFunc(c.Pending, func(p Pending) bool { return p.CID == cid })
}

// takePending removes a pending row and returns it.
func (c *Conv) takePending(cid string) (Pending, bool) {
	i := c.pendingIndex(cid)
	if i < 0 {
		return Pending{}, false
	}
	p := c.Pending[i]
	c.Pending = slices.Delete(c.Pending, i, i+1)
	return p, true
}

// forgivePassing takes the marks off rows that failed for a reason of the
// server's: on a new connection they are sent again.
func (c *Conv) forgivePassing() {
	for i := range c.Pending {
		if p := c.Pending[i].Failed; p != nil {
			switch p.Code {
			case wire.CodeBusy, wire.CodeWait, wire.CodeNotStored, wire.CodeInternal:
				c.Pending[i].Failed = nil
			}
		}
	}
}
