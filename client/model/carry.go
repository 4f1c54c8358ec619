package model

import (
	"slices"
	"time"

	"lobby/shared/wire"
)

// maxCarried is how many files are carried at a time in each direction. The
// others wait for their turn: a folder of a thousand is not a thousand
// connections.
const maxCarried = 4

// Bounds of the wait before a broken transfer is taken up again.
const (
	firstCarryWait   = time.Second
	longestCarryWait = 30 * time.Second
)

// carryNext asks for the tickets of the files that may be carried now.
func (s *State) carryNext() []Effect {
	if !s.ready || len(s.cargo.Sends)+len(s.cargo.Fetches) == 0 {
		return nil
	}
	busy := map[bool]int{}
	for _, f := range s.cargo.Sends {
		busy[true] += s.isCarried(f.Offer)
	}
	for _, f := range s.cargo.Fetches {
		busy[false] += s.isCarried(f.Offer)
	}
	var out []Effect
	ask := func(seq uint64) {
		o := s.Offers[seq]
		if o == nil || o.Transfer == nil || busy[o.Transfer.Upload] >= maxCarried {
			return
		}
		t := o.Transfer
		wanted := o.Open() && (!o.Direct() || o.Accepted || t.unsure)
		if t.asked || t.barred || t.Status != TransferWaiting || !wanted {
			return
		}
		t.asked, t.told = true, false
		busy[t.Upload]++
		out = append(out, Transmit{Request: wire.Transfer{Offer: seq, Upload: t.Upload}})
	}
	for _, f := range s.cargo.Sends {
		ask(f.Offer)
	}
	for _, f := range s.cargo.Fetches {
		ask(f.Offer)
	}
	return out
}

func (s *State) isCarried(seq uint64) int {
	if o := s.Offers[seq]; o != nil && o.Transfer != nil && o.Transfer.asked {
		return 1
	}
	return 0
}

// answerTransfer goes on with a ticket.
func (s *State) answerTransfer(r wire.Transfer, m wire.Message) []Effect {
	o := s.Offers[r.Offer]
	if o == nil || o.Transfer == nil || !o.Transfer.asked {
		return nil
	}
	t := o.Transfer
	switch m := m.(type) {
	case wire.Ticket:
		if t.Status != TransferWaiting {
			t.asked = false // it was paused meanwhile
			return nil
		}
		t.Status = TransferRunning
		o.Accepted = o.Accepted || t.Upload // or there would be no ticket
		return []Effect{s.carry(o, m.Ticket)}
	case wire.Fault:
		p := FromFault(m)
		if delay, ok := p.passing(); ok {
			return []Effect{Transmit{Request: r, Delay: delay}}
		}
		t.asked = false
		switch {
		case m.Code != wire.CodeOffer:
			t.Status, t.Problem = TransferFailed, &p
		case !t.told: // its events tell, or will
			t.barred, t.unsure = true, false
		}
		return s.carryNext()
	}
	return nil
}

func (s *State) carry(o *Offer, ticket []byte) Effect {
	c := Carry{Offer: o.Seq, Upload: o.Transfer.Upload, Ticket: ticket, File: o.File, As: o.Transfer.as, Fresh: o.Transfer.fresh}
	if i := slices.IndexFunc(s.cargo.Sends, func(f LocalFile) bool { return f.Offer == o.Seq }); i >= 0 {
		c.Local = s.cargo.Sends[i]
	}
	return c
}

// moved takes in how far a transfer has come.
func (s *State) moved(e Moved) {
	if o := s.Offers[e.Offer]; o != nil && o.Transfer != nil && o.Transfer.Status == TransferRunning {
		t := o.Transfer
		t.Done, t.Rate = e.Done, e.Rate
		if e.Rate > 0 {
			t.failed = 0
		}
	}
}

// carried takes in that a transfer has ended.
func (s *State) carried(e Carried) []Effect {
	o := s.Offers[e.Offer]
	if o == nil || o.Transfer == nil {
		return nil
	}
	t := o.Transfer
	t.asked, t.Rate = false, 0
	switch {
	case t.Status == TransferDone:
		return s.carryNext()
	case e.Problem == nil: // perhaps just before it was to be halted
		return append(s.arrived(o, e.Path), s.carryNext()...)
	case t.Status != TransferRunning:
		return s.carryNext()
	}
	switch e.Problem.Code {
	case CodeChanged, CodeGone, CodeFile, wire.CodeQuota:
		t.Status, t.Problem = TransferFailed, e.Problem
		out := s.carryNext()
		if e.Problem.Code == CodeChanged {
			out = append(out, Transmit{Request: wire.Respond{Offer: o.Seq, State: wire.StateCancelled}})
		}
		return out
	}
	// Whatever else it was, it may be another time: the connection broke, the
	// server restarts, the bytes were damaged.
	t.Status = TransferWaiting
	if !s.ready {
		return nil
	}
	t.asked = true
	wait := min(longestCarryWait, firstCarryWait<<min(t.failed, 5))
	t.failed++
	return []Effect{Transmit{Request: wire.Transfer{Offer: o.Seq, Upload: t.Upload}, Delay: wait}}
}

// arrived notes that all bytes are where they belong.
func (s *State) arrived(o *Offer, path string) []Effect {
	t := o.Transfer
	t.Status, t.Done, t.Problem = TransferDone, o.File.Size, nil
	if t.Upload {
		s.keep(o)
		return s.dropCargo(o.Seq)
	}
	t.Path = path
	s.keep(o)
	if !o.Direct() {
		return s.dropCargo(o.Seq)
	}
	for i := range s.cargo.Fetches {
		if f := &s.cargo.Fetches[i]; f.Offer == o.Seq {
			f.Path = path
		}
	}
	return append(s.saveCargo(), Transmit{Request: wire.Respond{Offer: o.Seq, State: wire.StateReceived}})
}

// answerRespond takes in that the server has heard where an offer stands.
func (s *State) answerRespond(r wire.Respond, m wire.Message) []Effect {
	o := s.Offers[r.Offer]
	if o == nil {
		return nil
	}
	switch m := m.(type) {
	case wire.Done:
		if r.State == wire.StateAccepted {
			o.Accepted = true
			o.heard()
			return s.carryNext()
		}
	case wire.Fault:
		p := FromFault(m)
		if m.Code == wire.CodeNotStored {
			s.Notice = &Notice{Problem: p, Conv: o.Conv, File: o.File.Name}
		}
		if delay, ok := p.again(); ok {
			return []Effect{Transmit{Request: r, Delay: delay}}
		}
		if m.Code == wire.CodeOffer { // it has ended; its events tell
			return s.dropCargo(o.Seq)
		}
		s.Notice = &Notice{Problem: p, Conv: o.Conv, File: o.File.Name}
	}
	return nil
}

// resumeCargo goes on, on a new connection, with what is to be carried.
func (s *State) resumeCargo() []Effect {
	s.restoreKept()
	var out []Effect
	for i := range s.cargo.Sends {
		f := &s.cargo.Sends[i]
		if f.Offer == 0 {
			out = append(out, Transmit{Request: offerOf(*f)})
			continue
		}
		o := s.offer(f.Offer)
		if o.From == 0 {
			o.Conv, o.From, o.File = f.Conv, s.Self.ID, f.file()
		}
		if o.Transfer == nil {
			o.Transfer = uploadOf(*f)
		}
		o.Transfer.unsure = true // the server says, when it is asked for the ticket
	}
	for _, f := range s.cargo.Fetches {
		o := s.offer(f.Offer)
		if o.From == 0 {
			o.Conv, o.From, o.File = f.Conv, f.From, f.File
		}
		if o.Transfer == nil {
			o.Transfer = &Transfer{as: f.As, fresh: f.Fresh}
		}
		switch {
		case f.Path != "":
			o.Transfer.Status, o.Transfer.Path, o.Transfer.Done = TransferDone, f.Path, f.File.Size
			out = append(out, Transmit{Request: wire.Respond{Offer: f.Offer, State: wire.StateReceived}})
		case o.Direct():
			out = append(out, Transmit{Request: wire.Respond{Offer: f.Offer, State: wire.StateAccepted}})
		}
	}
	return append(out, s.carryNext()...)
}

// dropTickets forgets what was asked for on a connection that has ended.
// Transfers that run go on: they have connections of their own.
func (s *State) dropTickets() {
	for _, o := range s.Offers {
		if t := o.Transfer; t != nil && t.Status != TransferRunning {
			t.asked, t.barred = false, false
		}
	}
}
