package hub

import (
	"lobby/server/ledger"
	"lobby/shared/wire"
)

// mark is how far a member has read a conversation.
type mark struct {
	stored uint64    // as of the newest event handed out
	moving *markMove // the farthest move in flight, nil if none
}

// markMove is a read event on its way to the disk, and the requests that it
// answers.
type markMove struct {
	mark    *mark
	upto    uint64
	waiting []request
}

// Read moves the member's mark. The answer is delivered once the move is
// stored, or at once when nothing moves.
func (s *Session) Read(req wire.Read) {
	s.hub.do(func() { s.hub.read(s, req) })
}

func (h *Hub) read(s *Session, req wire.Read) {
	if h.stopping || s.gone {
		return
	}
	if f := h.authorise(s, req.Conv); f != nil {
		s.refuse(req.ID, *f)
		return
	}
	m := s.member.marks[req.Conv]
	if m == nil {
		m = new(mark)
	}
	// Beyond the newest message there is nothing to have read; a mark there
	// would hide what is written next.
	upto := min(req.Upto, h.newest[req.Conv])
	switch {
	case upto <= m.stored:
		s.answer(wire.Done{Re: req.ID})
		return
	case m.moving != nil && upto <= m.moving.upto:
		m.moving.waiting = append(m.moving.waiting, request{s, req.ID})
		return
	}
	move := &markMove{mark: m, upto: upto, waiting: []request{{s, req.ID}}}
	e := wire.Event{Kind: wire.KindRead, Conv: req.Conv, From: s.member.ID, Upto: upto}
	if err := h.append(ledger.Draft{Event: e, Tag: move}); err != nil {
		s.refuse(req.ID, *notStored(err))
		return
	}
	m.moving = move
	s.member.marks[req.Conv] = m
}

func (v *markMove) stored(*Hub, wire.Event) {
	v.mark.stored = v.upto
	v.landed()
	for _, w := range v.waiting {
		w.session.answer(wire.Done{Re: w.id})
	}
}

func (v *markMove) failed(_ *Hub, err error) {
	v.landed()
	for _, w := range v.waiting {
		w.session.refuse(w.id, *notStored(err))
	}
}

func (v *markMove) landed() {
	if v.mark.moving == v {
		v.mark.moving = nil
	}
}
