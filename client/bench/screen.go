//go:build linux

package main

import (
	"context"
	"fmt"
	"image"
	"time"

	"lobby/client/ui"
)

// screen is a client as it is shown on a display of its own.
type screen interface {
	// nodes tells what is shown.
	nodes(ctx context.Context) ([]ui.Node, error)
	// place turns logical pixels into those of the display.
	place(r ui.Rect) image.Rectangle
	// processes are those whose work the client is: the program itself, or of a
	// browser the page's and the one that draws.
	processes() ([]int, error)
	shown() *display
	stop()
}

// find waits until a node fits.
func find(ctx context.Context, s screen, what string, fits func(ui.Node) bool) (ui.Node, error) {
	for {
		nodes, err := s.nodes(ctx)
		if err != nil {
			return ui.Node{}, err
		}
		for _, n := range nodes {
			if fits(n) {
				return n, nil
			}
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return ui.Node{}, fmt.Errorf("waiting for %s: %w", what, err)
		}
	}
}

func role(r ui.Role, label string) func(ui.Node) bool {
	return func(n ui.Node) bool { return n.Role == r && n.Label == label }
}

// conversation is the room as it is shown, all of it at rest.
type conversation struct {
	screen
	composer *area
	log      *area
}

// open waits until a client that logs in by itself shows the room's newest
// message, and puts the caret into the composer.
func open(ctx context.Context, s screen, newest int) (*conversation, error) {
	d := s.shown()
	if err := d.settle(ctx); err != nil {
		return nil, err
	}
	row, err := find(ctx, s, "the newest message", isMessage(newest))
	if err != nil {
		return nil, err
	}
	field, err := find(ctx, s, "the composer", role(ui.RoleTextbox, "訊息"))
	if err != nil {
		return nil, err
	}
	at := s.place(field.Rect)
	if err := d.click(buttonLeft, at.Min.Add(at.Size().Div(2))); err != nil {
		return nil, err
	}
	rows := s.place(row.Rect)
	c := &conversation{
		screen: s, composer: d.area(at, 1),
		log: d.area(image.Rect(rows.Min.X, 80, rows.Min.X+400, at.Min.Y-20), 8),
	}
	// What is warmed up or fetched after the start is over when nothing was
	// drawn and hardly anything computed for a second.
	return c, c.rest(ctx)
}

// rest waits until the client has done all that it had to do.
func (c *conversation) rest(ctx context.Context) error {
	for {
		pids, err := c.processes()
		if err != nil {
			return err
		}
		before, err := cpuOf(pids...)
		if err != nil {
			return err
		}
		if err := pause(ctx, time.Second); err != nil {
			return err
		}
		after, err := cpuOf(pids...)
		if err != nil {
			return err
		}
		if after-before < 50*time.Millisecond {
			return nil
		}
	}
}

func isMessage(n int) func(ui.Node) bool {
	return func(node ui.Node) bool { return node.Role == ui.RoleRow && node.Value == messageText(n) }
}
