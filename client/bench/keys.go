//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math/rand/v2"
	"net/url"
	"time"
)

// keys measures what a key costs that is typed into the composer under a screen
// full of Chinese, how long it takes to be seen, and what scrolling costs.
type keys struct {
	in             string
	stored         int
	frame, latency string // the targets
	start          starter
}

const (
	keysPressed = 120
	notches     = 30 // of the wheel, up and down again
)

func (k keys) run(ctx context.Context, l *lab) (rows []row, err error) {
	err = l.with(ctx, k.start, k.stored, func(_ *server, c *conversation) error {
		var seen []time.Duration
		cost, err := used(c, func() (err error) {
			seen, err = typing(ctx, c.shown(), c.composer)
			return err
		})
		if err != nil {
			return err
		}
		where := fmt.Sprintf(" in %s, %s messages stored", k.in, thousands(k.stored))
		rows = append(rows,
			row{what: "a key pressed, until a pixel changed" + where, target: k.latency, measured: spread(seen), machine: "see the bare " + k.in[2:]},
			row{what: "the processor's time for a key" + where, target: k.frame, measured: fmt.Sprintf("%.2f ms", milli(cost)/keysPressed), machine: "-"})
		frames := 0
		cost, err = used(c, func() (err error) {
			frames, err = c.scroll(ctx)
			return err
		})
		if err != nil {
			return err
		}
		target := k.frame
		if target != "-" {
			target = "6 ms"
		}
		rows = append(rows, row{
			what: "the processor's time for a frame of the log scrolling" + where, target: target,
			measured: fmt.Sprintf("%.2f ms (%d frames)", milli(cost)/float64(frames), frames), machine: "-",
		})
		return nil
	})
	return rows, err
}

// typing presses keys and waits each time until the area shows it. Half of them
// take back what the others wrote, so that no new line is needed.
func typing(ctx context.Context, d *display, shows *area) ([]time.Duration, error) {
	var seen []time.Duration
	for n := range keysPressed {
		code := byte(keyA)
		if n%40 >= 20 {
			code = keyBackspace
		}
		shows.changed()
		began := time.Now()
		if err := d.press(code); err != nil {
			return nil, err
		}
		if err := shows.change(ctx); err != nil {
			return nil, fmt.Errorf("waiting for key %d to be seen: %w", n, err)
		}
		seen = append(seen, time.Since(began))
		// At irregular moments, so that it does not matter how those of the screen lie.
		if err := pause(ctx, 60*time.Millisecond+rand.N(60*time.Millisecond)); err != nil {
			return nil, err
		}
	}
	return seen, nil
}

// scroll turns the wheel over the log and returns how often the log was drawn
// anew. The first turns fetch what is older, and are not counted.
func (c *conversation) scroll(ctx context.Context) (frames int, err error) {
	middle := c.log.at.Min.Add(c.log.at.Size().Div(2))
	for n := range 2 * notches {
		button := byte(buttonWheelUp)
		if n >= notches {
			button = buttonWheelDown
		}
		if err := c.shown().click(button, middle); err != nil {
			return 0, err
		}
		for until := time.Now().Add(50 * time.Millisecond); time.Now().Before(until); {
			if c.log.changed() {
				frames++
			}
			if err := pause(ctx, time.Millisecond); err != nil {
				return 0, err
			}
		}
	}
	if frames == 0 {
		return 0, errors.New("the log did not scroll")
	}
	return frames, nil
}

// bare measures the same of something that has hardly anything to draw: what the
// machine, its X server and the engine or the browser take by themselves.
type bare struct {
	in    string
	start func(*lab, context.Context) (screen, error)
}

func (l *lab) bareWindow(ctx context.Context) (screen, error) {
	return l.startWindow(ctx, l.options.Bare)
}

func (l *lab) barePage(ctx context.Context) (screen, error) {
	p, err := l.startPage(ctx)
	if err != nil {
		return nil, err
	}
	content := `<!doctype html><body style="margin:0"><textarea autofocus style="width:100vw;height:100vh;font-size:30px;caret-color:transparent"></textarea>`
	if err := p.visit("data:text/html,"+url.PathEscape(content), ""); err != nil {
		p.stop()
		return nil, err
	}
	return p, nil
}

func (b bare) run(ctx context.Context, l *lab) (rows []row, err error) {
	s, err := b.start(l, ctx)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	d := s.shown()
	if err := d.settle(ctx); err != nil {
		return nil, err
	}
	if err := d.click(buttonLeft, image.Pt(screenWidth/2, screenHeight/2)); err != nil {
		return nil, err
	}
	whole := d.area(image.Rect(0, 0, screenWidth, screenHeight), 4)
	if err := whole.calm(ctx, 2*time.Second); err != nil {
		return nil, err
	}
	var seen []time.Duration
	cost, err := used(s, func() (err error) {
		seen, err = typing(ctx, d, whole)
		return err
	})
	if err != nil {
		return nil, err
	}
	pids, err := s.processes()
	if err != nil {
		return nil, err
	}
	resident := int64(0)
	for _, pid := range pids {
		r, err := residentOf(pid)
		if err != nil {
			return nil, err
		}
		resident += r
	}
	resting, err := used(s, func() error { return pause(ctx, idleSpan) })
	if err != nil {
		return nil, err
	}
	return []row{{
		what: "bare: " + b.in + ", a key pressed until a pixel changed", target: "-", machine: spread(seen),
		measured: fmt.Sprintf("%.2f ms of processor a key, %.2f %% at rest, %s in memory", milli(cost)/keysPressed, share(resting, idleSpan), mebi(resident)),
	}}, nil
}

func spread(seen []time.Duration) string {
	return fmt.Sprintf("p50 %.1f / p90 %.1f ms", milli(quantile(seen, 0.5)), milli(quantile(seen, 0.9)))
}

// thousands writes a number with a comma after each third digit.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
