package ui_test

import (
	"testing"

	"lobby/client/ui"
	"lobby/client/ui/uitest"
)

// Tabs that have no room side by side stand in rows, and the arrows go through all.
func TestSegmentedInRows(t *testing.T) {
	labels, selected, width := []string{"one", "two", "three", "four"}, 0, float32(300)
	rows := 0
	d := uitest.New(t, 400, 200, func(c *ui.Context) {
		rows = c.SegmentedRows(labels, width)
		selected = c.Segmented(ui.NewID("tabs"), ui.Rect{X: 10, Y: 10, W: width, H: 120}, labels, selected)
	})
	for _, tt := range []struct {
		width float32
		rows  int
	}{{300, 1}, {120, 2}, {60, 4}} {
		width = tt.width
		d.Send()
		if rows != tt.rows {
			t.Errorf("%v wide: %d rows, want %d", tt.width, rows, tt.rows)
		}
		d.Click(ui.RoleTab, "one")
		for _, want := range []string{"two", "three", "four"} {
			d.Press(ui.KeyRight)
			if n := d.Find(ui.RoleTab, want); !n.Selected || n.Rect.Right() > 10+width || n.Rect.Bottom() > 130 {
				t.Errorf("%v wide: %+v", tt.width, n)
			}
		}
	}
}
