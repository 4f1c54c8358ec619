package main

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"

	"lobby/shared/wire"
)

// floodFirst is the number of the flooding member's first message, beyond those
// that are measured.
const floodFirst = 1_000_000_000

// measureFlood measures a conversation by itself, and again while another member
// sends as fast as it can, against the limits that every server has. What it sends
// beyond them is refused.
func measureFlood(ctx context.Context, l *lab) (rows []row, err error) {
	data, err := l.newData(latencyMembers+1, 0)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(data)) }()
	s, err := l.startWith(ctx, data, "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	calm, err := l.converse(ctx, s, true)
	if err != nil {
		return nil, err
	}
	f, err := l.newFlood(ctx, s)
	if err != nil {
		return nil, err
	}
	began := time.Now()
	flooded, err := l.converse(ctx, s, true)
	took := time.Since(began)
	if err = errors.Join(err, f.end()); err != nil {
		return nil, err
	}
	_, before := medianDelays(calm, l.spoken(), l.options.Runs)
	_, during := medianDelays(flooded, l.spoken(), l.options.Runs)
	return []row{{
		what:   "p99 of a conversation while another member floods the room, to that without",
		target: "2 times",
		measured: said("%.2f times (%.2f and %.2f ms; %s messages of the flood refused per second)",
			during.Seconds()/before.Seconds(), milli(during), milli(before), thousands(float64(f.client.refused.Load())/took.Seconds())),
	}}, nil
}

// flood is a member that sends without end, from the first message that it sees.
type flood struct {
	*crew
	client  *client
	once    sync.Once
	begin   chan struct{} // closed when it may
	stop    chan struct{}
	stopped chan struct{}
}

// newFlood logs the member in.
func (l *lab) newFlood(ctx context.Context, s *server) (*flood, error) {
	f := &flood{begin: make(chan struct{}), stop: make(chan struct{}), stopped: make(chan struct{})}
	w, err := l.connect(ctx, s.addr, latencyMembers+1, 1, 1, func(c *client) {
		c.floods = true
		c.sent = floodFirst
		c.arrived = func([]byte) { f.once.Do(func() { close(f.begin) }) }
	})
	if err != nil {
		return nil, err
	}
	f.crew, f.client = w, w.clients[0]
	go f.run()
	return f, nil
}

func (f *flood) run() {
	defer close(f.stopped)
	select {
	case <-f.begin:
	case <-f.stop:
	}
	for {
		select {
		case <-f.stop:
			return
		default:
		}
		if err := f.client.send(wire.Room, maxTogether); err != nil {
			f.fail(err)
			return
		}
	}
}

// end ends the flood and says what went wrong before. A server that reads no more
// keeps the flood waiting, and so its connection is cut.
func (f *flood) end() error {
	err := f.err()
	close(f.stop)
	f.close()
	<-f.stopped
	return err
}
