//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// flood measures messages that arrive as fast as the server sends them.
type flood struct {
	in       string
	messages int
	target   string
	start    starter
}

const (
	floodAfter = 100                    // messages before the flood
	keyEvery   = 200 * time.Millisecond // how often a key asks whether the composer answers
	calmAfter  = time.Second            // without a change, everything is shown
	restAfter  = 25 * time.Second       // until the caret rests, and then the program
)

func (f flood) run(ctx context.Context, l *lab) (rows []row, err error) {
	err = l.with(ctx, f.start, floodAfter, func(s *server, c *conversation) error {
		began, all := time.Now(), make(chan struct{})
		var updates []time.Time
		var answers []time.Duration
		var failed [2]error
		var watching sync.WaitGroup
		watching.Go(func() { updates, failed[0] = c.updates(ctx, all) })
		watching.Go(func() { answers, failed[1] = c.answers(ctx, all) })
		err := s.fill.write(ctx, f.messages)
		accepted := time.Since(began)
		if err == nil {
			_, err = find(ctx, c, "the last message", isMessage(floodAfter+f.messages))
		}
		close(all)
		watching.Wait()
		if err := errors.Join(err, failed[0], failed[1]); err != nil {
			return err
		}
		rows = f.rows(began, accepted, updates, answers)
		if err := pause(ctx, restAfter); err != nil {
			return err
		}
		kept, err := f.memory(c)
		rows = append(rows, kept)
		return err
	})
	return rows, err
}

// updates notes when the log changed, until all is said to be there and the log
// is calm.
func (c *conversation) updates(ctx context.Context, all <-chan struct{}) (at []time.Time, err error) {
	for {
		if c.log.changed() {
			at = append(at, time.Now())
		}
		select {
		case <-all:
			if len(at) == 0 || time.Since(at[len(at)-1]) > calmAfter {
				return at, nil
			}
		default:
		}
		if err := pause(ctx, 2*time.Millisecond); err != nil {
			return nil, err
		}
	}
}

// answers presses keys, and notes how long each took to be seen.
func (c *conversation) answers(ctx context.Context, all <-chan struct{}) (took []time.Duration, err error) {
	for {
		c.composer.changed()
		began := time.Now()
		if err := c.shown().press(keyA); err != nil {
			return nil, err
		}
		if err := c.composer.change(ctx); err != nil {
			return nil, err
		}
		took = append(took, time.Since(began))
		select {
		case <-all:
			return took, nil
		case <-time.After(keyEvery):
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

func (f flood) rows(began time.Time, accepted time.Duration, updates []time.Time, answers []time.Duration) []row {
	if len(updates) == 0 {
		updates = []time.Time{began}
	}
	took, longest := updates[len(updates)-1].Sub(began), time.Duration(0)
	for n, at := range updates {
		last := began
		if n > 0 {
			last = updates[n-1]
		}
		longest = max(longest, at.Sub(last))
	}
	where := fmt.Sprintf("%s messages arriving in %s", thousands(f.messages), f.in)
	return []row{
		{what: where + ", until the last is shown", target: f.target, measured: fmt.Sprintf("%.2f s", took.Seconds()),
			machine: fmt.Sprintf("%.2f s until the server had stored them", accepted.Seconds())},
		{what: where + ", screen updates", target: "20 a second, always", machine: "-",
			measured: fmt.Sprintf("%.0f a second; the longest time without one %.0f ms", float64(len(updates))/took.Seconds(), milli(longest))},
		{what: where + ", a key in the composer until it is seen", target: "-", machine: "-",
			measured: fmt.Sprintf("p50 %.0f, at most %.0f ms", milli(quantile(answers, 0.5)), milli(quantile(answers, 1)))},
	}
}

// memory is what the client takes at rest after the flood.
func (f flood) memory(c *conversation) (row, error) {
	r := row{what: fmt.Sprintf("memory of %s at rest after %s messages", f.in, thousands(f.messages)), target: "-", machine: "-"}
	if p, ok := c.screen.(*webPage); ok {
		scripts, program, err := p.heap()
		r.target, r.measured = "120 MB", fmt.Sprintf("%s of heap: the program %s, scripts %s", mega(scripts+program), mega(program), mega(scripts))
		return r, err
	}
	pids, err := c.processes()
	if err != nil {
		return r, err
	}
	resident, err := residentOf(pids[0])
	r.measured = mebi(resident) + " resident"
	if f.messages >= 100_000 {
		r.target = "160 MiB"
	}
	return r, err
}
