package ui_test

import (
	"testing"

	"lobby/client/ui"
	"lobby/client/ui/uitest"
)

// At a zoom all is drawn larger, and the pointer finds it where it is drawn.
func TestZoom(t *testing.T) {
	clicked, zoom := 0, float32(1)
	c := ui.New(&uitest.Measurer{})
	d := uitest.Drive(t, 400, 400, func(in ui.Input) ui.Output {
		c.SetZoom(zoom)
		c.Begin(in)
		if c.Button(ui.NewID("ok"), ui.Rect{X: 20, Y: 20, W: 100, H: 36}, "OK", ui.ButtonOptions{}).Clicked {
			clicked++
		}
		return c.End()
	})
	zoom = 1.5
	d.Send()
	if w, h := c.Size(); w != 400/zoom || h != 400/zoom {
		t.Errorf("the program's window is %v by %v", w, h)
	}
	n := d.Find(ui.RoleButton, "OK")
	if want := (ui.Rect{X: 30, Y: 30, W: 150, H: 54}); n.Rect != want {
		t.Errorf("the button is at %+v, want %+v", n.Rect, want)
	}
	for _, cmd := range d.Out.List {
		if cmd.Kind == ui.CmdText && (cmd.Font.Size != 21 || cmd.Rect.W != (&uitest.Measurer{}).Advance(cmd.Font, "OK")) {
			t.Errorf("the label is drawn at %v, %+v", cmd.Font.Size, cmd.Rect)
		}
	}
	d.ClickAt(ui.Point{X: 175, Y: 80}, 1)
	d.ClickAt(ui.Point{X: 25, Y: 25}, 1)
	if clicked != 1 {
		t.Errorf("%d clicks on the button, want 1", clicked)
	}
}
