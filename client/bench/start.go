//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"lobby/client/ui"
)

// starts is how often a start is measured, for the median.
const starts = 5

// measureWindowStart starts the program until its login form is on the screen.
func measureWindowStart(ctx context.Context, l *lab) (rows []row, err error) {
	s, err := l.startServer(ctx, 0)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	form, err := l.untilDrawn(ctx, l.options.Client, func() []string {
		return []string{"--server", s.addr, "--config", filepath.Join(l.dir, fmt.Sprint("fresh-", time.Now().UnixNano()))}
	})
	if err != nil {
		return nil, err
	}
	bare, err := l.untilDrawn(ctx, l.options.Bare, func() []string { return nil })
	return []row{{
		what: "start until the login form is drawn, window", target: "0.35 s",
		measured: fmt.Sprintf("%.2f s (%.2f to %.2f)", median(form).Seconds(), quantile(form, 0).Seconds(), quantile(form, 1).Seconds()),
		machine:  fmt.Sprintf("%.2f s an empty window of the same engine", median(bare).Seconds()),
	}}, err
}

// untilDrawn starts a program several times, and measures until something is in
// the middle of the screen. The client draws its form with the first frame.
func (l *lab) untilDrawn(ctx context.Context, program string, args func() []string) (took []time.Duration, err error) {
	for range starts {
		w, err := l.startWindow(ctx, program, args()...)
		if err != nil {
			return nil, err
		}
		middle := w.display.area(w.place(ui.Rect{X: screenWidth/2 - 50, Y: screenHeight/2 - 50, W: 100, H: 100}), 1)
		// Before the first frame the window is black, or of one colour.
		for even := true; even && err == nil; {
			if err = middle.change(ctx); err == nil {
				even = middle.black()
			}
		}
		took = append(took, time.Since(w.began))
		w.stop()
		if err != nil {
			return nil, err
		}
	}
	return took, nil
}

// black reports whether nothing but black is in the area.
func (a *area) black() bool {
	for n, value := range a.last {
		if n%4 != 3 && value != 0 {
			return false
		}
	}
	return true
}

// measurePageStart opens the page in a browser that has never seen it.
func measurePageStart(ctx context.Context, l *lab) (rows []row, err error) {
	s, err := l.startServer(ctx, 0)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	var paint, form, before, after []time.Duration
	var fetched int64
	for range starts {
		v, err := l.visitOnce(ctx, s)
		if err != nil {
			return nil, err
		}
		paint, form = append(paint, v.ms(v.Paint)), append(form, v.ms(v.Form))
		before, after = append(before, v.longest(0, v.Form)), append(after, v.longest(v.Form, 1e9))
		fetched = v.Bytes
	}
	return []row{
		{what: "start until the first paint, page", target: "0.3 s", measured: fmt.Sprintf("%.2f s", median(paint).Seconds()), machine: "-"},
		{what: "start until the login form is drawn, page", target: "1.2 s",
			measured: fmt.Sprintf("%.2f s (%.2f to %.2f)", median(form).Seconds(), quantile(form, 0).Seconds(), quantile(form, 1).Seconds()), machine: "-"},
		{what: "fetched before the form can be used, page", target: "3.6 MB", measured: fmt.Sprintf("%.2f MB", float64(fetched)/1e6), machine: "-"},
		{what: "longest task of the page before the form / in the five seconds after it", target: "- / 50 ms",
			measured: fmt.Sprintf("%.0f / %.0f ms", milli(median(before)), milli(median(after))), machine: "-"},
	}, nil
}

// visited is what a page tells of its start, in milliseconds.
type visited struct {
	Paint, Form float64
	Bytes       int64        // fetched until the form was there, compressed
	Tasks       [][2]float64 // long ones: when they began, and their time
}

func (visited) ms(v float64) time.Duration { return time.Duration(v * float64(time.Millisecond)) }

func (v visited) longest(from, to float64) (most time.Duration) {
	for _, task := range v.Tasks {
		if task[0] >= from && task[0] < to {
			most = max(most, v.ms(task[1]))
		}
	}
	return most
}

func (l *lab) visitOnce(ctx context.Context, s *server) (v visited, err error) {
	p, err := l.startPage(ctx)
	if err != nil {
		return v, err
	}
	defer p.stop()
	if err := p.visit(address(s), ""); err != nil {
		return v, err
	}
	for v.Form == 0 {
		if err := pause(ctx, 100*time.Millisecond); err != nil {
			return v, err
		}
		if v.Form, err = evaluate[float64](p, `bench.form`); err != nil {
			return v, err
		}
	}
	if err := pause(ctx, 5*time.Second); err != nil {
		return v, err
	}
	return evaluate[visited](p, `(() => {
		const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
		return {
			Form: bench.form, Tasks: bench.tasks,
			Paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
			Bytes: all.filter(e => e.responseEnd <= bench.form).reduce((sum, e) => sum + e.encodedBodySize, 0),
		};
	})()`)
}

// measureSizes tells how large the programs are.
func measureSizes(_ context.Context, l *lab) (rows []row, err error) {
	client, err := sizeOf(l.options.Client)
	if err != nil {
		return nil, err
	}
	server, err := sizeOf(l.options.Server)
	if err != nil {
		return nil, err
	}
	return []row{
		{what: "the client's program, with its faces", target: "35 MB", measured: mega(client), machine: "-"},
		{what: "the server's program, with the page and its faces", target: "-", measured: mega(server), machine: "-"},
	}, nil
}

// describeMachine names what everything is measured on.
func describeMachine() (string, error) {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "", fmt.Errorf("only Linux says what is measured here: %w", err)
	}
	model := "unknown processor"
	for line := range bytes.Lines(info) {
		if name, value, ok := strings.Cut(string(line), ":"); ok && strings.TrimSpace(name) == "model name" {
			model = strings.TrimSpace(value)
			break
		}
	}
	return fmt.Sprintf("%s, %d cores, %s", model, runtime.NumCPU(), runtime.Version()), nil
}
