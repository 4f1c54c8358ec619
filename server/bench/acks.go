package main

import (
	"context"
	"fmt"

	"lobby/shared/wire"
)

// acks measures how many messages a second are stored and acknowledged, on top
// of so many that are stored already.
type acks struct{ stored int }

// loads are the ways to send: so many members, each with so many messages
// outstanding.
var loads = []struct {
	senders int
	window  int64
	target  string
}{
	{1, 1, "-"},
	{64, 1, "50,000"},
	{16, 64, "100,000"},
	{1, 1024, "-"},
}

// ackMembers are enough for the log that is there before; each sender writes to
// a member that is not there, so that its messages are delivered to nobody but
// itself.
const ackMembers = logMembers + 100

func (a acks) run(ctx context.Context, l *lab) (rows []row, err error) {
	err = l.withServer(ctx, ackMembers, a.stored, func(s *server) error {
		for i, load := range loads {
			// Each way to send has its own members, whose messages' ids are new.
			r, err := a.measure(ctx, l, s, 1+100*i, load.senders, load.window)
			if err != nil {
				return err
			}
			r.target = load.target
			rows = append(rows, r)
		}
		return nil
	})
	return rows, err
}

func (a acks) measure(ctx context.Context, l *lab, s *server, first, senders int, window int64) (row, error) {
	w, err := l.connect(ctx, s.addr, first, senders, atOnce, nil)
	if err != nil {
		return row{}, err
	}
	defer w.close()
	if err := w.quiet(); err != nil {
		return row{}, err
	}
	sending := w.send(senders, window, func(c *client) string { return wire.Pair(c.member, ackMembers) })
	spans, err := l.watch(s, w)
	if err != nil {
		return row{}, err
	}
	if err := sending.end(); err != nil {
		return row{}, err
	}
	rate := medianOf(spans, func(s span) float64 { return s.rate(s.acked) })
	cpu := medianOf(spans, func(s span) float64 { return float64(s.server.Nanoseconds()) / float64(s.acked) })
	return row{
		what: fmt.Sprintf("durable acknowledgements per second, %d x %d outstanding, %s stored", senders, window, short(a.stored)),
		measured: func(m machineLimits) string {
			return fmt.Sprintf("%s (%.1f per fsync's time; server CPU %.1f us each; %s)",
				thousands(rate), rate*m.sync.Seconds(), cpu/1000, shares(spans))
		},
	}, nil
}
