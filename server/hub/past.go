package hub

import (
	"time"

	"lobby/shared/wire"
)

// Past gathers, while the ledger is opened, what a new hub must know of the
// events before it: who was present and who had read how far. Its zero value is
// ready.
type Past struct {
	present map[uint64]bool
	marks   map[uint64]map[string]uint64
}

// Replay takes in a joined, left or read event; events come in order. Those of
// other kinds change nothing.
func (p *Past) Replay(e wire.Event) {
	if p.present == nil {
		p.present = make(map[uint64]bool)
		p.marks = make(map[uint64]map[string]uint64)
	}
	switch e.Kind {
	case wire.KindJoined:
		for _, id := range e.Members {
			p.present[id] = true
		}
	case wire.KindLeft:
		for _, id := range e.Members {
			delete(p.present, id)
		}
	case wire.KindRead:
		if p.marks[e.From] == nil {
			p.marks[e.From] = make(map[string]uint64)
		}
		p.marks[e.From][e.Conv] = max(p.marks[e.From][e.Conv], e.Upto)
	}
}

// restore puts the members where the log left them. Those it says are present
// get time to come back before the others are told that they left: a stopping
// server writes no left.
func (h *Hub) restore(p *Past, grace time.Duration) {
	for id := range p.present {
		m := h.members[id]
		if m == nil {
			continue
		}
		m.Online, m.said = true, true
		h.leaveAfter(m, grace)
	}
	for id, marks := range p.marks {
		m := h.members[id]
		if m == nil {
			continue
		}
		for conv, upto := range marks {
			m.marks[conv] = &mark{stored: upto}
		}
	}
}
