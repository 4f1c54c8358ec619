package ui_test

import (
	"strings"
	"testing"
	"time"

	"lobby/client/ui"
	"lobby/client/ui/uitest"
)

// form is a window with one field and a button behind it. In the field a Chinese
// character is 15 wide and a Latin one 7.5, and the text begins at fieldText.
type form struct {
	e       ui.Editor
	o       ui.FieldOptions
	lines   bool
	size    ui.Rect
	last    ui.Response // of the frame in which something happened
	submits []string
	refused int
	keys    []ui.Key // that reached the window
}

var fieldText = ui.Point{X: 25, Y: 32}

func newField(t *testing.T, f *form) *uitest.Driver {
	f.o.Label = "field"
	if f.size.Empty() {
		f.size = ui.Rect{X: 10, Y: 10, W: 180, H: 44}
	}
	d := uitest.New(t, 400, 300, f.draw)
	d.Press(ui.KeyTab)
	return d
}

func (f *form) draw(c *ui.Context) {
	field := c.TextField
	if f.lines {
		field = c.TextArea
	}
	resp := field(ui.NewID("field"), f.size, &f.e, f.o)
	if resp.Submitted {
		f.submits = append(f.submits, f.e.Text())
	}
	if resp.Refused {
		f.refused++
	}
	f.last = resp
	c.Button(ui.NewID("button"), ui.Rect{X: 10, Y: 200, W: 100, H: 30}, "button", ui.ButtonOptions{})
	for _, k := range []ui.Key{ui.KeyUp, ui.KeyDown, ui.KeyPageUp, ui.KeyPageDown, ui.KeyEscape, ui.KeyEnter} {
		if c.KeyPressed(k, 0) {
			f.keys = append(f.keys, k)
		}
	}
	if c.KeyPressed(ui.KeyC, ui.Command) {
		f.keys = append(f.keys, ui.KeyC)
	}
}

func (f *form) want(t *testing.T, want string) {
	t.Helper()
	if got := marked(&f.e); got != want {
		t.Errorf("field holds %q, want %q", got, want)
	}
}

func TestFieldTakesText(t *testing.T) {
	f := &form{}
	d := newField(t, f)
	d.Type("你好 x")
	d.Press(ui.KeyBackspace)
	f.want(t, "你好 |")
	d.Press(ui.KeyHome)
	d.Press(ui.KeyRight, ui.Shift)
	d.Type("我")
	f.want(t, "我|好 ")
	d.Press(ui.KeyZ, ui.Command)
	f.want(t, "[你]好 ")
	d.Press(ui.KeyZ, ui.Command, ui.Shift)
	f.want(t, "我|好 ")
	d.Press(ui.KeyZ, ui.Command)
	d.Press(ui.KeyY, ui.Command)
	f.want(t, "我|好 ")
	d.Press(ui.KeyDelete, ui.Command)
	f.want(t, "我| ")
	if n := d.Find(ui.RoleTextbox, "field"); n.Value != "我 " || !n.Focused {
		t.Errorf("recorded as %+v", n)
	}
	if !d.Out.Editing || d.Out.Before != "我" || d.Out.After != " " {
		t.Errorf("window is told editing %v, %q before and %q after", d.Out.Editing, d.Out.Before, d.Out.After)
	}
}

func TestFieldWithoutFocusTakesNothing(t *testing.T) {
	f := &form{}
	d := newField(t, f)
	d.Press(ui.KeyTab)
	d.Type("x")
	f.want(t, "|")
	if d.Out.Editing {
		t.Error("the input method is on for nothing")
	}
}

func TestFieldByMouse(t *testing.T) {
	f := &form{}
	f.e.SetText("hello brave 世界")
	d := newField(t, f)
	at := func(x float32) ui.Point { return ui.Point{X: fieldText.X + x, Y: fieldText.Y} }

	d.ClickAt(at(18), 1)
	f.want(t, "he|llo brave 世界")
	d.ClickAt(at(19.5), 1)
	f.want(t, "hel|lo brave 世界")
	d.ClickAt(at(-10), 1)
	f.want(t, "|hello brave 世界")
	d.ClickAt(at(140), 1)
	f.want(t, "hello brave 世界|")

	d.Drag(at(15), at(60))
	f.want(t, "he[llo br]ave 世界")
	d.Drag(at(60), at(15))
	f.want(t, "he]llo br[ave 世界")
	d.Down(at(90), 1, ui.Shift)
	d.Up(at(90))
	f.want(t, "hello br[ave ]世界")

	d.ClickAt(at(37), 1) // the right half of the o
	d.ClickAt(at(37), 2)
	f.want(t, "[hello] brave 世界")
	d.ClickAt(at(37), 3)
	f.want(t, "[hello brave 世界]")

	d.Down(at(60), 1, 0)
	d.Up(at(60))
	d.Down(at(60), 2, 0)
	d.Move(at(95))
	f.want(t, "hello [brave 世]界")
	d.Move(at(10))
	f.want(t, "]hello brave[ 世界")
	d.Up(at(10))
}

func TestFieldByFinger(t *testing.T) {
	f := &form{}
	f.e.SetText("hello")
	d := newField(t, f)
	d.Press(ui.KeyTab)
	d.Touch = true
	p := ui.Point{X: fieldText.X + 15, Y: fieldText.Y}
	d.Down(p, 1, 0)
	if d.Focused().Label == "field" {
		t.Error("a finger that may be going to scroll gives the focus already")
	}
	d.Up(p)
	f.want(t, "he|llo")
	if d.Focused().Label != "field" {
		t.Error("a tap does not give the focus")
	}
}

func TestFieldClipboard(t *testing.T) {
	f := &form{}
	d := newField(t, f)
	d.Type("hello")
	d.Press(ui.KeyC, ui.Command)
	if d.Clipboard != "" || len(f.keys) != 1 {
		t.Errorf("copied %q without a selection; the window had %d keys, want that one", d.Clipboard, len(f.keys))
	}
	d.Press(ui.KeyA, ui.Command)
	d.Press(ui.KeyC, ui.Command)
	if d.Clipboard != "hello" {
		t.Errorf("copied %q", d.Clipboard)
	}
	d.Press(ui.KeyX, ui.Command)
	f.want(t, "|")
	d.Clipboard = "one\r\ntwo\x07"
	d.Press(ui.KeyV, ui.Command)
	f.want(t, "one two|")
}

func TestFieldRefusesWhatIsTooLong(t *testing.T) {
	f := &form{o: ui.FieldOptions{MaxRunes: 4}}
	d := newField(t, f)
	d.Type("abc")
	d.Paste("de")
	f.want(t, "abc|")
	if f.refused != 1 {
		t.Errorf("the program was told %d times, want once", f.refused)
	}
	d.Type("de")
	f.want(t, "abcd|")
	if f.refused != 2 {
		t.Errorf("the program was told %d times, want twice", f.refused)
	}
}

func TestFieldPassword(t *testing.T) {
	f := &form{o: ui.FieldOptions{Password: true}}
	d := newField(t, f)
	d.Type("one 二👍🏽")
	for _, cmd := range d.Out.List {
		if cmd.Text != "button" && strings.ContainsAny(cmd.Text, "one二👍") {
			t.Errorf("%q is on the screen", cmd.Text)
		}
	}
	if n := d.Find(ui.RoleTextbox, "field"); n.Value != "••••••" {
		t.Errorf("value is %q, want six dots", n.Value)
	}
	if d.Out.Before != "" || d.Out.After != "" {
		t.Error("the input method is told the password")
	}
	d.Press(ui.KeyA, ui.Command)
	d.Press(ui.KeyC, ui.Command)
	d.Press(ui.KeyX, ui.Command)
	if d.Clipboard != "" || f.e.Text() != "one 二👍🏽" {
		t.Errorf("clipboard %q, field %q", d.Clipboard, f.e.Text())
	}
	d.Press(ui.KeyEnd)
	d.Press(ui.KeyLeft, ui.Command)
	f.want(t, "|one 二👍🏽")
	d.ClickAt(ui.Point{X: fieldText.X + 4.6*7.5, Y: fieldText.Y}, 1)
	f.want(t, "one 二|👍🏽")
	d.ClickAt(ui.Point{X: fieldText.X + 1, Y: fieldText.Y}, 2)
	f.want(t, "[one 二👍🏽]")
	f.o.Reveal = true
	d.Send()
	if !strings.Contains(d.Text(), "one 二👍🏽") {
		t.Errorf("revealed, it shows %q", d.Text())
	}
}

func TestEnterSubmits(t *testing.T) {
	f := &form{}
	d := newField(t, f)
	d.Type("hi")
	d.Send(ui.Event{Kind: ui.KeyPress, Key: ui.KeyEnter, Repeat: true})
	d.Press(ui.KeyEnter)
	if len(f.submits) != 1 || f.submits[0] != "hi" || len(f.keys) != 0 {
		t.Errorf("submitted %q; window had keys %v", f.submits, f.keys)
	}
}

// One line has no use for Shift with Enter, and Shift is often still held.
func TestShiftEnterSubmitsOneLine(t *testing.T) {
	f := &form{}
	d := newField(t, f)
	d.Type("a")
	d.Press(ui.KeyEnter, ui.Shift)
	if len(f.submits) != 1 || f.e.Text() != "a" {
		t.Errorf("submitted %q with the text %q", f.submits, f.e.Text())
	}
}

func TestComposing(t *testing.T) {
	for _, lines := range []bool{false, true} {
		f := &form{lines: lines}
		d := newField(t, f)
		d.Type("ab")
		d.Press(ui.KeyLeft)
		d.Compose("ㄋㄧ")
		if f.e.Text() != "ab" || !strings.Contains(d.Text(), "aㄋㄧb") {
			t.Errorf("composing: text %q, shown %q", f.e.Text(), d.Text())
		}
		if want := fieldText.X + 7.5 + 30; d.Out.Caret.X != want {
			t.Errorf("the candidates are at %v, want %v behind what is composed", d.Out.Caret.X, want)
		}
		d.Press(ui.KeyEnter)
		d.Press(ui.KeyEscape)
		d.Press(ui.KeyBackspace)
		d.Press(ui.KeyTab)
		if len(f.submits) != 0 || len(f.keys) != 0 || f.e.Text() != "ab" || d.Focused().Label != "field" {
			t.Errorf("keys of the input method: submitted %q, window had %v, text %q", f.submits, f.keys, f.e.Text())
		}
		d.Commit("你", ui.KeyEnter)
		f.want(t, "a你|b")
		if len(f.submits) != 0 {
			t.Errorf("the Enter that ended composing submitted %q", f.submits)
		}
		d.Press(ui.KeyEnter)
		if len(f.submits) != 1 {
			t.Errorf("the Enter after that submitted %q", f.submits)
		}
	}
}

func TestEnterBeforeItsCommitDoesNotSubmit(t *testing.T) {
	f := &form{}
	d := newField(t, f)
	d.Compose("ㄋㄧ")
	d.Send(
		ui.Event{Kind: ui.KeyPress, Key: ui.KeyEnter}, ui.Event{Kind: ui.Preedit},
		ui.Event{Kind: ui.Text, Text: "你"}, ui.Event{Kind: ui.KeyPress, Key: ui.KeyEnter},
	)
	f.want(t, "你|")
	if len(f.submits) != 0 {
		t.Errorf("submitted %q", f.submits)
	}
}

func TestComposingUnderlines(t *testing.T) {
	f := &form{}
	d := newField(t, f)
	d.Send(ui.Event{Kind: ui.Preedit, Text: "一二三", SelStart: 3, SelEnd: 6})
	var thin, thick ui.Rect
	for _, cmd := range d.Out.List {
		switch {
		case cmd.Kind == ui.CmdRect && cmd.Rect.H == 1:
			thin = cmd.Rect
		case cmd.Kind == ui.CmdRect && cmd.Rect.H == 2:
			thick = cmd.Rect
		}
	}
	if thin.X != fieldText.X || thin.W != 45 {
		t.Errorf("the line under all is %+v", thin)
	}
	if thick.X != fieldText.X+15 || thick.W != 15 {
		t.Errorf("the line under the clause is %+v", thick)
	}
}

func TestComposingEndsWithTheFocus(t *testing.T) {
	f := &form{}
	d := newField(t, f)
	d.Compose("ㄋㄧ")
	d.Click(ui.RoleButton, "button")
	if p := f.e.Preedit(); p.Text != "" {
		t.Errorf("%q is still being composed", p.Text)
	}
	d.Click(ui.RoleTextbox, "field")
	d.Compose("ㄋㄧ")
	d.Send(ui.Event{Kind: ui.FocusLost})
	if p := f.e.Preedit(); p.Text != "" {
		t.Errorf("%q is still being composed without the keyboard", p.Text)
	}
}

func TestFieldScrollsToItsCaret(t *testing.T) {
	f := &form{}
	d := newField(t, f)
	d.Type(strings.Repeat("x", 40))
	right := f.size.Right() - 15
	if c := d.Out.Caret; c.Right() != right {
		t.Errorf("the caret ends at %v, want %v", c.Right(), right)
	}
	if got, want := textLeft(t, d, f.e.Text()), right-2-300; got != want {
		t.Errorf("the text begins at %v, want %v", got, want)
	}
	d.Press(ui.KeyHome)
	if c := d.Out.Caret; c.X != fieldText.X {
		t.Errorf("the caret is at %v, want %v", c.X, fieldText.X)
	}
	d.Press(ui.KeyEnd)
	for range 30 {
		d.Press(ui.KeyBackspace)
	}
	if c := d.Out.Caret; c.X != fieldText.X+75 {
		t.Errorf("a text that fits again has its caret at %v, want %v", c.X, fieldText.X+75)
	}
}

func TestFieldWithoutFocusShowsItsBeginning(t *testing.T) {
	f := &form{}
	d := newField(t, f)
	d.Type(strings.Repeat("x", 40))
	d.Press(ui.KeyTab)
	if got := textLeft(t, d, "xxxxxxxxxxxxxxxxxxx…"); got != fieldText.X {
		t.Errorf("the text is at %v, want %v", got, fieldText.X)
	}
}

// textLeft returns the left end of a text on the screen.
func textLeft(t *testing.T, d *uitest.Driver, text string) float32 {
	t.Helper()
	for _, cmd := range d.Out.List {
		if cmd.Kind == ui.CmdText && cmd.Text == text {
			return cmd.Rect.X
		}
	}
	t.Fatalf("%q is not drawn", text)
	return 0
}

func TestFieldMakesOneLineOfWhatWasSet(t *testing.T) {
	f := &form{}
	f.e.SetText("one\ntwo")
	newField(t, f)
	f.want(t, "one two|")
}

func TestPressInWhatIsComposed(t *testing.T) {
	f := &form{}
	d := newField(t, f)
	d.Type("abc")
	d.Press(ui.KeyLeft)
	d.Compose("ㄋㄧㄏ")
	d.ClickAt(ui.Point{X: fieldText.X + 30, Y: fieldText.Y}, 1)
	f.want(t, "ab|c")
	d.ClickAt(ui.Point{X: fieldText.X + 15 + 45 + 7, Y: fieldText.Y}, 1)
	f.want(t, "abc|")
}

func TestFieldTrailingSpaceIsKeptFree(t *testing.T) {
	f := &form{o: ui.FieldOptions{Trailing: 50}}
	d := newField(t, f)
	d.Type(strings.Repeat("x", 40))
	if right := d.Out.Caret.Right(); right != f.size.Right()-65 {
		t.Errorf("the caret ends at %v, want %v", right, f.size.Right()-65)
	}
}

func TestDisabledFieldIsOnlyShown(t *testing.T) {
	f := &form{o: ui.FieldOptions{Disabled: true}}
	f.e.SetText("hello")
	d := newField(t, f)
	d.Click(ui.RoleTextbox, "field")
	d.Type("x")
	f.want(t, "hello|")
	if n := d.Find(ui.RoleTextbox, "field"); !n.Disabled || n.Focused {
		t.Errorf("recorded as %+v", n)
	}
}

func TestCaretBlinksAndRests(t *testing.T) {
	f := &form{}
	d := newField(t, f)
	shown := func() bool {
		for _, cmd := range d.Out.List {
			if cmd.Kind == ui.CmdRect && cmd.Rect == d.Out.Caret {
				return true
			}
		}
		return false
	}
	d.Type("x")
	if !shown() {
		t.Error("no caret after typing")
	}
	if in := d.Out.Wake.Sub(d.Now); in != 530*time.Millisecond {
		t.Errorf("the next frame is in %v, want 530ms", in)
	}
	d.Wait(530 * time.Millisecond)
	if shown() {
		t.Error("the caret does not go")
	}
	d.Type("x")
	if !shown() {
		t.Error("typing does not bring the caret back")
	}
	frames := d.Wait(time.Hour)
	if frames < 10 || frames > 25 {
		t.Errorf("an hour without input took %d frames", frames)
	}
	if !shown() || !d.Out.Wake.IsZero() {
		t.Error("the caret does not rest, shown")
	}
	d.Unfocused = true
	d.Send()
	if shown() || !d.Out.Wake.IsZero() {
		t.Error("a window without the keyboard shows a caret")
	}
}
