package ui_test

import (
	"testing"

	"lobby/client/ui"
	"lobby/client/ui/uitest"
)

// layered is a window with two buttons and a layer over the first one.
type layered struct {
	*buttons
	open, modal bool
	escapes     []string
}

func (l *layered) draw(c *ui.Context) {
	if l.open {
		c.PushLayer(ui.NewID("layer"), ui.Rect{W: 200, H: 60}, l.modal)
		l.button(c, ui.Rect{X: 10, Y: 10, W: 60, H: 30}, "yes")
		l.button(c, ui.Rect{X: 80, Y: 10, W: 60, H: 30}, "no")
		if c.KeyPressed(ui.KeyEscape, 0) {
			l.escapes = append(l.escapes, "layer")
			l.open = false
		}
		c.PopLayer()
	}
	l.buttons.draw(c)
	if c.KeyPressed(ui.KeyEscape, 0) || c.KeyPressed(ui.KeyF6, 0) {
		l.escapes = append(l.escapes, "window")
	}
}

func newLayered(t *testing.T, modal bool) (*layered, *uitest.Driver) {
	l := &layered{buttons: newButtons("one", "two"), modal: modal}
	return l, uitest.New(t, 200, 200, l.draw)
}

func TestLayersTakeThePointerAndLieOnTop(t *testing.T) {
	l, d := newLayered(t, false)
	l.open = true
	d.Send()
	d.ClickAt(ui.Point{X: 100, Y: 25}, 1) // where "one" lies below "no"
	d.ClickAt(ui.Point{X: 72, Y: 25}, 1)  // between the layer's buttons
	d.Click(ui.RoleButton, "two")
	l.labels = []string{"one", "two", "yes", "no"}
	l.want(t, d, map[string]int{"no": 1, "two": 1})

	order := map[string]int{}
	for i, cmd := range d.Out.List {
		if cmd.Kind == ui.CmdText {
			order[cmd.Text] = i
		}
	}
	if order["yes"] < order["two"] {
		t.Error("the layer is drawn below what was called later")
	}
}

func TestModalLayersTakeEverything(t *testing.T) {
	l, d := newLayered(t, true)
	l.open = true
	d.Send()
	d.Click(ui.RoleButton, "two")
	l.want(t, d, map[string]int{})
	if d.Out.Cursor != ui.CursorDefault {
		t.Error("what is below looks as if it could be pressed")
	}
	d.Press(ui.KeyF6)
	if len(l.escapes) != 0 {
		t.Error("a key went to the window below")
	}
	d.Press(ui.KeyEscape)
	d.Press(ui.KeyEscape)
	if len(l.escapes) != 2 || l.escapes[0] != "layer" || l.escapes[1] != "window" {
		t.Errorf("Escape went to %q", l.escapes)
	}
}

func TestModalLayersKeepTheFocusAndGiveItBack(t *testing.T) {
	l, d := newLayered(t, true)
	d.Click(ui.RoleButton, "two")
	l.open = true
	d.Send()
	for i, want := range []string{"yes", "no", "yes", "no"} {
		if got := d.Focused().Label; got != want {
			t.Fatalf("after %d Tabs the focus is on %q, want %q", i, got, want)
		}
		d.Press(ui.KeyTab)
	}
	d.Press(ui.KeyTab, ui.Shift)
	if got := d.Focused().Label; got != "no" {
		t.Errorf("Shift+Tab leads to %q", got)
	}
	d.Press(ui.KeyEscape)
	if got := d.Focused().Label; got != "two" {
		t.Errorf("closed: the focus is on %q, want two, where it was", got)
	}
}

func TestProgramsChooseTheFocusOfALayer(t *testing.T) {
	l := &layered{buttons: newButtons("one", "two"), modal: true}
	d := uitest.New(t, 200, 200, func(c *ui.Context) {
		if c.KeyPressed(ui.KeyK, ui.Command) {
			l.open = true
			c.SetFocus(ui.NewID("no"))
		}
		l.draw(c)
	})
	d.Click(ui.RoleButton, "two")
	d.Press(ui.KeyK, ui.Command)
	if got := d.Focused().Label; got != "no" {
		t.Errorf("focus on %q, want no", got)
	}
	d.Press(ui.KeyEscape)
	if got := d.Focused().Label; got != "two" {
		t.Errorf("closed: the focus is on %q, want two, where it was", got)
	}
}

func TestNestedLayersCloseOneByOne(t *testing.T) {
	depth := 0
	d := uitest.New(t, 200, 200, func(c *ui.Context) {
		b := newButtons()
		b.button(c, ui.Rect{Y: 0, W: 50, H: 20}, "window")
		for i := range depth {
			c.PushLayer(ui.NewID("layer").Num(uint64(i)), c.Bounds(), true)
			b.button(c, ui.Rect{Y: 30 * float32(i+1), W: 50, H: 20}, "layer "+string(rune('a'+i)))
		}
		for range depth {
			c.PopLayer()
		}
	})
	d.Press(ui.KeyTab)
	for _, step := range []struct {
		depth int
		want  string
	}{{1, "layer a"}, {2, "layer b"}, {1, "layer a"}, {0, "window"}, {2, "layer b"}, {0, "window"}} {
		depth = step.depth
		d.Send()
		if got := d.Focused().Label; got != step.want {
			t.Errorf("%d layers: the focus is on %q, want %q", depth, got, step.want)
		}
	}
}

func TestClipsDoNotReachIntoLayers(t *testing.T) {
	d := uitest.New(t, 200, 200, func(c *ui.Context) {
		c.PushClip(ui.Rect{W: 10, H: 10})
		c.PushLayer(ui.NewID("menu"), ui.Rect{X: 50, Y: 50, W: 50, H: 50}, false)
		c.Fill(ui.Rect{X: 50, Y: 50, W: 50, H: 50}, 0, ui.Dark.Bg1)
		c.PopLayer()
		c.Fill(ui.Rect{X: 50, Y: 50, W: 50, H: 50}, 0, ui.Dark.Bg2)
		c.PopClip()
	})
	if len(d.Out.List) != 1 || d.Out.List[0].Color != ui.Dark.Bg1 {
		t.Errorf("drawn:\n%s", uitest.Describe(d.Out))
	}
}

// A dialog that gives the focus elsewhere as it closes is obeyed.
func TestFocusGivenByAClosingDialog(t *testing.T) {
	open := false
	ids := []ui.ID{ui.NewID("first"), ui.NewID("second")}
	d := uitest.New(t, 300, 200, func(c *ui.Context) {
		if c.Button(ids[0], ui.Rect{X: 10, Y: 10, W: 100, H: 36}, "First", ui.ButtonOptions{}).Clicked {
			open = true
		}
		c.Button(ids[1], ui.Rect{X: 10, Y: 60, W: 100, H: 36}, "Second", ui.ButtonOptions{})
		if !open {
			return
		}
		c.PushLayer(ui.NewID("dialog"), c.Bounds(), true)
		defer c.PopLayer()
		if c.Button(ui.NewID("close"), ui.Rect{X: 10, Y: 120, W: 100, H: 36}, "Close", ui.ButtonOptions{}).Clicked {
			open = false
			c.SetFocus(ids[1])
		}
	})
	d.Click(ui.RoleButton, "First")
	d.Click(ui.RoleButton, "Close")
	if got := d.Focused().Label; got != "Second" {
		t.Errorf("the focus is on %q", got)
	}
}

// What takes the place of a layer gives the focus back to what that one covered, and
// what a layer did with the focus itself does not change where it goes.
func TestLayersGiveTheFocusBack(t *testing.T) {
	shown, asks := "", false
	chosen, below := 0, ui.NewID("window")
	give, gives := ui.ID(0), false
	d := uitest.New(t, 200, 200, func(c *ui.Context) {
		b := newButtons()
		b.button(c, ui.Rect{W: 50, H: 20}, "window")
		b.button(c, ui.Rect{X: 60, W: 50, H: 20}, "another")
		if shown == "" {
			return
		}
		c.PushLayer(ui.NewID(shown), c.Bounds(), true)
		defer c.PopLayer()
		chosen = c.Segmented(ui.NewID("tabs "+shown), ui.Rect{Y: 30, W: 200, H: 40}, []string{"a", "b"}, chosen)
		if asks {
			b.button(c, ui.Rect{Y: 80, W: 50, H: 20}, "sure")
		}
		if gives {
			c.SetFocus(give)
			gives, asks = false, true
		}
	})
	focused := func(want string) {
		t.Helper()
		d.Send()
		if got := d.Focused().Label; got != want {
			t.Errorf("the focus is on %q, want %q", got, want)
		}
	}
	d.Click(ui.RoleButton, "window")
	shown = "settings"
	focused("a")
	d.Click(ui.RoleTab, "b")
	focused("b")
	give, gives = ui.NewID("sure"), true // which is drawn from the next frame on
	focused("sure")
	shown, asks = "password", false
	focused("b")
	shown = ""
	focused("window")

	shown = "settings"
	focused("b")
	give, gives = below, true // and that lies below
	focused("b")
	d.Click(ui.RoleTab, "a")
	shown = ""
	focused("window")

	shown = "settings"
	focused("a")
	give, gives = ui.NewID("another"), true
	focused("a")
	shown = ""
	focused("another")

	shown = "settings"
	focused("a")
	give, gives = 0, true
	d.Send()
	shown = ""
	d.Send()
	if c := d.All(ui.RoleButton, ""); c[0].Focused || c[1].Focused {
		t.Error("the focus was taken away, and came back")
	}
}
