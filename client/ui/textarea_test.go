package ui_test

import (
	"slices"
	"strings"
	"testing"

	"lobby/client/ui"
	"lobby/client/ui/uitest"
)

// areaForm is a text area with room for three rows of ten Latin characters.
func areaForm(text string) *form {
	f := &form{lines: true, size: ui.Rect{X: 10, Y: 10, W: 30 + 75 + 2, H: 22 + 66}}
	f.e.SetText(text)
	return f
}

func TestShiftEnterBeginsALine(t *testing.T) {
	f := areaForm("")
	d := newField(t, f)
	d.Type("a")
	d.Press(ui.KeyEnter, ui.Shift)
	d.Type("b")
	f.want(t, "a\nb|")
	d.Press(ui.KeyEnter)
	if len(f.submits) != 1 || f.submits[0] != "a\nb" {
		t.Errorf("submitted %q", f.submits)
	}
	d.Paste("\r\nc\rd")
	f.want(t, "a\nb\nc\nd|")
}

func TestUpAndDownKeepTheirColumn(t *testing.T) {
	f := areaForm("abcdefgh\nab\n一二三四五六")
	d := newField(t, f)
	f.e.Select(6, 6)
	d.Press(ui.KeyDown)
	f.want(t, "abcdefgh\nab|\n一二三四五六")
	d.Press(ui.KeyDown)
	f.want(t, "abcdefgh\nab\n一二三|四五六")
	d.Press(ui.KeyUp)
	d.Press(ui.KeyUp)
	f.want(t, "abcdef|gh\nab\n一二三四五六")
	d.Press(ui.KeyLeft)
	d.Press(ui.KeyDown, ui.Shift)
	f.want(t, "abcde[fgh\nab]\n一二三四五六")
}

func TestUpAndDownLeaveAtTheEnds(t *testing.T) {
	f := areaForm("ab\ncd")
	d := newField(t, f)
	d.Press(ui.KeyUp)
	d.Press(ui.KeyUp)
	f.want(t, "|ab\ncd")
	if len(f.keys) != 0 {
		t.Errorf("the window had %v before the caret was at the beginning", f.keys)
	}
	d.Press(ui.KeyUp)
	d.Press(ui.KeyDown)
	d.Press(ui.KeyDown)
	f.want(t, "ab\ncd|")
	d.Press(ui.KeyDown)
	if !slices.Equal(f.keys, []ui.Key{ui.KeyUp, ui.KeyDown}) {
		t.Errorf("the window had %v, want one up and one down", f.keys)
	}
}

func TestHomeAndEndOfWrappedRows(t *testing.T) {
	f := areaForm("abcdefghijklm")
	d := newField(t, f)
	f.e.Select(4, 4)
	d.Press(ui.KeyEnd)
	f.want(t, "abcdefghij|klm")
	if y := d.Out.Caret.Y; y > f.size.Y+11+22 {
		t.Errorf("the caret is at y %v, want it at the end of the first row", y)
	}
	d.Press(ui.KeyHome)
	f.want(t, "|abcdefghijklm")
	d.Press(ui.KeyEnd, ui.Command)
	f.want(t, "abcdefghijklm|")
	d.Press(ui.KeyHome)
	f.want(t, "abcdefghij|klm")
	d.Press(ui.KeyHome, ui.Command, ui.Shift)
	f.want(t, "]abcdefghij[klm")
}

func TestAreaScrollsInside(t *testing.T) {
	f := areaForm("1\n2\n3\n4\n5\n6")
	d := newField(t, f)
	inside := func() bool {
		c := d.Out.Caret
		return c.Y >= f.size.Y+11 && c.Bottom() <= f.size.Bottom()-11
	}
	if !inside() {
		t.Errorf("the caret is at %+v", d.Out.Caret)
	}
	d.Scroll(uitest.Center(f.size), 1000)
	if inside() {
		t.Error("the wheel does not scroll")
	}
	if s := d.Text(); !strings.Contains(s, "1") || strings.Contains(s, "6") {
		t.Errorf("scrolled up, %q is drawn", s)
	}
	d.Type("x")
	if !inside() {
		t.Error("typing does not bring the caret back into sight")
	}
	d.Press(ui.KeyPageUp)
	f.want(t, "1\n2\n3\n4|\n5\n6x")
	d.Press(ui.KeyPageUp)
	d.Press(ui.KeyPageUp)
	if len(f.keys) != 0 {
		t.Errorf("the window had %v", f.keys)
	}
}

func TestPageKeysPassWhereEverythingIsSeen(t *testing.T) {
	f := areaForm("1\n2")
	d := newField(t, f)
	d.Press(ui.KeyPageUp)
	d.Press(ui.KeyPageDown)
	f.want(t, "1\n2|")
	if !slices.Equal(f.keys, []ui.Key{ui.KeyPageUp, ui.KeyPageDown}) {
		t.Errorf("the window had %v", f.keys)
	}
}

func TestAreaByMouse(t *testing.T) {
	f := areaForm("abcdefghijklm\nno")
	d := newField(t, f)
	at := func(row, x float32) ui.Point {
		return ui.Point{X: f.size.X + 15 + x, Y: f.size.Y + 11 + row*22 + 11}
	}
	d.ClickAt(at(1, 8), 1)
	f.want(t, "abcdefghijk|lm\nno")
	d.ClickAt(at(0, 74), 1)
	f.want(t, "abcdefghij|klm\nno")
	if y := d.Out.Caret.Y; y > f.size.Y+11+22 {
		t.Errorf("clicked at the end of the first row, the caret is at y %v", y)
	}
	d.ClickAt(at(2.9, 0), 1) // below the last row
	f.want(t, "abcdefghijklm\nno|")
	d.ClickAt(at(1, 8), 3)
	f.want(t, "[abcdefghijklm\n]no")
	d.Drag(at(0, 15), at(2, 8))
	f.want(t, "ab[cdefghijklm\nn]o")
}

func TestTextAreaHeight(t *testing.T) {
	m := &uitest.Measurer{}
	c := ui.New(m)
	c.Begin(ui.Input{})
	defer c.End()
	f := ui.Font{Size: 15}
	for _, tt := range []struct {
		text string
		want float32
	}{{"", 22}, {"abc", 22}, {"a\n", 44}, {"abcdefghijk", 44}, {"1\n2\n3\n4\n5\n6", 110}} {
		var e ui.Editor
		e.SetText(tt.text)
		if got := c.TextAreaHeight(&e, f, 77, 5); got != tt.want {
			t.Errorf("%q is %v tall, want %v", tt.text, got, tt.want)
		}
	}
}
