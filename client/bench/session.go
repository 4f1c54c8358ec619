//go:build linux

package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"lobby/client/ui"
)

// longTask is from when on the browser counts a task of a page as long, in
// milliseconds: a key that comes while it runs waits too long.
const longTask = 50

// sessionStored is how many messages the conversation has that is read.
const sessionStored = 1_000

// stepTime is how long a user looks at what came.
const stepTime = time.Second

// step is something that a user does.
type step struct {
	name string
	do   func(context.Context, *conversation) error
}

var sessionSteps = []step{
	{"reading", func(ctx context.Context, c *conversation) error {
		_, err := c.scroll(ctx)
		return err
	}},
	{"switcher", func(ctx context.Context, c *conversation) error { return c.glimpse(ctx, keyControl, keyK) }},
	{"another conversation", func(ctx context.Context, c *conversation) error { return c.shown().chord(keyAlt, keyDown) }},
	{"and back", func(ctx context.Context, c *conversation) error { return c.shown().chord(keyAlt, keyUp) }},
	{"settings", func(ctx context.Context, c *conversation) error { return c.glimpse(ctx, keyControl, keyComma) }},
	{"emoji", func(ctx context.Context, c *conversation) error {
		button, err := find(ctx, c, "the button for emoji", role(ui.RoleButton, "表情符號"))
		if err != nil {
			return err
		}
		at := c.place(button.Rect)
		if err := c.shown().click(buttonLeft, at.Min.Add(at.Size().Div(2))); err != nil {
			return err
		}
		return c.close(ctx)
	}},
}

// glimpse opens a layer by a key and closes it.
func (c *conversation) glimpse(ctx context.Context, mod, key byte) error {
	if err := c.shown().chord(mod, key); err != nil {
		return err
	}
	return c.close(ctx)
}

// close closes the top layer after a look at it.
func (c *conversation) close(ctx context.Context) error {
	if err := pause(ctx, stepTime); err != nil {
		return err
	}
	return c.shown().press(keyEscape)
}

// measureSession tells how long a page was busy at a time while its user logged in,
// read, switched and opened what there is to open.
func measureSession(ctx context.Context, l *lab) (rows []row, err error) {
	err = l.with(ctx, (*lab).clientPage, sessionStored, func(_ *server, c *conversation) error {
		p := c.screen.(*webPage)
		form, err := evaluate[float64](p, `bench.form`)
		if err != nil {
			return err
		}
		names, ends := []string{"log in"}, []float64(nil)
		for _, s := range append(slices.Clone(sessionSteps), step{}) {
			now, err := evaluate[float64](p, `performance.now()`)
			if err != nil {
				return err
			}
			if ends = append(ends, now); s.do == nil {
				break
			}
			names = append(names, s.name)
			if err := s.do(ctx, c); err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			if err := pause(ctx, stepTime); err != nil {
				return err
			}
		}
		v, err := evaluate[visited](p, `({Tasks: bench.tasks})`)
		if err != nil {
			return err
		}
		rows = append(rows, v.session(form, names, ends))
		return nil
	})
	return rows, err
}

// session is the row that tells the long tasks of each step, of which the first began
// at form.
func (v visited) session(form float64, names []string, ends []float64) row {
	var said []string
	all, began := 0, form
	for n, end := range ends {
		var long []string
		for _, task := range v.Tasks {
			if task[0] >= began && task[0] < end && task[1] > longTask {
				long = append(long, fmt.Sprintf("%.0f", task[1]))
			}
		}
		if all += len(long); len(long) > 0 {
			said = append(said, names[n]+" "+strings.Join(long, ", "))
		}
		began = end
	}
	measured := fmt.Sprintf("%d; the longest %.0f ms", all, milli(v.longest(form, 1e9)))
	if all > 0 {
		measured += " (" + strings.Join(said, "; ") + ")"
	}
	return row{what: fmt.Sprintf("tasks over %d ms in a page after its form", longTask), target: "0", measured: measured, machine: "-"}
}
