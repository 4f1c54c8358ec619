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

// idleCalm is how long nothing happens before the memory is looked at.
const idleCalm = 3 * time.Second

func (i idle) run(ctx context.Context, l *lab) (rows []row, err error) {
	err = l.withServer(ctx, i.connections, 0, func(s *server) error {
		before, err := s.memory()
		if err != nil {
			return err
		}
		w, err := l.connect(ctx, s.addr, 1, i.connections, atOnce, nil)
		if err != nil {
			return err
		}
		defer w.close()
		if err := w.quiet(); err != nil {
			return err
		}
		if err := w.pause(idleCalm); err != nil {
			return err
		}
		after, err := s.memory()
		if err != nil {
			return err
		}
		rows = []row{{
			what:     fmt.Sprintf("memory per idle connection, %d of them", i.connections),
			target:   i.target,
			measured: said("%.1f KiB (server %.1f MiB before, %.1f with them)", kib(after-before)/float64(i.connections), kib(before)/1024, kib(after)/1024),
		}}
		return nil
	})
	return rows, err
}

func kib(bytes int64) float64 { return float64(bytes) / 1024 }
