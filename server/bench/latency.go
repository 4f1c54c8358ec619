package main

import (
	"context"
	"math/rand/v2"
	"strconv"
	"sync/atomic"
	"time"

	"lobby/shared/wire"
)

// What measureLatency sends: 20 messages a second to 100 members.
const (
	latencyMembers = 100
	latencyEvery   = 50 * time.Millisecond
)

// measureLatency measures from just before a message is sealed by its sender to
// just after it was opened by each member, at moments that have nothing to do
// with each other.
func measureLatency(ctx context.Context, l *lab) (rows []row, err error) {
	err = l.withServer(ctx, latencyMembers, 0, func(s *server) error {
		delays, err := l.converse(ctx, s, true)
		if err != nil {
			return err
		}
		bare50, bare99, err := bareFanOut(l.options.Dir, latencyMembers, l.spoken(), latencyEvery)
		if err != nil {
			return err
		}
		rows = latencyRows(delays, l.spoken(), l.options.Runs, bare50, bare99)
		return nil
	})
	return rows, err
}

// spoken is how many messages are sent in each run of a conversation.
func (l *lab) spoken() int { return int(2 * l.options.Window / latencyEvery) }

// converse has the first members talk in the room, and returns for each of them
// how long after its sending each message arrived, in order. alone says that
// nothing else happens on the server.
func (l *lab) converse(ctx context.Context, s *server, alone bool) (delays [][]time.Duration, err error) {
	// Each member says every message under its number, so that one table
	// tells when it was sent. Numbers go on in the next conversation.
	first := s.said
	sent := make([]atomic.Int64, l.spoken()*l.options.Runs+1)
	begun := time.Now()
	delays = make([][]time.Duration, latencyMembers+1)
	var arrived atomic.Int64
	w, err := l.connect(ctx, s.addr, 1, latencyMembers, atOnce, func(c *client) {
		c.gapless = alone
		c.arrived = func(cid []byte) {
			if n, err := strconv.Atoi(string(cid)); err == nil && n-first > 0 && n-first < len(sent) {
				n -= first
				delays[c.member] = append(delays[c.member], time.Since(begun)-time.Duration(sent[n].Load()))
				arrived.Add(1)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	defer w.close() // then the readers are done with delays
	if err := w.quiet(); err != nil {
		return nil, err
	}
	for n := 1; n < len(sent); n++ {
		// Between half and one and a half of the time, so that it beats
		// with no timer.
		if err := w.pause(time.Duration((0.5 + rand.Float64()) * float64(latencyEvery))); err != nil {
			return nil, err
		}
		c := w.clients[n%latencyMembers]
		c.sent = int64(first + n - 1) // send counts it up
		s.said = first + n
		sent[n].Store(int64(time.Since(begun)))
		if err := c.send(wire.Room, 1); err != nil {
			return nil, err
		}
	}
	want := int64((len(sent) - 1) * latencyMembers)
	return delays, w.wait("not everything has arrived", func() bool { return arrived.Load() >= want })
}

// medianDelays returns the medians, over the runs, of the p50 and the p99.
func medianDelays(delays [][]time.Duration, count, runs int) (p50, p99 time.Duration) {
	var p50s, p99s []time.Duration
	for run := range runs {
		var all []time.Duration
		for _, one := range delays[1:] {
			all = append(all, one[run*count:(run+1)*count]...)
		}
		p50s, p99s = append(p50s, quantile(all, 0.5)), append(p99s, quantile(all, 0.99))
	}
	return median(p50s), median(p99s)
}

func latencyRows(delays [][]time.Duration, count, runs int, bare50, bare99 time.Duration) []row {
	p50, p99 := medianDelays(delays, count, runs)
	return []row{{
		what:   "latency at 2,000 deliveries/s, durable before delivery",
		target: "p99 2.5 ms",
		measured: said("p50 %.2f ms, p99 %.2f ms (the machine for an fsync and %d bare writes: %.2f and %.2f)",
			milli(p50), milli(p99), latencyMembers, milli(bare50), milli(bare99)),
	}}
}
