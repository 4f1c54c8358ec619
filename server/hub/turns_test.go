package hub

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"lobby/shared/wire"
)

// slow is a ledger whose pages of the room take until they are let go.
type slow struct {
	Ledger
	gate chan struct{}
}

func (l *slow) Page(conv string, before uint64, limit int) ([][]byte, bool, error) {
	if conv == wire.Room {
		<-l.gate
	}
	return l.Ledger.Page(conv, before, limit)
}

// However many connections a member reads with, the others get their turn.
func TestReadingIsSharedOut(t *testing.T) {
	var l *slow
	inWorld(t, 2, func(o *Options) {
		l = &slow{Ledger: o.Ledger, gate: make(chan struct{})}
		o.Ledger = l
	}, func(t *testing.T, w *world) {
		ben := w.joinQuietly(2)
		greedy := cap(w.hub.readers) + 2
		for i := range greedy {
			d := w.join(1, [32]byte{1, byte(i)})
			go d.History(wire.History{ID: 5, Conv: wire.Room, Limit: 1})
		}
		settle()
		if held := len(w.hub.readers); held != turnsAtOnce {
			t.Errorf("%d connections of a member take %d readings at once", greedy, held)
		}
		ben.taken()
		ben.page("d1-2", 0, 1) // returns
		close(l.gate)
		settle()
		for _, d := range w.desks[1:] {
			only[wire.Page](t, d.taken())
		}
	})
}

// Those who log in read no more at once than those who scroll.
func TestLoginsShareReadings(t *testing.T) {
	var l *counting
	inWorld(t, 1, func(o *Options) {
		l = &counting{Ledger: o.Ledger, gate: make(chan struct{})}
		o.Ledger = l
	}, func(t *testing.T, w *world) {
		for i := range cap(w.hub.readers) + 2 {
			go w.hub.Join(1, w.members[0], [32]byte{byte(i)}, &desk{t: t})
		}
		settle()
		if going := int(l.going.Load()); going != cap(w.hub.readers) {
			t.Errorf("%d readings at once", going)
		}
		close(l.gate)
		settle()
	})
}

// counting is a ledger in which messages are counted until it is let go.
type counting struct {
	Ledger
	gate  chan struct{}
	going atomic.Int64
}

func (l *counting) Unread(conv string, member, after, upto uint64, limit int) int {
	l.going.Add(1)
	defer l.going.Add(-1)
	<-l.gate
	return l.Ledger.Unread(conv, member, after, upto, limit)
}

// Reading goes on at its rate, and is not held up when the hub stops.
func TestReadingHasARate(t *testing.T) {
	inWorld(t, 1, func(o *Options) { o.ReadRate, o.ReadBurst = 1, 3 }, func(t *testing.T, w *world) {
		ann := w.joinQuietly(1)
		begun := time.Now()
		for i := range 8 {
			ann.page(wire.Room, uint64(i), 1)
		}
		if took := time.Since(begun); took != 5*time.Second { // on the bubble's clock
			t.Errorf("8 readings took %v", took)
		}
		answered := make(chan error, 8)
		for i := range cap(answered) {
			d := w.join(1, [32]byte{1, byte(i)})
			go func() { answered <- d.History(wire.History{ID: 5, Conv: wire.Room, Limit: 1}) }()
		}
		settle()
		begun = time.Now()
		if err := w.hub.Stop(t.Context()); err != nil {
			t.Error(err)
		}
		for range cap(answered) {
			if err := <-answered; err != nil && fmt.Sprint(err) != "closed" {
				t.Error(err)
			}
		}
		if took := time.Since(begun); took != 0 {
			t.Errorf("a stopping hub kept readers for %v", took)
		}
	})
}
