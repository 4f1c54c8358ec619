//go:build linux

package main

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// figure is something to measure.
type figure struct {
	name string
	run  func(context.Context, *lab) ([]row, error)
}

// row is a line of the table.
type row struct {
	what, target, measured string
	machine                string // what the machine takes for something similar
}

// figures lists everything that can be measured. The targets are those of the
// design; a dash means that there is none.
var figures = []figure{
	{"size", measureSizes},
	{"start-window", measureWindowStart},
	{"start-page", measurePageStart},
	{"session-page", measureSession},
	{"idle-window", idle{in: "a window", target: "0.0 %", start: (*lab).clientWindow}.run},
	{"idle-page", idle{in: "a page", target: "1 %", start: (*lab).clientPage}.run},
	{"bare-window", bare{in: "an empty window of the same engine", start: (*lab).bareWindow}.run},
	{"bare-page", bare{in: "a text box of the browser's own", start: (*lab).barePage}.run},
	{"keys-window", keys{in: "a window", stored: 100, frame: "1.5 ms", latency: "4 / 8 ms", start: (*lab).clientWindow}.run},
	{"keys1M-window", keys{in: "a window", stored: 1_000_000, frame: "1.5 ms", latency: "4 / 8 ms", start: (*lab).clientWindow}.run},
	{"keys-page", keys{in: "a page", stored: 100, frame: "-", latency: "10 / 16 ms", start: (*lab).clientPage}.run},
	{"keys1M-page", keys{in: "a page", stored: 1_000_000, frame: "-", latency: "10 / 16 ms", start: (*lab).clientPage}.run},
	{"flood10k-window", flood{in: "a window", messages: 10_000, target: "0.5 s", start: (*lab).clientWindow}.run},
	{"flood100k-window", flood{in: "a window", messages: 100_000, target: "5 s", start: (*lab).clientWindow}.run},
	{"flood1k-page", flood{in: "a page", messages: 1_000, target: "0.5 s", start: (*lab).clientPage}.run},
	{"flood10k-page", flood{in: "a page", messages: 10_000, target: "5 s", start: (*lab).clientPage}.run},
}

// starter starts a client that is logged in to a server.
type starter func(*lab, context.Context, *server) (screen, error)

func (l *lab) clientWindow(ctx context.Context, s *server) (screen, error) {
	folder, err := l.join(ctx, s.addr, "志明")
	if err != nil {
		return nil, err
	}
	return l.startWindow(ctx, l.options.Client, "--config", folder)
}

func (l *lab) clientPage(ctx context.Context, s *server) (screen, error) {
	folder, err := l.join(ctx, s.addr, "志明")
	if err != nil {
		return nil, err
	}
	p, err := l.startPage(ctx)
	if err != nil {
		return nil, err
	}
	if err := p.visit(address(s), folder); err != nil {
		p.stop()
		return nil, err
	}
	return p, nil
}

// with has f measure a client that shows the room with so many messages in it.
func (l *lab) with(ctx context.Context, start starter, stored int, f func(*server, *conversation) error) error {
	s, err := l.startServer(ctx, stored)
	if err != nil {
		return err
	}
	defer s.stop()
	shown, err := start(l, ctx, s)
	if err != nil {
		return err
	}
	defer shown.stop()
	c, err := open(ctx, shown, stored)
	if err != nil {
		return err
	}
	return f(s, c)
}

func milli(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func mega(bytes int64) string { return fmt.Sprintf("%.1f MB", float64(bytes)/1e6) }

func mebi(bytes int64) string { return fmt.Sprintf("%.0f MiB", float64(bytes)/(1<<20)) }

// quantile returns the value that the share q of all values lies below. It
// sorts values, of which there must be one.
func quantile(values []time.Duration, q float64) time.Duration {
	slices.Sort(values)
	return values[min(len(values)-1, int(q*float64(len(values))))]
}

func median(values []time.Duration) time.Duration { return quantile(values, 0.5) }

// used is the processor's time that a client uses while f runs.
func used(s screen, f func() error) (time.Duration, error) {
	pids, err := s.processes()
	if err != nil {
		return 0, err
	}
	before, err := cpuOf(pids...)
	if err != nil {
		return 0, err
	}
	if err := f(); err != nil {
		return 0, err
	}
	after, err := cpuOf(pids...)
	return after - before, err
}
