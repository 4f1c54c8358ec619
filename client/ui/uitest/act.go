package uitest

import "lobby/client/ui"

// Click clicks on the widget of a role with a label.
func (d *Driver) Click(role ui.Role, label string) {
	d.T.Helper()
	d.ClickAt(d.center(role, label), 1)
}

// DoubleClick clicks twice on it.
func (d *Driver) DoubleClick(role ui.Role, label string) {
	d.T.Helper()
	p := d.center(role, label)
	d.ClickAt(p, 1)
	d.ClickAt(p, 2)
}

// ClickAt clicks at p; clicks is 2 for the second click of a double one.
func (d *Driver) ClickAt(p ui.Point, clicks int) {
	d.T.Helper()
	d.Down(p, clicks, 0)
	d.Up(p)
}

// Down puts the pointer's button down at p.
func (d *Driver) Down(p ui.Point, clicks int, mods ui.Mods) {
	d.T.Helper()
	d.Send(ui.Event{Kind: ui.PointerMove, Pos: p}, ui.Event{Kind: ui.PointerDown, Pos: p, Clicks: clicks, Mods: mods})
}

// Up lets it go at p.
func (d *Driver) Up(p ui.Point) {
	d.T.Helper()
	d.Send(ui.Event{Kind: ui.PointerMove, Pos: p}, ui.Event{Kind: ui.PointerUp, Pos: p})
}

// Move moves the pointer to p.
func (d *Driver) Move(p ui.Point) {
	d.T.Helper()
	d.Send(ui.Event{Kind: ui.PointerMove, Pos: p})
}

// Drag presses at from, moves to to in steps, and lets go there.
func (d *Driver) Drag(from, to ui.Point) {
	d.T.Helper()
	const steps = 4
	d.Down(from, 1, 0)
	for i := 1; i <= steps; i++ {
		part := float32(i) / steps
		d.Move(ui.Point{X: from.X + (to.X-from.X)*part, Y: from.Y + (to.Y-from.Y)*part})
	}
	d.Up(to)
}

// Scroll turns the wheel over p; positive dy shows what is above.
func (d *Driver) Scroll(p ui.Point, dy float32) {
	d.T.Helper()
	d.Send(ui.Event{Kind: ui.Scroll, Pos: p, Delta: ui.Point{Y: dy}})
}

// Type types text, character by character.
func (d *Driver) Type(text string) {
	d.T.Helper()
	for _, r := range text {
		d.Send(ui.Event{Kind: ui.Text, Text: string(r)})
	}
}

// Press presses a key with modifiers.
func (d *Driver) Press(k ui.Key, mods ...ui.Mods) {
	d.T.Helper()
	var all ui.Mods
	for _, m := range mods {
		all |= m
	}
	d.Send(ui.Event{Kind: ui.KeyPress, Key: k, Mods: all})
}

// Paste lets text come from the clipboard.
func (d *Driver) Paste(text string) {
	d.T.Helper()
	d.Send(ui.Event{Kind: ui.Paste, Text: text})
}

// Compose lets an input method show text that is not committed yet.
func (d *Driver) Compose(text string) {
	d.T.Helper()
	d.Send(ui.Event{Kind: ui.Preedit, Text: text, SelStart: len(text), SelEnd: len(text)})
}

// Commit lets an input method end composing with text, in one frame with the keys
// that made it do so.
func (d *Driver) Commit(text string, keys ...ui.Key) {
	d.T.Helper()
	events := []ui.Event{{Kind: ui.Preedit}, {Kind: ui.Text, Text: text}}
	for _, k := range keys {
		events = append(events, ui.Event{Kind: ui.KeyPress, Key: k})
	}
	d.Send(events...)
}

func (d *Driver) center(role ui.Role, label string) ui.Point {
	d.T.Helper()
	return Center(d.Find(role, label).Rect)
}

// Center returns the middle of r.
func Center(r ui.Rect) ui.Point { return ui.Point{X: r.X + r.W/2, Y: r.Y + r.H/2} }
