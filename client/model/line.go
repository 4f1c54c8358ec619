package model

import "lobby/shared/wire"

// open shows a conversation.
func (s *State) open(id string) []Effect {
	c := s.conv(id)
	if c == nil || id == s.Active {
		return nil
	}
	s.Active, s.Settings.Conv = id, id
	s.drawLine(c)
	return append(s.settle(c), Save{s.Settings})
}

// reopen shows the conversation that was shown when the program ended, if its member
// is still there.
func (s *State) reopen() {
	other, ok := wire.Other(s.Settings.Conv, s.Self.ID)
	if ok && s.Members[other] != nil {
		s.Active = s.conv(s.Settings.Conv).ID
	}
}

// drawLine fixes where "new messages" stands in a conversation that is about to
// be shown. It stays there while the messages are read.
func (s *State) drawLine(c *Conv) {
	c.clearLine()
	if c.Unread > 0 {
		c.lineFrom, c.seekLine = c.Read, true
		s.placeLine(c)
	}
}

// drawLineAfter does so when a conversation that is shown, and read up to seq,
// gets messages while nobody looks.
func (s *State) drawLineAfter(c *Conv, seq uint64) {
	if c.Unread == 0 && c.ID == s.Active && !s.Focused {
		c.clearLine()
		c.lineFrom, c.seekLine = seq, true
	}
}

func (c *Conv) clearLine() { c.FirstUnread, c.seekLine = 0, false }

// placeLine finds the row of the line once the rows reach down to it.
func (s *State) placeLine(c *Conv) {
	if !c.seekLine || s.syncing || c.floor > c.lineFrom+1 {
		return
	}
	first, _ := c.find(c.lineFrom + 1)
	for _, r := range c.Rows[first:] {
		if s.byOther(r) {
			c.FirstUnread, c.seekLine = r.Seq, false
			return
		}
	}
}
