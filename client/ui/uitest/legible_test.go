package uitest

import (
	"strings"
	"testing"

	"lobby/client/ui"
)

func TestIllegible(t *testing.T) {
	font, white := ui.Font{Size: 10}, ui.Hex(0xffffff)
	for _, tt := range []struct {
		name string
		draw func(c *ui.Context)
		want string // a part of what is found; empty for nothing
	}{
		{"side by side", func(c *ui.Context) {
			c.DrawText(10, 20, font, white, "ab")
			c.DrawText(20, 20, font, white, "cd")
		}, ""},
		{"overlap", func(c *ui.Context) {
			c.DrawText(10, 20, font, white, "ab")
			c.DrawText(18, 24, font, white, "cd")
		}, `"cd" at 18,15 10x12 stands in "ab"`},
		{"hidden by something opaque", func(c *ui.Context) {
			c.DrawText(10, 20, font, white, "ab")
			c.Fill(ui.Rect{W: 100, H: 100}, 0, ui.Hex(0))
			c.DrawText(18, 24, font, white, "cd")
		}, ""},
		{"under a veil", func(c *ui.Context) {
			c.DrawText(10, 20, font, white, "ab")
			c.Fill(ui.Rect{W: 100, H: 100}, 0, ui.Hex(0).Alpha(0x80))
			c.DrawText(18, 24, font, white, "cd")
		}, "stands in"},
		{"over the edge", func(c *ui.Context) { c.DrawText(95, 20, font, white, "ab") }, "cut off at the side"},
		{"in a clip that is too low", func(c *ui.Context) {
			c.PushClip(ui.Rect{Y: 15, W: 100, H: 5})
			c.DrawText(10, 20, font, white, "ab")
			c.PopClip()
		}, "taller than"},
		{"a label without room", func(c *ui.Context) {
			c.Button(ui.NewID("b"), ui.Rect{X: 10, Y: 10, W: 40, H: 30}, "abcdefghij", ui.ButtonOptions{})
		}, `the label "abcdefghij" has room for`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := New(t, 100, 100, tt.draw)
			got := strings.Join(Illegible(d.Out, 100, 100), "\n")
			if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("finds %q, want %q", got, tt.want)
			}
		})
	}
}
