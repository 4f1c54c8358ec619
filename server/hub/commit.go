package hub

import (
	"lobby/server/ledger"
	"lobby/shared/wire"
)

// Committed takes what the ledger has stored, or failed to store, in the order
// of the numbers. The slice must not be used again by the caller.
func (h *Hub) Committed(batch []ledger.Commit) {
	select {
	case h.commits <- batch:
	case <-h.done:
	}
}

// commit hands a batch out: each event to everyone whom it concerns, and the
// answers to those who asked for it.
func (h *Hub) commit(batch []ledger.Commit) {
	h.tellFresh()
	for _, c := range batch {
		h.appended--
		if c.Err != nil {
			c.Tag.(pending).failed(h, c.Err)
			continue
		}
		h.last = c.Event.Seq
		switch c.Event.Kind {
		case wire.KindMessage:
			h.noteMessage(c.Event.Conv, c.Event.Seq)
		case wire.KindOffer:
			h.noteMessage(c.Event.Conv, c.Event.Seq)
			h.files.Take(c.Event)
		case wire.KindFile:
			h.files.Take(c.Event)
		}
		h.publish(c)
		c.Tag.(pending).stored(h, c.Event)
	}
	h.flushRoom()
	h.checkDrained()
}

// noteMessage keeps which conversation has which newest message or offer.
func (h *Hub) noteMessage(conv string, seq uint64) {
	if seq == 0 {
		return
	}
	if h.newest[conv] == 0 {
		if low, high, ok := wire.ParsePair(conv); ok {
			for _, id := range []uint64{low, high} {
				if m := h.members[id]; m != nil {
					m.pairs = append(m.pairs, conv)
				}
			}
		}
	}
	h.newest[conv] = seq
}

// publish hands an event to the sessions of those who may see it. Events of the
// room, the most by far, are gathered while nothing else comes between them;
// every session still gets its events in the order of their numbers, so that
// the last number a client has seen tells what it lacks.
func (h *Hub) publish(c ledger.Commit) {
	e := &c.Event
	if e.Conv == wire.Room && e.Kind != wire.KindRead {
		if !h.room.fits(c.Wire) {
			h.flushRoom()
		}
		h.room.add(c.Wire)
		return
	}
	h.flushRoom()
	if e.Kind == wire.KindRead {
		h.deliverTo(e.From, c.Wire)
		return
	}
	if low, high, ok := wire.ParsePair(e.Conv); ok {
		h.deliverTo(low, c.Wire)
		h.deliverTo(high, c.Wire)
	}
}

func (h *Hub) deliverTo(id uint64, chunk []byte) {
	if m := h.members[id]; m != nil {
		for _, s := range m.sessions {
			s.deliver(chunk)
		}
	}
}

func (h *Hub) deliverToAll(chunk []byte) {
	for _, m := range h.members {
		for _, s := range m.sessions {
			s.deliver(chunk)
		}
	}
}

func (h *Hub) flushRoom() {
	if chunk := h.room.take(); chunk != nil {
		h.deliverToAll(chunk)
	}
}

// maxRun bounds a gathered chunk, in bytes: well within one record, so that the
// peers' writers can still pack it with other chunks.
const maxRun = 16 << 10

// run gathers encoded events into one chunk, so that a batch costs each session
// one delivery. A single event is passed on as it is, without a copy.
type run struct {
	single []byte
	joined []byte
}

func (r *run) fits(line []byte) bool {
	return len(r.single)+len(r.joined)+len(line) <= maxRun
}

func (r *run) add(line []byte) {
	switch {
	case r.joined != nil:
		r.joined = append(r.joined, line...)
	case r.single != nil:
		r.joined = append(append(make([]byte, 0, maxRun), r.single...), line...)
		r.single = nil
	default:
		r.single = line
	}
}

// take returns what was gathered, nil if nothing was, and starts anew. The
// chunk belongs to those it is delivered to from then on.
func (r *run) take() []byte {
	chunk := r.single
	if r.joined != nil {
		chunk = r.joined
	}
	*r = run{}
	return chunk
}
