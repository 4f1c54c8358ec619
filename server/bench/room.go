package main

import (
	"context"
	"fmt"

	"lobby/shared/wire"
)

// room is a room in which some go on talking and everyone hears all of it.
type room struct {
	members, senders int
	window           int64  // messages that each sender has outstanding
	cpu, rate        string // targets
}

func (r room) run(ctx context.Context, l *lab) (rows []row, err error) {
	err = l.withServer(ctx, r.members, 0, func(s *server) error {
		w, err := l.connect(ctx, s.addr, 1, r.members, atOnce, func(c *client) { c.gapless = true })
		if err != nil {
			return err
		}
		defer w.close()
		if err := w.quiet(); err != nil {
			return err
		}
		senders := w.send(r.senders, r.window, func(*client) string { return wire.Room })
		spans, err := l.watch(s, w)
		if err != nil {
			return err
		}
		if err := senders.end(); err != nil {
			return err
		}
		// Everyone must have everything that was acknowledged, and nothing else.
		sent := w.acked()
		if err := w.wait("not everything has arrived", func() bool { return w.messages() >= sent*int64(r.members) }); err != nil {
			return err
		}
		if got := w.messages(); got != sent*int64(r.members) {
			return fmt.Errorf("%d messages to %d members arrived %d times", sent, r.members, got)
		}
		rows = r.rows(spans)
		return nil
	})
	return rows, err
}

func (r room) rows(spans []span) []row {
	cpu := medianOf(spans, func(s span) float64 { return float64(s.server.Nanoseconds()) / float64(s.arrived) })
	rate := medianOf(spans, func(s span) float64 { return s.rate(s.arrived) })
	how := fmt.Sprintf("room of %d, %d x %d outstanding", r.members, r.senders, r.window)
	return []row{{
		what:   "server CPU per delivery, " + how,
		target: r.cpu,
		measured: func(m machineLimits) string {
			return fmt.Sprintf("%.2f us (%.1f seals)", cpu/1000, cpu/float64(m.seal.Nanoseconds()))
		},
	}, {
		what:     "deliveries per second, " + how,
		target:   r.rate,
		measured: said("%s, none lost (%s)", thousands(rate), shares(spans)),
	}}
}
