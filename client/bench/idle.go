//go:build linux

package main

import (
	"context"
	"fmt"
	"time"
)

// idle measures what a client costs in which nothing happens, the caret in its
// field. It blinks for a while after the last input; both are measured.
type idle struct {
	in, target string
	start      starter
}

// The blinking is over blinkTime after the last input, see client/ui.
const (
	blinkSpan = 5 * time.Second
	blinkTime = 10 * time.Second
	idleSpan  = 10 * time.Second
)

func (i idle) run(ctx context.Context, l *lab) (rows []row, err error) {
	err = l.with(ctx, i.start, 100, func(_ *server, c *conversation) error {
		if err := c.shown().press(keyA); err != nil {
			return err
		}
		if err := pause(ctx, time.Second); err != nil {
			return err
		}
		blinking, err := used(c, func() error { return pause(ctx, blinkSpan) })
		if err != nil {
			return err
		}
		if err := pause(ctx, blinkTime); err != nil {
			return err
		}
		resting, err := used(c, func() error { return pause(ctx, idleSpan) })
		if err != nil {
			return err
		}
		rows = append(rows, row{
			what: "nothing happens in " + i.in + ", caret in the field", target: i.target,
			measured: fmt.Sprintf("%.2f %% of a core; %.2f %% while the caret blinks", share(resting, idleSpan), share(blinking, blinkSpan)),
			machine:  "-",
		})
		return nil
	})
	return rows, err
}

func share(used, of time.Duration) float64 { return 100 * used.Seconds() / of.Seconds() }
