package main

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// patience is how long anything that must happen may take.
const patience = 30 * time.Second

// crew is several clients of one server. When the connection of one ends, its
// context does, and says why.
type crew struct {
	ctx     context.Context
	fail    context.CancelCauseFunc
	clients []*client
	running sync.WaitGroup
}

// atOnce is how many clients connect at a time where that is not what is
// measured.
const atOnce = 32

// connect logs members in, numbered from first on, and returns when all are.
// edit, if not nil, prepares each before its login.
func (l *lab) connect(ctx context.Context, addr string, first, count, together int, edit func(*client)) (*crew, error) {
	w := &crew{clients: make([]*client, count)}
	w.ctx, w.fail = context.WithCancelCause(ctx)
	late := time.AfterFunc(patience, func() { w.fail(fmt.Errorf("%d clients were not logged in after %s", count, patience)) })
	defer late.Stop()
	var connecting sync.WaitGroup
	places := make(chan struct{}, together)
	for i := range count {
		places <- struct{}{}
		connecting.Go(func() {
			defer func() { <-places }()
			member := uint64(first + i)
			c, err := dial(addr, member, l.keys[member-1])
			if err != nil {
				w.fail(fmt.Errorf("member %d: %w", member, err))
				return
			}
			if edit != nil {
				edit(c)
			}
			w.clients[i] = c
			w.running.Go(func() { w.fail(fmt.Errorf("member %d: %w", member, c.run())) })
			select {
			case <-c.ready:
			case <-w.ctx.Done():
			}
		})
	}
	connecting.Wait()
	if err := w.err(); err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

// err is why the crew can't go on, nil when it can.
func (w *crew) err() error { return context.Cause(w.ctx) }

// close hangs up and waits until all have.
func (w *crew) close() {
	w.fail(context.Canceled)
	for _, c := range w.clients {
		if c != nil {
			c.conn.Close()
		}
	}
	w.running.Wait()
}

// wait looks again and again until something is so.
func (w *crew) wait(what string, so func() bool) error {
	for deadline := time.Now().Add(patience); !so(); {
		if err := w.err(); err != nil {
			return err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%s after %s", what, patience)
		}
		if err := w.pause(5 * time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

// pause waits, unless the crew can't go on.
func (w *crew) pause(d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-w.ctx.Done():
		return w.err()
	}
}

// quiet waits until no more events come, which is when all have been told that
// all have joined.
func (w *crew) quiet() error {
	const calm = 300 * time.Millisecond // several of the server's ticks
	seen, since := uint64(0), time.Now()
	return w.wait("events went on coming", func() bool {
		sum := uint64(0) // of numbers that only grow
		for _, c := range w.clients {
			sum += c.seq.Load()
		}
		if sum != seen {
			seen, since = sum, time.Now()
		}
		return time.Since(since) > calm
	})
}

// messages is how many have arrived, at all clients together.
func (w *crew) messages() (n int64) {
	for _, c := range w.clients {
		n += c.messages.Load()
	}
	return n
}

// acked is how many have been acknowledged, to all senders together.
func (w *crew) acked() (n int64) {
	for _, c := range w.clients {
		n += c.acked.Load()
	}
	return n
}

// senders is what keeps messages outstanding.
type senders struct {
	crew *crew
	stop chan struct{}
	done sync.WaitGroup
}

// send starts the first clients of the crew sending, each into the
// conversation that conv gives it.
func (w *crew) send(count int, window int64, conv func(*client) string) *senders {
	s := &senders{crew: w, stop: make(chan struct{})}
	for _, c := range w.clients[:count] {
		s.done.Go(func() {
			if err := c.sendOn(conv(c), window, s.stop); err != nil {
				w.fail(err)
			}
			c.settled(w.ctx.Done())
		})
	}
	return s
}

// end stops the senders and waits until all that they sent is acknowledged.
func (s *senders) end() error {
	close(s.stop)
	s.done.Wait()
	return s.crew.err()
}
