package main

import (
	"context"
	"fmt"
	"time"
)

// idle measures what a connection costs that is logged in and says nothing.
type idle struct {
	connections int
	target      string
}

const (
	// idleFirst connections are there before the memory is first looked at, so
	// that what the start has left behind is not taken for theirs, or for room
	// that they need not ask for.
	idleFirst = 250

	// idleCalm is how long nothing happens before the memory is looked at.
	idleCalm = 3 * time.Second
)

func (i idle) run(ctx context.Context, l *lab) (rows []row, err error) {
	err = l.withServer(ctx, i.connections, 0, func(s *server) error {
		first, before, err := l.idlers(ctx, s, 1, idleFirst)
		if err != nil {
			return err
		}
		defer first.close()
		others, after, err := l.idlers(ctx, s, 1+idleFirst, i.connections-idleFirst)
		if err != nil {
			return err
		}
		defer others.close()
		if err := first.err(); err != nil {
			return err
		}
		rows = []row{{
			what:   fmt.Sprintf("memory per idle connection, %d of them", i.connections),
			target: i.target,
			measured: said("%.1f KiB (server %.1f MiB with %d, %.1f with all)",
				kib(after-before)/float64(i.connections-idleFirst), kib(before)/1024, idleFirst, kib(after)/1024),
		}}
		return nil
	})
	return rows, err
}

// idlers connects members who say nothing, and returns what memory the server
// has when nothing happens any more.
func (l *lab) idlers(ctx context.Context, s *server, first, count int) (*crew, int64, error) {
	w, err := l.connect(ctx, s.addr, first, count, atOnce, nil)
	if err != nil {
		return nil, 0, err
	}
	err = w.quiet()
	if err == nil {
		err = w.pause(idleCalm)
	}
	if err != nil {
		w.close()
		return nil, 0, err
	}
	memory, err := s.memory()
	return w, memory, err
}

func kib(bytes int64) float64 { return float64(bytes) / 1024 }
