package ui_test

import (
	"testing"
	"time"

	"lobby/client/ui"
	"lobby/client/ui/uitest"
)

// buttons draws a column of buttons, 100 by 30 with gaps of 10, and counts clicks.
type buttons struct {
	labels  []string
	options ui.ButtonOptions
	clicks  map[string]int
	resp    map[string]ui.Response
}

func newButtons(labels ...string) *buttons {
	return &buttons{labels: labels, clicks: map[string]int{}, resp: map[string]ui.Response{}}
}

func (b *buttons) draw(c *ui.Context) {
	for i, label := range b.labels {
		b.button(c, ui.Rect{X: 10, Y: 10 + 40*float32(i), W: 100, H: 30}, label)
	}
}

func (b *buttons) button(c *ui.Context, r ui.Rect, label string) {
	resp := c.Button(ui.NewID(label), r, label, b.options)
	b.resp[label] = resp
	if resp.Clicked {
		b.clicks[label]++
	}
}

func (b *buttons) want(t *testing.T, d *uitest.Driver, want map[string]int) {
	t.Helper()
	for _, label := range b.labels {
		if b.clicks[label] != want[label] {
			t.Errorf("%q was clicked %d times, want %d", label, b.clicks[label], want[label])
		}
	}
}

func TestClickIsAReleaseInside(t *testing.T) {
	b := newButtons("one", "two")
	d := uitest.New(t, 200, 200, b.draw)
	one, two := uitest.Center(d.Find(ui.RoleButton, "one").Rect), uitest.Center(d.Find(ui.RoleButton, "two").Rect)

	d.Down(one, 1, 0)
	b.want(t, d, map[string]int{})
	if !b.resp["one"].Pressed || b.resp["two"].Hovered {
		t.Errorf("pressed: one is %+v, two is %+v", b.resp["one"], b.resp["two"])
	}
	d.Up(one)
	b.want(t, d, map[string]int{"one": 1})

	d.Drag(one, two)
	b.want(t, d, map[string]int{"one": 1})
	d.Down(one, 1, 0)
	d.Move(two)
	if r := b.resp["one"]; !r.Held || r.Pressed || b.resp["two"].Hovered {
		t.Errorf("dragged off: one is %+v, two is %+v", r, b.resp["two"])
	}
	d.Up(one)
	b.want(t, d, map[string]int{"one": 2})
	if r := b.resp["one"]; r.Held || !r.Hovered {
		t.Errorf("let go: one is %+v", r)
	}

	d.Send(ui.Event{Kind: ui.PointerDown, Pos: two, Button: ui.ButtonRight}, ui.Event{Kind: ui.PointerUp, Pos: two, Button: ui.ButtonRight})
	b.want(t, d, map[string]int{"one": 2})
	if b.resp["two"].Held {
		t.Error("another button than the left one holds")
	}

	press := func(kind ui.EventKind, p ui.Point) ui.Event { return ui.Event{Kind: kind, Pos: p, Clicks: 1} }
	d.Send(press(ui.PointerDown, one), press(ui.PointerUp, one), press(ui.PointerDown, two), press(ui.PointerUp, two))
	b.want(t, d, map[string]int{"one": 3, "two": 1})
}

func TestWhatMovesUnderThePointerIsHovered(t *testing.T) {
	b := newButtons("one", "two")
	d := uitest.New(t, 200, 200, b.draw)
	d.Move(uitest.Center(d.Find(ui.RoleButton, "two").Rect))
	b.labels = []string{"two", "one"}
	d.Send()
	d.Send()
	if !b.resp["one"].Hovered || b.resp["two"].Hovered {
		t.Errorf("one is %+v, two is %+v", b.resp["one"], b.resp["two"])
	}
	d.Send(ui.Event{Kind: ui.PointerLeave})
	if b.resp["one"].Hovered {
		t.Error("hovered by a pointer that left")
	}
}

func TestPressEndsWithTheWindowsFocus(t *testing.T) {
	b := newButtons("one")
	d := uitest.New(t, 200, 200, b.draw)
	p := uitest.Center(d.Find(ui.RoleButton, "one").Rect)
	d.Down(p, 1, 0)
	d.Send(ui.Event{Kind: ui.FocusLost})
	d.Up(p)
	b.want(t, d, map[string]int{})
}

func TestLaterWidgetsCoverEarlierOnes(t *testing.T) {
	b := newButtons()
	d := uitest.New(t, 200, 200, func(c *ui.Context) {
		b.button(c, ui.Rect{W: 200, H: 100}, "row")
		b.button(c, ui.Rect{X: 150, W: 50, H: 100}, "inside")
	})
	d.ClickAt(ui.Point{X: 20, Y: 20}, 1)
	d.ClickAt(ui.Point{X: 160, Y: 20}, 1)
	b.labels = []string{"row", "inside"}
	b.want(t, d, map[string]int{"row": 1, "inside": 1})
}

func TestClipsHoldForThePointer(t *testing.T) {
	b := newButtons("one")
	d := uitest.New(t, 200, 200, func(c *ui.Context) {
		c.PushClip(ui.Rect{W: 200, H: 20})
		c.PushClip(ui.Rect{W: 200, H: 100})
		b.draw(c)
		c.PopClip()
		c.PopClip()
	})
	d.ClickAt(ui.Point{X: 20, Y: 30}, 1)
	b.want(t, d, map[string]int{})
	d.ClickAt(ui.Point{X: 20, Y: 15}, 1)
	b.want(t, d, map[string]int{"one": 1})
}

func TestDisabledButtonsTakeThePointerAndDoNothing(t *testing.T) {
	b := newButtons("one")
	b.options.Disabled = true
	d := uitest.New(t, 200, 200, b.draw)
	d.Click(ui.RoleButton, "one")
	d.Press(ui.KeyTab)
	d.Press(ui.KeyEnter)
	b.want(t, d, map[string]int{})
	if n := d.Find(ui.RoleButton, "one"); !n.Disabled || n.Focused {
		t.Errorf("recorded as %+v", n)
	}
	if d.Out.Cursor != ui.CursorDefault {
		t.Error("the pointer looks as if it could be pressed")
	}
}

func TestTabFollowsCallOrder(t *testing.T) {
	b := newButtons("one", "two", "three")
	d := uitest.New(t, 200, 200, b.draw)
	for i, want := range []string{"one", "two", "three", "one"} {
		d.Press(ui.KeyTab)
		if got := d.Focused().Label; got != want {
			t.Fatalf("Tab %d leads to %q, want %q", i+1, got, want)
		}
	}
	for i, want := range []string{"three", "two", "one"} {
		d.Press(ui.KeyTab, ui.Shift)
		if got := d.Focused().Label; got != want {
			t.Fatalf("Shift+Tab %d leads to %q, want %q", i+1, got, want)
		}
	}
	d.Press(ui.KeyEnter)
	d.Press(ui.KeySpace)
	d.Press(ui.KeyEnter, ui.Command)
	d.Send(ui.Event{Kind: ui.KeyPress, Key: ui.KeyEnter, Repeat: true})
	b.want(t, d, map[string]int{"one": 2})
}

func TestFocusRingIsForTheKeyboard(t *testing.T) {
	b := newButtons("one", "two")
	d := uitest.New(t, 200, 200, b.draw)
	ring := func() bool {
		for _, cmd := range d.Out.List {
			if cmd.Border == 2 && cmd.BorderColor == ui.Dark.Accent {
				return true
			}
		}
		return false
	}
	d.Click(ui.RoleButton, "one")
	if d.Focused().Label != "one" || ring() {
		t.Errorf("clicked: focus on %q, ring %v, want one and none", d.Focused().Label, ring())
	}
	d.Press(ui.KeyTab)
	if d.Focused().Label != "two" || !ring() {
		t.Errorf("Tab: focus on %q, ring %v, want two and one", d.Focused().Label, ring())
	}
	d.Click(ui.RoleButton, "two")
	if ring() {
		t.Error("the ring stays after a click")
	}
}

func TestFocusIsLostWithItsWidget(t *testing.T) {
	b := newButtons("one", "two")
	d := uitest.New(t, 200, 200, b.draw)
	d.Click(ui.RoleButton, "two")
	b.labels = []string{"one"}
	d.Send()
	b.labels = []string{"one", "two"}
	d.Send()
	if got := d.Focused().Label; got != "" {
		t.Errorf("the focus came back to %q", got)
	}
}

func TestSetFocusWaitsForItsWidget(t *testing.T) {
	b := newButtons("one")
	d := uitest.New(t, 200, 200, func(c *ui.Context) {
		b.draw(c)
		if c.KeyPressed(ui.KeyK, ui.Command) {
			c.SetFocus(ui.NewID("new"))
			b.labels = append(b.labels, "new")
		}
	})
	d.Press(ui.KeyK, ui.Command)
	if got := d.Focused().Label; got != "new" {
		t.Errorf("focus on %q, want the widget that came a frame later", got)
	}
}

func TestEventsOfOneFrameGoWhereTheyShould(t *testing.T) {
	var name, password ui.Editor
	var submitted []string
	d := uitest.New(t, 200, 200, func(c *ui.Context) {
		r := ui.Rect{X: 10, Y: 10, W: 150, H: 44}
		if c.TextField(ui.NewID("name"), r, &name, ui.FieldOptions{Label: "name"}).Submitted {
			submitted = append(submitted, name.Text())
			name.SetText("")
		}
		c.TextField(ui.NewID("password"), r.Offset(0, 60), &password, ui.FieldOptions{Label: "password", Password: true})
	})
	key := func(k ui.Key) ui.Event { return ui.Event{Kind: ui.KeyPress, Key: k} }
	text := func(s string) ui.Event { return ui.Event{Kind: ui.Text, Text: s} }
	at := uitest.Center(d.Find(ui.RoleTextbox, "name").Rect)
	d.Send(
		ui.Event{Kind: ui.PointerDown, Pos: at, Clicks: 1}, ui.Event{Kind: ui.PointerUp, Pos: at},
		text("first"), key(ui.KeyEnter), text("second"), key(ui.KeyEnter),
		text("Mei"), key(ui.KeyTab), text("secret"), key(ui.KeyBackspace),
	)
	if len(submitted) != 2 || submitted[0] != "first" || submitted[1] != "second" {
		t.Errorf("submitted %q", submitted)
	}
	if name.Text() != "Mei" || password.Text() != "secre" {
		t.Errorf("name %q, password %q", name.Text(), password.Text())
	}
}

func TestKeysAreUsedOnce(t *testing.T) {
	var first, second, plain int
	d := uitest.New(t, 200, 200, func(c *ui.Context) {
		if c.KeyPressed(ui.KeyK, ui.Command) {
			first++
		}
		if c.KeyPressed(ui.KeyK, ui.Command) {
			second++
		}
		if c.KeyPressed(ui.KeyK, 0) {
			plain++
		}
	})
	d.Press(ui.KeyK, ui.Command)
	if first != 1 || second != 0 || plain != 0 {
		t.Errorf("the key came %d, %d and %d times, want 1, 0 and 0", first, second, plain)
	}
}

func TestWakeIsTheEarliestWish(t *testing.T) {
	d := uitest.New(t, 200, 200, func(c *ui.Context) {
		c.WakeIn(3*time.Second, "test")
		c.WakeIn(time.Second, "test")
		c.WakeIn(2*time.Second, "test")
	})
	if got := d.Out.Wake.Sub(d.Now); got != time.Second {
		t.Errorf("wakes in %v, want 1s", got)
	}
}

func TestFramesMustBeClosed(t *testing.T) {
	for name, frame := range map[string]func(*ui.Context){
		"clip":  func(c *ui.Context) { c.PushClip(ui.Rect{}) },
		"layer": func(c *ui.Context) { c.PushLayer(1, ui.Rect{}, false) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("a %s left open is not noticed", name)
				}
			}()
			c := ui.New(&uitest.Measurer{})
			c.Begin(ui.Input{})
			frame(c)
			c.End()
		}()
	}
}

func TestSegmented(t *testing.T) {
	selected := 0
	labels := []string{"log in", "register", "more"}
	d := uitest.New(t, 400, 200, func(c *ui.Context) {
		selected = c.Segmented(ui.NewID("tabs"), ui.Rect{X: 10, Y: 10, W: 300, H: 42}, labels, selected)
	})
	d.Click(ui.RoleTab, "register")
	if n := d.Find(ui.RoleTab, "register"); selected != 1 || !n.Selected {
		t.Errorf("clicked: tab %d is selected, recorded as %+v", selected, n)
	}
	d.Press(ui.KeyTab)
	for i, step := range []struct {
		key  ui.Key
		want int
	}{{ui.KeyRight, 2}, {ui.KeyRight, 0}, {ui.KeyLeft, 2}, {ui.KeyUp, 1}, {ui.KeyDown, 2}} {
		d.Press(step.key)
		if selected != step.want || d.Focused().Label != labels[step.want] {
			t.Errorf("arrow %d: tab %d is selected, the focus is on %q, want %d", i, selected, d.Focused().Label, step.want)
		}
	}
	d.Press(ui.KeyTab)
	if got := d.Focused().Label; got != labels[2] {
		t.Errorf("Tab goes on to %q: the tabs are more than one stop", got)
	}
}

func TestActivatingIsClickingByName(t *testing.T) {
	b := newButtons("near", "far")
	covered := false
	var e ui.Editor
	scroll, field := ui.ScrollState{}, ui.NewID("field")
	d := uitest.New(t, 200, 60, func(c *ui.Context) {
		c.ScrollArea(ui.NewID("area"), ui.Rect{W: 200, H: 60}, &scroll, 400, func(inner ui.Rect) {
			b.button(c, ui.Rect{X: 10, Y: inner.Y, W: 100, H: 30}, "near")
			b.button(c, ui.Rect{X: 10, Y: inner.Y + 300, W: 100, H: 30}, "far")
			c.TextField(field, ui.Rect{X: 10, Y: inner.Y + 340, W: 100, H: 30}, &e, ui.FieldOptions{Label: "field"})
		})
		if covered {
			c.PushLayer(ui.NewID("dialog"), ui.Rect{W: 200, H: 60}, true)
			c.PopLayer()
		}
	})
	activate := func(id ui.ID) { d.Send(ui.Event{Kind: ui.Activate, Widget: id}) }

	activate(ui.NewID("far")) // scrolled out of sight
	b.want(t, d, map[string]int{"far": 1})
	if !b.resp["far"].Focused {
		t.Error("it did not get the focus")
	}
	d.Send(ui.Event{Kind: ui.Activate, Widget: field}, ui.Event{Kind: ui.Text, Text: "x"})
	if e.Text() != "x" {
		t.Errorf("the field has %q, want what was typed after it was activated", e.Text())
	}
	covered = true
	d.Send()
	activate(ui.NewID("near"))
	covered = false
	d.Send()
	b.want(t, d, map[string]int{"far": 1})
	b.options.Disabled = true
	d.Send()
	activate(ui.NewID("near"))
	b.want(t, d, map[string]int{"far": 1})
}
