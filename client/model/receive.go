package model

import "lobby/shared/wire"

// takeEvent takes in an event from the connection: a live one, in order, or one
// that Sync brings. An event may come twice.
func (s *State) takeEvent(e wire.Event) []Effect {
	c := s.conv(e.Conv) // before seen moves: if it begins here, its rows do
	fresh := e.Seq > s.seen
	if fresh {
		s.seen = e.Seq
		if !s.syncing {
			s.LastSeq = e.Seq
		}
	}
	if c == nil {
		return nil
	}
	switch e.Kind {
	case wire.KindMessage, wire.KindOffer:
		return s.takeMessage(c, e, fresh)
	case wire.KindFile:
		return s.noteFile(e)
	case wire.KindJoined, wire.KindLeft:
		s.takePresence(c, e)
	case wire.KindRead:
		return s.readElsewhere(c, e)
	}
	return nil
}

// takeMessage adds a message. Only a fresh one counts as unread: the others are
// in the numbers that the server gave at login.
func (s *State) takeMessage(c *Conv, e wire.Event, fresh bool) []Effect {
	out := s.noteMessage(c, e)
	if fresh && e.From != s.Self.ID && e.Seq > c.Read {
		s.drawLineAfter(c, e.Seq-1)
		c.Unread = min(c.Unread+1, wire.MaxUnread)
		if o := s.Offers[e.Seq]; o != nil && e.Kind == wire.KindOffer && o.Direct() && o.Open() {
			s.Asking = append(s.Asking, o.Seq)
		}
		if !s.Focused && !s.Muted(c.ID) {
			text := e.Text
			if e.File != nil {
				text = e.File.Name
			}
			out = append(out, Notify{Conv: c.ID, From: e.From, Text: text})
		}
		if !s.Settings.Silent && !s.Muted(c.ID) && !s.reading(c) {
			out = append(out, Chime{})
		}
	}
	r, _ := s.rowOf(e)
	c.insert(r)
	s.placeLine(c)
	return out
}

// reading reports whether the conversation is before somebody's eyes.
func (s *State) reading(c *Conv) bool { return s.Focused && c.ID == s.Active && s.Phase == PhaseChat }

// said reports whether an event of this kind is something that a member says,
// and that others have to read: a message or an offer.
func said(k wire.Kind) bool { return k == wire.KindMessage || k == wire.KindOffer }

// noteMessage keeps what a message tells whether or not its row is shown.
func (s *State) noteMessage(c *Conv, e wire.Event) []Effect {
	files := s.noteFile(e)
	if !said(e.Kind) {
		return files
	}
	c.Newest = max(c.Newest, e.Seq)
	if e.From != s.Self.ID || e.Kind == wire.KindOffer {
		return files
	}
	if _, ok := c.takePending(e.CID); !ok {
		return nil
	}
	return append(s.saveOutbox(), s.transmitPending(c)...)
}

// hear takes in an event that came by multicast, beside the connection. Such a
// datagram may come before the connection brings the same event, long after
// it, or alone; it says nothing about the events before it.
func (s *State) hear(e wire.Event) {
	if s.known && e.Conv == wire.Room && (e.Kind == wire.KindJoined || e.Kind == wire.KindLeft) {
		s.takePresence(s.conv(wire.Room), e)
	}
}
