package main

import (
	"context"
	"fmt"

	"lobby/shared/wire"
)

// pairs is how many conversations of two measurePairs has, in which both write.
const (
	pairs      = 50
	pairWindow = 8
)

// measurePairs measures conversations of two. Each message is delivered twice,
// for its sender may have other devices, and acknowledged.
func measurePairs(ctx context.Context, l *lab) (rows []row, err error) {
	err = l.withServer(ctx, 2*pairs, 0, func(s *server) error {
		w, err := l.connect(ctx, s.addr, 1, 2*pairs, atOnce, nil)
		if err != nil {
			return err
		}
		defer w.close()
		if err := w.quiet(); err != nil {
			return err
		}
		senders := w.send(2*pairs, pairWindow, func(c *client) string { return wire.Pair(c.member, (c.member-1)^1+1) })
		spans, err := l.watch(s, w)
		if err != nil {
			return err
		}
		if err := senders.end(); err != nil {
			return err
		}
		sent := w.acked()
		if err := w.wait("not everything has arrived", func() bool { return w.messages() >= 2*sent }); err != nil {
			return err
		}
		rate := medianOf(spans, func(s span) float64 { return s.rate(s.acked) })
		cpu := medianOf(spans, func(s span) float64 { return float64(s.server.Nanoseconds()) / float64(s.acked) })
		rows = []row{{
			what:   fmt.Sprintf("messages per second in %d conversations of two, %d outstanding at each end", pairs, pairWindow),
			target: "-",
			measured: func(m machineLimits) string {
				return fmt.Sprintf("%s, server CPU %.1f us each (%.0f seals; %s)", thousands(rate), cpu/1000, cpu/float64(m.seal.Nanoseconds()), shares(spans))
			},
		}}
		return nil
	})
	return rows, err
}
