//go:build linux

package main

import (
	"bytes"
	"context"
	"image"
	"time"
)

// glance is how long to wait before the picture is looked at again, and so how
// exact a time is at which it changed.
const glance = 100 * time.Microsecond

// area is a part of a display's picture that is watched. Of a large one only
// every step-th line is looked at, so that watching costs little.
type area struct {
	display *display
	at      image.Rectangle
	step    int
	last    []byte
}

func (d *display) area(at image.Rectangle, step int) *area {
	a := &area{display: d, at: at.Intersect(image.Rect(0, 0, screenWidth, screenHeight)), step: step}
	a.changed()
	return a
}

// changed reports whether the area has changed since the last time.
func (a *area) changed() bool {
	width, found, n := 4*a.at.Dx(), false, 0
	for y := a.at.Min.Y; y < a.at.Max.Y; y += a.step {
		line := a.display.pixels[y*a.display.stride+4*a.at.Min.X:][:width]
		if len(a.last) <= n {
			a.last = append(a.last, make([]byte, width)...)
		}
		if !bytes.Equal(line, a.last[n:n+width]) {
			copy(a.last[n:], line)
			found = true
		}
		n += width
	}
	return found
}

// change waits until the area changes.
func (a *area) change(ctx context.Context) error {
	for !a.changed() {
		if err := pause(ctx, glance); err != nil {
			return err
		}
	}
	return nil
}

// calm waits until the area has not changed for a while.
func (a *area) calm(ctx context.Context, while time.Duration) error {
	for since := time.Now(); time.Since(since) < while; {
		if a.changed() {
			since = time.Now()
		}
		if err := pause(ctx, 5*time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

// pause waits, and fails where ctx ends first.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
