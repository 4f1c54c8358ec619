package view

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lobby/client/ui"
)

// debug shows, over everything, what a frame is made of, why it was made and what
// it cost. It is for those who work on the program, and so in English.
type debug struct {
	on      bool
	reasons []string
	wake    time.Time // that the last frame asked for
	why     string
	nodes   []ui.Node // of the last frame
	count   int       // of frames, each as often as it was built
}

var debugID = ui.NewID("debug")

// eventNames say what made a frame, by the kind of its events.
var eventNames = map[ui.EventKind]string{
	ui.PointerMove: "pointer", ui.PointerDown: "press", ui.PointerUp: "release", ui.PointerLeave: "pointer left", ui.Scroll: "wheel",
	ui.KeyPress: "key", ui.Text: "text", ui.Preedit: "composing", ui.Paste: "paste", ui.FocusLost: "focus lost",
}

// begin notes why a frame is made: by what came in, or by the wish of the one before.
func (d *debug) begin(in ui.Input, fromInbox int) {
	d.reasons = d.reasons[:0]
	if !d.on {
		return
	}
	for _, e := range in.Events {
		if name := eventNames[e.Kind]; !slices.Contains(d.reasons, name) {
			d.reasons = append(d.reasons, name)
		}
	}
	if fromInbox > 0 {
		d.reasons = append(d.reasons, fmt.Sprintf("inbox %d", fromInbox))
	}
	if d.why != "" && !d.wake.IsZero() && !in.Now.Before(d.wake) {
		d.reasons = append(d.reasons, d.why)
	}
	if len(d.reasons) == 0 {
		d.reasons = append(d.reasons, "window")
	}
}

// end keeps what the next frame tells of this one.
func (d *debug) end(out ui.Output) {
	d.wake, d.why = out.Wake, out.WakeWhy
	if d.on {
		d.nodes = append(d.nodes[:0], out.Nodes...)
	}
}

// drawDebug outlines the widgets of the last frame and tells the figures. What was
// painted is told and not outlined: the outline would have to be painted too.
func (a *App) drawDebug() {
	c, d := a.ctx, &a.debug
	// A browser keeps F12 for its own tools.
	if c.AnywherePressed(ui.KeyF12, 0) || c.AnywherePressed(ui.KeyF12, ui.Command) {
		d.on = !d.on
	}
	if !d.on {
		return
	}
	d.count++
	c.WantStats()
	stats := c.Stats()
	c.PushLayer(debugID, ui.Rect{}, false)
	defer c.PopLayer()
	zoom := float32(a.state.Settings.Percent()) / 100
	for _, n := range d.nodes {
		r := ui.Rect{X: n.Rect.X / zoom, Y: n.Rect.Y / zoom, W: n.Rect.W / zoom, H: n.Rect.H / zoom}
		c.Box(r, 0, ui.Color{}, 1, ui.Hex(0x4f9dff))
	}
	lines := []string{
		fmt.Sprintf("frame %d: %s", d.count, strings.Join(d.reasons, ", ")),
		fmt.Sprintf("build %v, paint %v", stats.Build.Round(time.Microsecond), stats.Paint.Round(time.Microsecond)),
		fmt.Sprintf("%d commands, %d widgets, painted %.0f x %.0f", stats.Commands, len(d.nodes), stats.Dirty.W, stats.Dirty.H),
		stats.Caches,
	}
	font := ui.Font{Size: 12}
	width := float32(0)
	for _, line := range lines {
		width = max(width, c.Width(font, line))
	}
	panel := ui.Rect{X: 8, Y: 8, W: width + 16, H: float32(len(lines))*18 + 12}
	c.Fill(panel, 6, ui.Hex(0x000000).Alpha(0xd0))
	c.Record(ui.Node{ID: debugID, Role: ui.RoleText, Label: strings.Join(lines, "; "), Rect: panel})
	inner := panel.InsetXY(8, 6)
	for _, line := range lines {
		c.TextIn(inner.CutTop(18), font, ui.Hex(0xffffff), ui.AlignLeft, line)
	}
}
