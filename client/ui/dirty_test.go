package ui_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"lobby/client/ui"
)

// picture is what a draw list looks like: of every pixel, the commands that reach
// it in their order.
const pictureSize = 48

type picture [pictureSize][pictureSize]string

// paint paints list into area of p, as a window does.
func (p *picture) paint(list ui.DrawList, area ui.Rect) {
	for y := range pictureSize {
		for x := range pictureSize {
			at := ui.Point{X: float32(x) + 0.5, Y: float32(y) + 0.5}
			if !area.Contains(at) {
				continue
			}
			p[y][x] = ""
			for _, cmd := range list {
				if reach(cmd).Intersect(cmd.Clip).Contains(at) {
					p[y][x] += fmt.Sprintf("%v|", cmd)
				}
			}
		}
	}
}

// reach is where a command leaves something: beyond its rectangle by a shadow's
// blur or the strokes of a glyph.
func reach(cmd ui.Cmd) ui.Rect {
	switch cmd.Kind {
	case ui.CmdShadow:
		return cmd.Rect.Inset(-cmd.Blur)
	case ui.CmdText:
		return cmd.Rect.Inset(-cmd.Font.Size / 2)
	}
	return cmd.Rect
}

func drawRect(t *rapid.T) ui.Rect {
	side := rapid.IntRange(0, pictureSize)
	x, y := side.Draw(t, "x"), side.Draw(t, "y")
	return ui.Rect{
		X: float32(x) - 4, Y: float32(y) - 4,
		W: float32(rapid.IntRange(1, 20).Draw(t, "w")), H: float32(rapid.IntRange(1, 20).Draw(t, "h")),
	}
}

// drawCmd makes one of few different commands, so that lists have much in common.
func drawCmd(t *rapid.T) ui.Cmd {
	cmd := ui.Cmd{
		Kind: rapid.SampledFrom([]ui.CmdKind{ui.CmdRect, ui.CmdText, ui.CmdShadow}).Draw(t, "kind"),
		Rect: drawRect(t), Clip: ui.Rect{W: pictureSize, H: pictureSize},
		Color: ui.Hex(rapid.Uint32Range(0, 3).Draw(t, "color")),
	}
	if rapid.Bool().Draw(t, "clipped") {
		cmd.Clip = drawRect(t).Intersect(cmd.Clip)
	}
	switch cmd.Kind {
	case ui.CmdText:
		cmd.Font.Size, cmd.Text = 4, "x"
	case ui.CmdShadow:
		cmd.Blur = 3
	}
	return cmd
}

// change does to a list what frames do: rows come, go, are replaced or move.
func change(t *rapid.T, old ui.DrawList) ui.DrawList {
	list := append(ui.DrawList{}, old...)
	for range rapid.IntRange(0, 4).Draw(t, "changes") {
		at := rapid.IntRange(0, len(list)).Draw(t, "at")
		switch rapid.IntRange(0, 3).Draw(t, "change") {
		case 0:
			list = append(list[:at], append(ui.DrawList{drawCmd(t)}, list[at:]...)...)
		case 1:
			if at < len(list) {
				list = append(list[:at], list[at+1:]...)
			}
		case 2:
			if at < len(list) {
				list[at] = drawCmd(t)
			}
		case 3:
			if at+1 < len(list) {
				list[at], list[at+1] = list[at+1], list[at]
			}
		}
	}
	return list
}

func TestPaintingWhatIsDirtyIsEnough(t *testing.T) {
	bounds := ui.Rect{W: pictureSize, H: pictureSize}
	rapid.Check(t, func(t *rapid.T) {
		old := ui.DrawList(rapid.SliceOfN(rapid.Custom(drawCmd), 0, 12).Draw(t, "old"))
		list := change(t, old)
		if rapid.IntRange(0, 9).Draw(t, "anew") == 0 {
			list = rapid.SliceOfN(rapid.Custom(drawCmd), 0, 12).Draw(t, "new")
		}
		var want, got picture
		want.paint(list, bounds)
		got.paint(old, bounds)
		got.paint(list, ui.Dirty(old, list, bounds))
		if got != want {
			t.Fatalf("painting %+v is not enough", ui.Dirty(old, list, bounds))
		}
	})
}

// column is a list of n rows, 20 tall, each a box and a text.
func column(n int) ui.DrawList {
	var list ui.DrawList
	clip := ui.Rect{W: 500, H: 10000}
	for i := range n {
		r := ui.Rect{Y: float32(i) * 20, W: 100, H: 20}
		list = append(list, ui.Cmd{Rect: r, Clip: clip, Color: ui.Hex(1)},
			ui.Cmd{Kind: ui.CmdText, Rect: r, Clip: clip, Font: ui.Font{Size: 4}, Text: fmt.Sprint(i)})
	}
	return list
}

func TestDirtyIsSmall(t *testing.T) {
	bounds := ui.Rect{W: 500, H: 2000}
	caret := ui.Cmd{Rect: ui.Rect{X: 300, Y: 300, W: 2, H: 18}, Clip: bounds}
	hover := ui.Cmd{Rect: ui.Rect{X: 400, Y: 300, W: 20, H: 20}, Clip: bounds}
	near := func(r ui.Rect) ui.Rect { return r.Inset(-1) }
	for _, tt := range []struct {
		name     string
		old, new func() ui.DrawList
		want     ui.Rect
	}{
		{"same", func() ui.DrawList { return column(80) }, func() ui.DrawList { return column(80) }, ui.Rect{}},
		{"nothing", func() ui.DrawList { return nil }, func() ui.DrawList { return nil }, ui.Rect{}},
		{
			"caret appears", func() ui.DrawList { return append(column(80), column(3)...) },
			func() ui.DrawList { return append(append(column(80), caret), column(3)...) }, near(caret.Rect),
		},
		{
			"caret goes, something far away in the list is hovered",
			func() ui.DrawList { return append(append(ui.DrawList{caret}, column(80)...), column(1)...) },
			func() ui.DrawList { return append(append(column(80), hover), column(1)...) },
			near(caret.Rect).Union(near(hover.Rect)),
		},
		{
			"two things appear far apart", func() ui.DrawList { return append(column(80), column(1)...) },
			func() ui.DrawList {
				return append(append(append(ui.DrawList{caret}, column(80)...), hover), column(1)...)
			},
			near(caret.Rect).Union(near(hover.Rect)),
		},
		{
			"colour of one row", func() ui.DrawList { return column(80) },
			func() ui.DrawList { l := column(80); l[20].Color = ui.Hex(9); return l }, near(ui.Rect{Y: 200, W: 100, H: 20}),
		},
		{
			"outside the window", func() ui.DrawList { return column(200) },
			func() ui.DrawList { l := column(200); l[399].Text = "x"; return l }, ui.Rect{},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ui.Dirty(tt.old(), tt.new(), bounds)
			if want := tt.want.Intersect(bounds); got != want && !(got.Empty() && want.Empty()) {
				t.Errorf("dirty is %+v, want %+v", got, want)
			}
		})
	}
}

func BenchmarkDirtyScrolled(b *testing.B) {
	old, list := column(150), column(150)
	for i := range list {
		list[i].Rect.Y += 7
	}
	for b.Loop() {
		ui.Dirty(old, list, ui.Rect{W: 5000, H: 50000})
	}
}
