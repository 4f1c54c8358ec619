package uitest

import (
	"testing"
	"time"

	"lobby/client/ui"
)

// Driver is a person in front of a window. Every action runs frames until nothing
// more is asked for at once, and fails the test when that has no end.
type Driver struct {
	T         testing.TB
	Out       ui.Output // of the last frame
	W, H      float32   // size of the window, logical pixels
	Now       time.Time
	Unfocused bool // the window does not have the keyboard
	Touch     bool // the pointer is a finger
	Clipboard string
	Opened    []string // web addresses that were to be opened
	Notify    ui.NotifyState
	Notified  []ui.Notification
	Attention int // how often the window asked to be looked at
	Asked     int // how often the user was asked to allow notifications
	Frames    int // how many were run

	frame func(ui.Input) ui.Output
}

// Start is the time at which a Driver's clock begins.
var Start = time.Date(2026, time.November, 21, 10, 2, 0, 0, time.UTC)

// actionTime is how long every action takes.
const actionTime = 10 * time.Millisecond

// mostFrames is how many frames one action may take.
const mostFrames = 64

// New drives what draw draws in a context of its own, measured by a Measurer.
func New(t testing.TB, w, h float32, draw func(*ui.Context)) *Driver {
	c := ui.New(&Measurer{})
	return Drive(t, w, h, func(in ui.Input) ui.Output {
		c.Begin(in)
		draw(c)
		return c.End()
	})
}

// Drive drives a program that makes its frames itself. The first ones are run.
func Drive(t testing.TB, w, h float32, frame func(ui.Input) ui.Output) *Driver {
	t.Helper()
	d := &Driver{T: t, W: w, H: h, Now: Start, frame: frame}
	d.Send()
	return d
}

// Send lets events come in and runs frames until the window would rest. The
// clipboard is written and read as the frames ask.
func (d *Driver) Send(events ...ui.Event) ui.Output {
	d.T.Helper()
	d.Now = d.Now.Add(actionTime)
	d.settle(events)
	return d.Out
}

func (d *Driver) settle(events []ui.Event) {
	d.T.Helper()
	for range mostFrames {
		d.Out = d.frame(ui.Input{Events: events, W: d.W, H: d.H, Now: d.Now, Focused: !d.Unfocused, Touch: d.Touch, Notify: d.Notify})
		d.Frames++
		events = nil
		if d.Out.Copy != "" {
			d.Clipboard = d.Out.Copy
		}
		d.notice()
		if d.Out.Open != "" {
			d.Opened = append(d.Opened, d.Out.Open)
		}
		if d.Out.Paste {
			events = append(events, ui.Event{Kind: ui.Paste, Text: d.Clipboard})
		}
		if len(events) == 0 && (d.Out.Wake.IsZero() || d.Out.Wake.After(d.Now)) {
			return
		}
	}
	d.T.Fatalf("uitest: still not at rest after %d frames", mostFrames)
}

// notice keeps what was to be told outside of the window.
func (d *Driver) notice() {
	if d.Out.Notify.Title != "" {
		d.Notified = append(d.Notified, d.Out.Notify)
	}
	if d.Out.Attention {
		d.Attention++
	}
	if d.Out.AskNotify {
		d.Asked++
	}
}

// Wait lets time pass and runs a frame whenever one was asked for. It returns how
// many that were.
func (d *Driver) Wait(t time.Duration) (frames int) {
	d.T.Helper()
	before := d.Frames
	end := d.Now.Add(t)
	for !d.Out.Wake.IsZero() && !d.Out.Wake.After(end) {
		d.Now = d.Out.Wake
		d.settle(nil)
	}
	d.Now = end
	return d.Frames - before
}

// Resize changes the window's size.
func (d *Driver) Resize(w, h float32) {
	d.T.Helper()
	d.W, d.H = w, h
	d.Send()
}
