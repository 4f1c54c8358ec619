package hub

import (
	"lobby/server/ledger"
	"lobby/shared/wire"
)

// offering is an offer on its way to the disk.
type offering struct {
	message
	size int64
}

// Offer queues an offer, as Send does a message.
func (s *Session) Offer(req wire.Offer) {
	s.hub.do(func() { s.hub.offer(s, req) })
}

func (h *Hub) offer(s *Session, req wire.Offer) {
	if h.stopping || s.gone {
		return
	}
	if f := h.authorise(s, req.Conv); f != nil {
		s.refuse(req.ID, *f)
		return
	}
	me := s.member.ID
	if h.repeated(s, req.ID, req.CID) {
		return
	}
	o := &offering{message{key: messageKey{me, req.CID}, waiting: []request{{s, req.ID}}}, req.Size}
	// That the file is a picture, and the preview one of it, is the sender's word.
	file := &wire.File{
		Name: wire.CleanFileName(req.Name), Size: req.Size, Mime: req.Mime,
		Width: req.Width, Height: req.Height, Preview: req.Preview, Files: req.Files,
	}
	h.once(&o.message, func() *wire.Fault {
		if f := h.files.Reserve(me, req.Size); f != nil {
			return f
		}
		e := wire.Event{Kind: wire.KindOffer, Conv: req.Conv, From: me, CID: req.CID, File: file}
		if err := h.append(ledger.Draft{Event: e, Tag: o}); err != nil {
			h.files.Release(me, req.Size)
			return notStored(err)
		}
		return nil
	})
}

func (o *offering) failed(h *Hub, err error) {
	h.files.Release(o.key.from, o.size)
	o.message.failed(h, err)
}

// Respond brings an offer to a state. The answer is delivered once that is
// stored, or at once when nothing changes.
func (s *Session) Respond(req wire.Respond) {
	s.hub.do(func() { s.hub.respond(s, req) })
}

func (h *Hub) respond(s *Session, req wire.Respond) {
	if h.stopping || s.gone {
		return
	}
	e, f := h.files.Respond(s.member.ID, req.Offer, req.State)
	switch {
	case f != nil:
		s.refuse(req.ID, *f)
	case e == nil:
		s.answer(wire.Done{Re: req.ID})
	default:
		if err := h.append(ledger.Draft{Event: *e, Tag: response{s, req.ID}}); err != nil {
			s.refuse(req.ID, *notStored(err))
		}
	}
}

// response is a file event on its way to the disk, and who asked for it.
type response request

func (r response) stored(*Hub, wire.Event) { r.session.answer(wire.Done{Re: r.id}) }
func (r response) failed(_ *Hub, err error) {
	r.session.refuse(r.id, *notStored(err))
}

// Transfer answers with a ticket.
func (s *Session) Transfer(req wire.Transfer) {
	s.hub.do(func() {
		if s.gone {
			return
		}
		ticket, f := s.hub.files.Issue(s.member.ID, s.device, req.Offer, req.Upload)
		if f != nil {
			s.refuse(req.ID, *f)
			return
		}
		s.answer(wire.Ticket{Re: req.ID, Ticket: ticket})
	})
}

// Record stores an event of the server's own about a file, and returns when it
// is on the disk and was handed out. It must not be called from Files' methods.
func (h *Hub) Record(e wire.Event) error {
	told := make(notes, 1)
	if !h.ask(func() {
		if h.stopping {
			told <- ErrStopped
		} else if err := h.append(ledger.Draft{Event: e, Tag: told}); err != nil {
			told <- err
		}
	}) {
		return ErrStopped
	}
	select {
	case err := <-told:
		return err
	case <-h.done:
		return ErrStopped
	}
}

// notes is where Record waits.
type notes chan error

func (n notes) stored(*Hub, wire.Event)  { n <- nil }
func (n notes) failed(_ *Hub, err error) { n <- err }

// noFiles is a server that takes no offers.
type noFiles struct{}

var noOffers = &wire.Fault{Code: wire.CodeOffer, Text: "this server takes no files"}

func (noFiles) Reserve(uint64, int64) *wire.Fault { return noOffers }
func (noFiles) Release(uint64, int64)             {}
func (noFiles) Take(wire.Event)                   {}
func (noFiles) Respond(uint64, uint64, wire.State) (*wire.Event, *wire.Fault) {
	return nil, noOffers
}
func (noFiles) Issue(uint64, [32]byte, uint64, bool) ([]byte, *wire.Fault) { return nil, noOffers }
