package fault

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"lobby/shared/wire"
)

// honest are members who chat, whatever others do to the server.
type honest struct {
	clients []*client
	witness *witness

	mu        sync.Mutex
	said      map[string]*round // by cid
	latencies []time.Duration   // from typing to each screen's model
}

// round is a message on its way to all.
type round struct {
	begin   time.Time
	arrived int
	all     chan struct{} // closed when everyone has it
}

// newHonest registers so many members.
func newHonest(t testing.TB, server string, n int) *honest {
	t.Helper()
	h := &honest{witness: newWitness(), said: make(map[string]*round)}
	for i := range n {
		label := fmt.Sprintf("honest-%d", i+1)
		c := startClient(t, h.witness, label, label, server)
		if err := c.register(); err != nil {
			t.Fatal(err)
		}
		h.clients = append(h.clients, c)
	}
	for _, c := range h.clients {
		c.later(func() { c.heard = h.hears })
	}
	return h
}

// hears is called for each live event at each client.
func (h *honest) hears(e wire.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.said[e.CID]
	if e.Kind != wire.KindMessage || r == nil {
		return
	}
	h.latencies = append(h.latencies, time.Since(r.begin))
	if r.arrived++; r.arrived == len(h.clients) {
		close(r.all)
	}
}

// pace is how long a member thinks between two messages: less than the server's
// bound on what one connection may send.
const pace = 20 * time.Millisecond

// chat lets one member after the other say something, each once everyone has
// the message before, until ctx ends or the rounds are over.
func (h *honest) chat(ctx context.Context, rounds int) error {
	thinking := time.NewTicker(pace)
	defer thinking.Stop()
	for n := range rounds {
		select {
		case <-thinking.C:
		case <-ctx.Done():
			return nil
		}
		if err := h.say(h.clients[n%len(h.clients)]); err != nil {
			return err
		}
	}
	return nil
}

// say has one message go to everyone.
func (h *honest) say(c *client) error {
	r := &round{begin: time.Now(), all: make(chan struct{})}
	h.mu.Lock()
	cid := fmt.Sprintf("%s-%d", c.label, len(h.said))
	h.said[cid] = r
	h.mu.Unlock()
	c.later(func() { c.say(wire.Room, cid, "are you all there?") })
	select {
	case <-r.all:
		return nil
	case <-time.After(patience):
		return errors.New(c.label + "'s message did not reach everyone")
	}
}

// figures returns how long messages took since the last call, and how many
// arrived.
func (h *honest) figures() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := h.latencies
	h.latencies = nil
	if len(all) == 0 {
		return "nothing arrived"
	}
	slices.Sort(all)
	return fmt.Sprintf("%d deliveries, p50 %v, p99 %v", len(all),
		all[len(all)/2].Round(10*time.Microsecond), all[len(all)*99/100].Round(10*time.Microsecond))
}
