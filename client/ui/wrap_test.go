package ui_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"lobby/client/ui"
	"lobby/client/ui/uitest"
)

// At this size a Chinese character is 10 wide and a Latin one 5.
var font = ui.Font{Size: 10}

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		width      float32
		want       []string
	}{
		{"empty", "", 100, []string{""}},
		{"fits", "hello", 25, []string{"hello"}},
		{"between words", "hello brave world", 60, []string{"hello brave ", "world"}},
		{"spaces hang over", "hello     world", 25, []string{"hello     ", "world"}},
		{"newlines", "a\n\nb\n", 100, []string{"a", "", "b", ""}},
		{"Chinese", "今天天氣很好", 30, []string{"今天天", "氣很好"}},
		{"full stop not first", "今天天氣。好", 40, []string{"今天天", "氣。好"}},
		{"comma not first", "今天，好", 20, []string{"今", "天，", "好"}},
		{"opening bracket not last", "今天「氣」好", 30, []string{"今天", "「氣」", "好"}},
		{"full-width tilde not first", "三點～五點", 20, []string{"三", "點～", "五點"}},
		{"small kana not first", "ニュース", 10, []string{"ニ", "ュ", "ー", "ス"}},
		{"ellipsis not first", "天天…好", 20, []string{"天", "天…", "好"}},
		{"mixed", "用 make run 開始", 45, []string{"用 make ", "run 開始"}},
		{"long word", "abcdefghij", 20, []string{"abcd", "efgh", "ij"}},
		{"long word on its own line", "ab cdefghij", 20, []string{"ab ", "cdef", "ghij"}},
		{"text after a long word", "abcdef gh", 20, []string{"abcd", "ef ", "gh"}},
		{"clusters stay whole", "👨‍👩‍👧👨‍👩‍👧", 30, []string{"👨‍👩‍👧", "👨‍👩‍👧"}},
		{"less than one character", "今天", 1, []string{"今", "天"}},
		{"run of marks", "啊！！！！！", 30, []string{"啊！！", "！！！"}},
		{"mark in a long word", "abcdefgh.ij", 40, []string{"abcdefg", "h.ij"}},
		{"marks in a long word", "ab！,！", 25, []string{"a", "b！,", "！"}},
		{"no width", "ab", 0, []string{"a", "b"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := ui.New(&uitest.Measurer{})
			if got := c.Wrap(font, tt.text, tt.width); !slices.Equal(got, tt.want) {
				t.Errorf("Wrap(%q, %v) = %q, want %q", tt.text, tt.width, got, tt.want)
			}
		})
	}
}

func TestWrapIsKept(t *testing.T) {
	m := &uitest.Measurer{}
	c := ui.New(m)
	frame := func() {
		c.Begin(ui.Input{W: 100, H: 100})
		c.Wrap(font, "一段很長的文字，要分成好幾行", 50)
		c.Cut(font, "一段很長的文字", 30)
		c.End()
	}
	frame()
	first := m.Calls
	frame()
	if again := m.Calls - first; again > 1 { // Cut asks whether the text fits
		t.Errorf("the same lines again measured %d times", again)
	}
	m.Gen++
	before := m.Calls
	frame()
	if m.Calls-before < first {
		t.Errorf("after new faces came, %d measurements, want all %d again", m.Calls-before, first)
	}
}

func TestCut(t *testing.T) {
	c := ui.New(&uitest.Measurer{})
	for _, tt := range []struct {
		text  string
		width float32
		want  string
	}{
		{"hello", 25, "hello"},
		{"hello", 24, "hel…"},
		{"hello world", 35, "hello…"},
		{"今天天氣", 30, "今天…"},
		{"👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 65, "👨‍👩‍👧👨‍👩‍👧…"},
		{"hello", 0, "…"},
	} {
		if got := c.Cut(font, tt.text, tt.width); got != tt.want {
			t.Errorf("Cut(%q, %v) = %q, want %q", tt.text, tt.width, got, tt.want)
		}
	}
}

// FuzzWrap holds that lines lose nothing, split no character, and are not too wide
// where that can be helped.
func FuzzWrap(f *testing.F) {
	f.Add("用 make run 開始。「好」\n\nabcdefghijklmnop 👨‍👩‍👧！！！", uint8(30))
	f.Add("a\u0301\u0301 \t b\r\nc", uint8(7))
	f.Fuzz(func(t *testing.T, text string, w uint8) {
		width := float32(w)
		m := &uitest.Measurer{}
		lines := ui.New(m).Wrap(font, text, width)
		rest := text
		for i, line := range lines {
			if !strings.HasPrefix(rest, line) {
				t.Fatalf("line %d, %q, does not go on with %q", i, line, rest)
			}
			rest = rest[len(line):]
			if i < len(lines)-1 && strings.HasPrefix(rest, "\n") {
				rest = rest[1:]
			} else if i < len(lines)-1 && line == "" {
				t.Fatalf("line %d is empty for no reason", i)
			}
			ink := strings.TrimRight(line, " \t")
			if m.Advance(font, ink) > width+0.1 && uniseg.GraphemeClusterCount(ink) > 1 && !strings.Contains(ink, "\r") {
				t.Errorf("line %q is %v wide, more than %v", line, m.Advance(font, ink), width)
			}
			if utf8.ValidString(text) && !utf8.ValidString(line) {
				t.Errorf("line %q of valid text is not valid", line)
			}
		}
		if rest != "" {
			t.Errorf("%q was lost", rest)
		}
	})
}

// The space at the end of a wrapped line may hang over; the word before it is whole.
func TestHangingSpaceCutsNothing(t *testing.T) {
	d := uitest.New(t, 200, 100, func(c *ui.Context) {
		for i, line := range c.Wrap(font, "hello brave world", 55) {
			c.TextIn(ui.Rect{Y: float32(i) * 20, W: 55, H: 20}, font, ui.Hex(0xffffff), ui.AlignLeft, line)
		}
	})
	if got := d.Text(); got != "hello brave\nworld" {
		t.Errorf("drawn as %q", got)
	}
}
