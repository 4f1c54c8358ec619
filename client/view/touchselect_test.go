package view

import (
	"testing"
	"time"

	"lobby/client/ui"
)

// A finger that rests on a word selects it; its handles extend that, and the bar
// copies it.
func TestSelectByFinger(t *testing.T) {
	r := newRig(t, 390, 780)
	r.logIn(said(1, 2, 0, "hello brave world"), said(2, 3, 1, "see https://example.org/page"))
	r.Touch = true
	at, em := r.textAt("hello brave world")
	brave := ui.Point{X: at.X + 4*em, Y: at.Y}
	r.Down(brave, 1, 0)
	r.Wait(600 * time.Millisecond)
	r.Up(brave)
	r.Click(ui.RoleButton, "複製")
	if r.Clipboard != "brave" {
		t.Errorf("resting on a word copied %q", r.Clipboard)
	}
	if len(r.All(ui.RoleButton, "複製")) != 0 {
		t.Error("the bar stays after copying")
	}

	r.Down(brave, 1, 0)
	r.Wait(600 * time.Millisecond)
	r.Up(brave)
	end := ui.Point{X: at.X + 5.5*em, Y: at.Y + 11 + 10} // the handle below the end of the word
	r.Drag(end, ui.Point{X: end.X + 6*em, Y: end.Y})
	if !r.Out.Back {
		t.Error("a selection is nothing that Escape closes")
	}
	r.Click(ui.RoleButton, "複製")
	if r.Clipboard != "brave world" {
		t.Errorf("dragging the handle copied %q", r.Clipboard)
	}
}

func TestTapLeavesLinkAndLongPressDoesNotOpen(t *testing.T) {
	r := newRig(t, 390, 780)
	r.logIn(said(1, 2, 0, "see https://example.org/page"))
	r.Touch = true
	at, em := r.textAt("https://example.org/page")
	link := ui.Point{X: at.X + em, Y: at.Y}
	r.Down(link, 1, 0)
	r.Wait(600 * time.Millisecond)
	r.Up(link)
	if len(r.Opened) != 0 {
		t.Errorf("a long press opened %q", r.Opened)
	}
	r.Press(ui.KeyEscape)
	if r.Out.Back {
		t.Error("Escape leaves the selection")
	}
	r.ClickAt(link, 1)
	if len(r.Opened) != 1 {
		t.Errorf("a tap opened %q", r.Opened)
	}
}

// To drag is to select, also from a link on.
func TestDraggingALinkSelects(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn(said(1, 2, 0, "see https://example.org/page there"))
	at, em := r.textAt("https://example.org/page")
	r.Drag(ui.Point{X: at.X, Y: at.Y}, ui.Point{X: at.X + 2.5*em, Y: at.Y})
	r.Press(ui.KeyC, ui.Command)
	if r.Clipboard != "https" || len(r.Opened) != 0 {
		t.Errorf("copied %q and opened %q", r.Clipboard, r.Opened)
	}
}

// The bar hides neither what is selected nor who said it.
func TestCopyBarStandsClear(t *testing.T) {
	r := newRig(t, 390, 780)
	r.logIn(said(1, 3, 0, "above"), said(2, 2, 1, "one"))
	r.Touch = true
	hold := func(text string) (bar ui.Rect) {
		at, em := r.textAt(text)
		r.Down(ui.Point{X: at.X + em, Y: at.Y}, 1, 0)
		r.Wait(600 * time.Millisecond)
		r.Up(ui.Point{X: at.X + em, Y: at.Y})
		bar = r.Find(ui.RoleButton, "複製").Rect
		if at, _ := r.textAt(text); bar.Contains(at) {
			t.Errorf("the bar hides %q, which is selected", text)
		}
		return bar
	}
	name, _ := r.textAt("怡君")
	if bar := hold("one"); bar.Bottom() > name.Y {
		t.Errorf("the bar at %v is not above the name at %v", bar, name)
	}

	r = newRig(t, 390, 300) // no room above
	r.logIn(said(1, 2, 0, "one"), said(2, 2, 0, "more\nlines\nthan\nthere\nis\nroom\nfor"))
	r.Press(ui.KeyHome, ui.Command)
	r.Scroll(ui.Point{X: 100, Y: 150}, -60)
	r.Touch = true
	hold("more")
}

// The drawer follows a swipe from the edge, and no other.
func TestDrawerBySwipe(t *testing.T) {
	r := newRig(t, 390, 780)
	r.logIn(said(1, 2, 0, "hello"))
	r.Touch = true
	open := func() bool { return len(r.All(ui.RoleDialog, "對話")) == 1 }
	r.Drag(ui.Point{X: 200, Y: 300}, ui.Point{X: 350, Y: 300})
	if open() {
		t.Error("opened by a swipe in the middle")
	}
	r.Drag(ui.Point{X: 5, Y: 300}, ui.Point{X: 150, Y: 310})
	if !open() || !r.Out.Back {
		t.Error("not opened by a swipe from the edge")
	}
	r.Drag(ui.Point{X: 200, Y: 300}, ui.Point{X: 60, Y: 310})
	if open() || r.Out.Back {
		t.Error("not closed by a swipe to the left")
	}
}

// What is drawn smaller than a finger reaches as far as one.
func TestFingersNeedNotBeExact(t *testing.T) {
	r := newRig(t, 390, 780)
	r.logIn(said(1, 2, 0, "hello"))
	r.Touch = true
	n := r.Find(ui.RoleButton, "表情符號")
	r.ClickAt(ui.Point{X: n.Rect.X + n.Rect.W/2, Y: n.Rect.Y - 5}, 1)
	if !r.Out.Back {
		t.Error("a tap 5 pixels above the button did nothing")
	}
	if r.Out.Keyboard {
		t.Error("it asked for the keyboard")
	}
}
