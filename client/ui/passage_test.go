package ui_test

import (
	"slices"
	"strings"
	"testing"

	"lobby/client/ui"
	"lobby/client/ui/uitest"
)

// stars finds what stands between two stars, they included.
func stars(s string) []ui.Span {
	var found []ui.Span
	for at := 0; ; {
		from := strings.IndexByte(s[at:], '*')
		if from < 0 {
			return found
		}
		from += at
		length := strings.IndexByte(s[from+1:], '*')
		if length < 0 {
			return found
		}
		at = from + length + 2
		found = append(found, ui.Span{Start: from, End: at})
	}
}

// A found part is torn only where no line is wide enough for it.
func TestPassageKeepsPartsWhole(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		width      float32
		want       []string
	}{
		{"as Wrap", "hello brave world", 60, []string{"hello brave ", "world"}},
		{"moves down as a whole", "看 *a-b/c d*", 45, []string{"看 ", "*a-b/c d*"}},
		{"fits exactly", "*a-b-c*", 35, []string{"*a-b-c*"}},
		{"wider than a line", "*a-b-c*", 30, []string{"*a-b-", "c*"}},
		{"after a bracket", "（*a-b-c*）", 35, []string{"（", "*a-b-c*", "）"}},
		{"before a mark", "今*a-b*，好", 30, []string{"今", "*a-b*", "，好"}},
		{"two of them", "*a-b**c-d*", 35, []string{"*a-b*", "*c-d*"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := uitest.New(t, 400, 400, func(c *ui.Context) {
				p := c.Passage(font, tt.text, tt.width, 15, stars)
				c.DrawPassage(p, ui.Rect{W: 400, H: 400}, ui.Hex(0xffffff), ui.Hex(0xffffff))
			})
			lines := map[float32]string{}
			var ys []float32
			for _, cmd := range d.Out.List {
				if lines[cmd.Rect.Y] == "" {
					ys = append(ys, cmd.Rect.Y)
				}
				lines[cmd.Rect.Y] += cmd.Text
			}
			var got []string
			for _, y := range ys {
				got = append(got, lines[y])
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("lines %q, want %q", got, tt.want)
			}
		})
	}
}

// A place is found where it is drawn, and the parts of a span cover it.
func TestPassagePlaces(t *testing.T) {
	d := uitest.New(t, 400, 400, func(c *ui.Context) {
		p := c.Passage(font, "今天天氣\n好嗎abc", 30, 15, nil)
		for _, tt := range []struct {
			x, y    float32
			between bool
			want    string // what is before the place
		}{
			{-5, -5, true, ""}, {0, 7, true, ""}, {14, 7, true, "今"}, {16, 7, true, "今天"}, {16, 7, false, "今"},
			{99, 7, true, "今天天"}, {0, 20, true, "今天天"}, {99, 20, true, "今天天氣"},
			{9, 32, false, "今天天氣\n"}, {0, 99, true, "今天天氣\n好嗎abc"},
		} {
			if got := p.Text()[:c.PlaceAt(p, ui.Point{X: tt.x, Y: tt.y}, tt.between)]; got != tt.want {
				t.Errorf("at %v,%v (between %v): after %q, want %q", tt.x, tt.y, tt.between, got, tt.want)
			}
		}
		var parts []string
		c.EachPart(p, ui.Rect{X: 100, Y: 100}, len("今天"), len("今天天氣\n好"), func(r ui.Rect, text string) {
			parts = append(parts, text)
			if r.X < 100 || r.Y < 100 || r.H != 15 || r.W <= 0 {
				t.Errorf("the part %q is at %v", text, r)
			}
		})
		if want := []string{"天", "氣", "好"}; !slices.Equal(parts, want) {
			t.Errorf("parts %q, want %q", parts, want)
		}
	})
	d.Send()
}

func TestWordAt(t *testing.T) {
	const text = "hello brave, 你"
	for at, want := range map[int]string{0: "hello", 4: "hello", 5: " ", 6: "brave", 11: ",", 13: "你", 99: "你"} {
		if w := ui.WordAt(text, at); text[w.Start:w.End] != want {
			t.Errorf("the word at %d is %q, want %q", at, text[w.Start:w.End], want)
		}
	}
}
