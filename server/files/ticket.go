package files

import (
	"crypto/rand"
	"time"

	"lobby/shared/wire"
)

// maxTickets is how many tickets of one member are kept. A client has few at a
// time; beyond that the oldest is not good any more.
const maxTickets = 64

// pass is what a ticket is good for.
type pass struct {
	member uint64
	device [32]byte
	offer  uint64
	upload bool
	until  time.Time
}

type ticketID [wire.TicketSize]byte

// tickets are those that were not used.
type tickets struct {
	passes   map[ticketID]pass
	byMember map[uint64][]ticketID // oldest first; some may be used
}

func newTickets() tickets {
	return tickets{passes: make(map[ticketID]pass), byMember: make(map[uint64][]ticketID)}
}

func (t *tickets) issue(p pass) ticketID {
	var id ticketID
	rand.Read(id[:]) // never fails
	mine := append(t.byMember[p.member], id)
	for len(mine) > maxTickets {
		delete(t.passes, mine[0])
		mine = mine[1:]
	}
	t.byMember[p.member] = mine
	t.passes[id] = p
	return id
}

// redeem uses a ticket up.
func (t *tickets) redeem(id ticketID) (pass, bool) {
	p, ok := t.passes[id]
	delete(t.passes, id)
	return p, ok
}

// Issue makes a ticket for one transfer by a member's device.
func (s *Store) Issue(member uint64, device [32]byte, seq uint64, upload bool) ([]byte, *wire.Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, f := s.mayCarry(member, seq, upload); f != nil {
		return nil, f
	}
	id := s.tickets.issue(pass{member, device, seq, upload, s.o.Clock().Add(wire.TicketLife)})
	return id[:], nil
}

// retryTransfer is what a client with too many transfers is told to wait, in
// milliseconds.
const retryTransfer = 1000

// admit uses a ticket up and gives its holder the offer's spool. leave must
// follow.
func (s *Store) admit(ticket []byte, device [32]byte, upload bool) (*holder, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(ticket) != wire.TicketSize {
		return nil, badTicket("it has another size")
	}
	p, ok := s.tickets.redeem(ticketID(ticket))
	switch {
	case !ok:
		return nil, badTicket("there is none like it, or it was used")
	case p.device != device:
		return nil, badTicket("it is another device's")
	case p.upload != upload:
		return nil, badTicket("it is for the other direction")
	case s.o.Clock().After(p.until):
		return nil, badTicket("it is too old")
	}
	h := &holder{store: s, member: p.member, device: device}
	if f := h.admitted(); f != nil {
		return nil, f
	}
	o, f := s.mayCarry(p.member, p.offer, upload) // it may have changed since
	if f != nil {
		return nil, f
	}
	u := s.usage(p.member)
	if u.transfers >= s.o.Transfers {
		return nil, &wire.Fault{Code: wire.CodeBusy, RetryMS: retryTransfer, Text: "the member has too many transfers at once"}
	}
	if upload {
		if f := s.makeRoom(o); f != nil {
			return nil, f
		}
	}
	if o.spool == nil {
		o.spool = newSpool(s, o)
	}
	o.spool.users++
	u.transfers++
	h.spool, h.upload = o.spool, upload
	*s.carrying(upload)++
	return h, nil
}

func badTicket(why string) *wire.Fault {
	return &wire.Fault{Code: wire.CodeTicket, Field: "ticket", Text: "the ticket is not good: " + why}
}

// holder is a transfer's hold on a spool.
type holder struct {
	store  *Store
	member uint64
	device [32]byte
	spool  *spool
	upload bool
}

// carrying is how many transfers go on in a direction.
func (s *Store) carrying(upload bool) *int {
	if upload {
		return &s.uploads
	}
	return &s.downloads
}

// admitted refuses a member or device that was removed meanwhile.
func (h *holder) admitted() *wire.Fault {
	if admits := h.store.o.Admits; admits != nil && !admits(h.member, h.device) {
		return &wire.Fault{Code: wire.CodeDevice, Text: "the member or its device was removed"}
	}
	return nil
}

// leave gives the hold back. The last one closes the spool.
func (h *holder) leave() error {
	s := h.store
	s.mu.Lock()
	s.usage(h.member).transfers--
	s.take(h.member, 0, 0)
	*s.carrying(h.upload)--
	h.spool.users--
	last := h.spool.users == 0
	if last {
		s.retire(h.spool)
	}
	s.mu.Unlock()
	if !last {
		return nil
	}
	return h.spool.close()
}

// retire lets the next transfer begin with a new spool, which waits until this
// one is closed. mu is held.
func (s *Store) retire(p *spool) {
	if o := s.offers[p.seq]; o != nil && o.spool == p {
		o.spool, o.closing = nil, p.closed
	}
}
