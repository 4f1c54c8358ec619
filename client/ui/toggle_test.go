package ui_test

import (
	"testing"

	"lobby/client/ui"
	"lobby/client/ui/uitest"
)

func TestToggle(t *testing.T) {
	on := false
	d := uitest.New(t, 300, 100, func(c *ui.Context) {
		on = c.Toggle(ui.NewID("motion"), ui.Rect{X: 10, Y: 10, W: 280, H: 40}, "Less motion", on)
	})
	d.Click(ui.RoleSwitch, "Less motion")
	if n := d.Find(ui.RoleSwitch, "Less motion"); !on || !n.Selected {
		t.Fatalf("a click leaves it %v, told as %v", on, n.Selected)
	}
	d.Press(ui.KeyTab)
	d.Press(ui.KeySpace)
	if n := d.Find(ui.RoleSwitch, "Less motion"); on || n.Selected {
		t.Fatalf("Space leaves it %v, told as %v", on, n.Selected)
	}
}
