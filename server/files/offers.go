package files

import (
	"fmt"

	"lobby/shared/wire"
	"lobby/shared/writeback"
)

// Reserve counts a file that a member is about to offer for the member. Without
// an error, Take of the offer or Release must follow.
func (s *Store) Reserve(member uint64, size int64) *wire.Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.usage(member)
	switch {
	case u.offers >= s.o.MemberOffers:
		return &wire.Fault{Code: wire.CodeQuota, Text: fmt.Sprintf("the member has %d open offers", u.offers)}
	case size > s.o.MemberBytes-u.bytes:
		return noRoom("the member has room for %d bytes", s.o.MemberBytes-u.bytes)
	}
	if f := s.roomFor(size); f != nil {
		return f // which could not be kept as it is now
	}
	s.take(member, 1, size)
	return nil
}

// Release gives back what Reserve kept.
func (s *Store) Release(member uint64, size int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.take(member, -1, -size)
}

func (s *Store) usage(member uint64) *usage {
	u := s.members[member]
	if u == nil {
		u = new(usage)
		s.members[member] = u
	}
	return u
}

func (s *Store) take(member uint64, offers int, bytes int64) {
	u := s.usage(member)
	u.offers += offers
	u.bytes += bytes
	if *u == (usage{}) {
		delete(s.members, member)
	}
}

// Replay takes in an event of the log at start. Events come in order; those of
// other kinds change nothing.
func (s *Store) Replay(e wire.Event) {
	if e.Kind == wire.KindOffer && e.File != nil {
		s.mu.Lock()
		s.take(e.From, 1, e.File.Size)
		s.mu.Unlock()
	}
	s.Take(e)
}

// Take takes in an event of kind offer, for which room was reserved, or file.
// Events come in the order of the log.
func (s *Store) Take(e wire.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch e.Kind {
	case wire.KindOffer:
		if e.File != nil {
			file := *e.File
			file.Preview = nil // it is the log's to keep
			s.offers[e.Seq] = &offer{seq: e.Seq, conv: e.Conv, from: e.From, file: file, at: e.Time.Time}
		}
	case wire.KindFile:
		o := s.offers[e.Offer]
		if o == nil {
			return
		}
		o.Take(e)
		if o.End != "" {
			s.end(o)
		}
	}
}

// end forgets an offer and has its spool removed, beside whoever holds the
// log's order: on some systems it takes a while to remove a large file.
func (s *Store) end(o *offer) {
	delete(s.offers, o.seq)
	s.take(o.from, -1, -o.file.Size)
	if o.counted {
		s.bytes -= o.file.Size
	}
	if s.record == nil {
		return // the log is replayed; Start removes what is left
	}
	spool, closing := o.spool, o.closing
	s.running.Go(func() {
		if spool != nil {
			spool.fail(gone(o.seq))
		}
		if closing != nil {
			<-closing
		}
		s.remove(o.seq, func(path string) error { return writeback.Remove(s.ending, path) })
	})
}

func gone(offer uint64) *wire.Fault {
	return &wire.Fault{Code: wire.CodeOffer, Field: "offer", Text: fmt.Sprintf("there is no open offer %d", offer)}
}

// Respond returns the event by which a member brings an offer to a state, or
// nil when it stands so already.
func (s *Store) Respond(member, seq uint64, to wire.State) (*wire.Event, *wire.Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.seen(member, seq)
	if o == nil {
		return nil, gone(seq)
	}
	sender := o.from == member
	direct := o.conv != wire.Room
	allowed := false
	switch to {
	case wire.StateCancelled:
		allowed = sender
	case wire.StateAccepted, wire.StateDeclined:
		allowed = !sender && direct
	case wire.StateReceived:
		allowed = !sender && direct && o.Ready
	}
	if !allowed {
		return nil, &wire.Fault{Code: wire.CodeOffer, Field: "state", Text: fmt.Sprintf("the offer can't come to %q by this member now", to)}
	}
	if to == wire.StateAccepted && o.Accepted {
		return nil, nil
	}
	e := o.event(to, member)
	return &e, nil
}

// seen returns an open offer that a member may know of.
func (s *Store) seen(member, seq uint64) *offer {
	o := s.offers[seq]
	if o == nil || !wire.Visible(member, o.conv, wire.KindOffer, o.from) {
		return nil
	}
	return o
}

// mayCarry says why a member may not send an offer's file, or fetch it.
func (s *Store) mayCarry(member, seq uint64, upload bool) (*offer, *wire.Fault) {
	o := s.seen(member, seq)
	wanted := o != nil && (o.conv == wire.Room || o.Accepted)
	switch {
	case o == nil:
		return nil, gone(seq)
	case upload != (o.from == member):
		return nil, &wire.Fault{Code: wire.CodeOffer, Field: "upload", Text: "only the sender sends a file, and only others fetch it"}
	case !wanted:
		return nil, &wire.Fault{Code: wire.CodeOffer, Field: "offer", Text: "the offer was not accepted"}
	case upload && o.Ready:
		return nil, &wire.Fault{Code: wire.CodeOffer, Field: "offer", Text: "the server has the file already"}
	}
	return o, nil
}
