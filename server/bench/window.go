package main

import (
	"fmt"
	"time"
)

// span is what happened during one run.
type span struct {
	time            time.Duration
	arrived, acked  int64
	server, clients time.Duration // of the processor
}

// rate is how many of something came in a second.
func (s span) rate(n int64) float64 { return float64(n) / s.time.Seconds() }

// watch measures several runs while the senders of the crew are at it.
func (l *lab) watch(s *server, w *crew) ([]span, error) {
	const warmUp = 500 * time.Millisecond
	if err := w.pause(warmUp); err != nil {
		return nil, err
	}
	var spans []span
	for range l.options.Runs {
		one, err := l.watchOnce(s, w)
		if err != nil {
			return nil, err
		}
		spans = append(spans, one)
	}
	return spans, nil
}

func (l *lab) watchOnce(s *server, w *crew) (span, error) {
	before, err := look(s, w)
	if err != nil {
		return span{}, err
	}
	if err := w.pause(l.options.Window); err != nil {
		return span{}, err
	}
	after, err := look(s, w)
	if err != nil {
		return span{}, err
	}
	return span{
		time:    after.at.Sub(before.at),
		arrived: after.arrived - before.arrived,
		acked:   after.acked - before.acked,
		server:  after.server - before.server,
		clients: after.clients - before.clients,
	}, nil
}

// moment is what has happened so far.
type moment struct {
	at              time.Time
	arrived, acked  int64
	server, clients time.Duration
}

func look(s *server, w *crew) (m moment, err error) {
	if m.server, err = s.cpu(); err != nil {
		return m, err
	}
	if m.clients, err = cpuOf("self"); err != nil {
		return m, err
	}
	m.at, m.arrived, m.acked = time.Now(), w.messages(), w.acked()
	return m, nil
}

// medianOf is the median over runs of what of tells of each.
func medianOf(spans []span, of func(span) float64) float64 {
	values := make([]float64, len(spans))
	for i, s := range spans {
		values[i] = of(s)
	}
	return median(values)
}

// shares says how much of the machine the server and the load generator had.
func shares(spans []span) string {
	return fmt.Sprintf("server %.2f and clients %.2f cores",
		medianOf(spans, func(s span) float64 { return s.server.Seconds() / s.time.Seconds() }),
		medianOf(spans, func(s span) float64 { return s.clients.Seconds() / s.time.Seconds() }))
}
