package hub

import (
	"time"

	"golang.org/x/time/rate"
)

// turnsAtOnce is how many readings of the log one member may have going on, over
// all its connections.
const turnsAtOnce = 2

// turns are one member's share of the readings of the log. Who asks for more
// waits on its own connection's goroutine, and is not refused: a client that
// scrolls fast, or syncs on many devices, gets what it asked for a little later.
type turns struct {
	slots chan struct{}
	rate  *rate.Limiter
}

func (h *Hub) newTurns() *turns {
	return &turns{slots: make(chan struct{}, turnsAtOnce), rate: rate.NewLimiter(h.readRate, h.readBurst)}
}

// reading calls read in a member's turn, and when one of the readings that may
// go on in all is free. The member's own turn comes first, so that however many
// connections it has it stands in the common queue with few. A hub that stops
// keeps nobody waiting for the rate.
func (h *Hub) reading(t *turns, read func()) {
	t.slots <- struct{}{}
	defer func() { <-t.slots }()
	if wait := t.rate.Reserve().Delay(); wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-h.ending:
		}
	}
	h.look(read)
}

// look calls read when one of the readings that may go on in all is free.
func (h *Hub) look(read func()) {
	h.readers <- struct{}{}
	defer func() { <-h.readers }()
	read()
}
