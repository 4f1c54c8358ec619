package view

import (
	"slices"
	"testing"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/client/ui/uitest"
	"lobby/shared/wire"
)

// rightClick presses the right button and returns what is offered then.
func (r *rig) rightClick(p ui.Point) (offered []string) {
	r.t.Helper()
	r.Send(ui.Event{Kind: ui.PointerMove, Pos: p}, ui.Event{Kind: ui.PointerDown, Pos: p, Button: ui.ButtonRight})
	r.Send(ui.Event{Kind: ui.PointerUp, Pos: p, Button: ui.ButtonRight})
	open := r.All(ui.RoleDialog, "選單")
	if len(open) == 0 {
		return nil
	}
	for _, n := range r.All(ui.RoleButton, "") {
		if n.Rect.Intersect(open[0].Rect) == n.Rect {
			offered = append(offered, n.Label)
		}
	}
	return offered
}

// Who has the mouse alone copies by the right button.
func TestMenuOfTheLog(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn(said(1, 2, 0, "hello brave world"), said(2, 3, 1, "see https://example.org/page"))
	at, em := r.textAt("hello brave world")
	if got := r.rightClick(at); !slices.Equal(got, []string{"複製訊息"}) {
		t.Fatalf("offered %q", got)
	}
	r.Click(ui.RoleButton, "複製訊息")
	if r.Clipboard != "hello brave world" || r.Has(ui.RoleDialog, "選單") || r.Focused().Label != "訊息" {
		t.Errorf("copied %q, the focus on %q", r.Clipboard, r.Focused().Label)
	}

	r.Drag(ui.Point{X: at.X + 6*em, Y: at.Y}, ui.Point{X: at.X + 2*em, Y: at.Y})
	if got := r.rightClick(at); !slices.Equal(got, []string{"複製", "複製訊息"}) {
		t.Fatalf("with a selection %q", got)
	}
	r.Press(ui.KeyEnter)
	if want := "hello brave world"[4:12]; r.Clipboard != want {
		t.Errorf("copied %q, want %q", r.Clipboard, want)
	}

	r.Press(ui.KeyEscape)
	link, _ := r.textAt("https://example.org/page")
	if got := r.rightClick(ui.Point{X: link.X + em, Y: link.Y}); !slices.Equal(got, []string{"複製連結", "複製訊息"}) {
		t.Fatalf("on a link %q", got)
	}
	r.Press(ui.KeyDown)
	r.Press(ui.KeyUp)
	r.Press(ui.KeyEnter)
	if r.Clipboard != "https://example.org/page" || len(r.Opened) != 0 {
		t.Errorf("copied %q, opened %q", r.Clipboard, r.Opened)
	}

	r.rightClick(at)
	r.Down(ui.Point{X: 600, Y: 300}, 1, 0)
	if r.Has(ui.RoleDialog, "選單") {
		t.Error("a press elsewhere does not close it")
	}
	if got := r.rightClick(ui.Point{X: 600, Y: 300}); got != nil {
		t.Errorf("on nothing %q is offered", got)
	}
}

func TestMenuOfTheComposer(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	field := uitest.Center(r.Find(ui.RoleTextbox, "訊息").Rect)
	r.Clipboard = "貼來的"
	if got := r.rightClick(field); !slices.Equal(got, []string{"貼上", "傳送檔案", "傳送資料夾"}) {
		t.Fatalf("offered %q", got)
	}
	r.Click(ui.RoleButton, "貼上")
	if got := r.composed(); got != "貼來的" {
		t.Fatalf("pasting left %q", got)
	}
	r.rightClick(field)
	r.Click(ui.RoleButton, "全選")
	if got := r.rightClick(field); !slices.Equal(got, []string{"剪下", "複製", "貼上", "全選", "傳送檔案", "傳送資料夾"}) {
		t.Fatalf("with a selection %q", got)
	}
	r.Clipboard = ""
	r.Click(ui.RoleButton, "剪下")
	if r.composed() != "" || r.Clipboard != "貼來的" || r.app.state.Convs["r1"].Draft != "" {
		t.Errorf("cutting left %q, and %q on the clipboard", r.composed(), r.Clipboard)
	}
	card := ui.Rect{}
	r.rightClick(ui.Point{X: field.X, Y: field.Y})
	card = r.Find(ui.RoleDialog, "選單").Rect
	if card.Bottom() > 800 || card.Right() > 1280 {
		t.Errorf("it lies at %v", card)
	}
	r.Press(ui.KeyEscape)
	if r.Has(ui.RoleDialog, "選單") || r.Focused().Label != "訊息" {
		t.Error("Escape does not close it")
	}
	r.rightClick(field)
	r.Click(ui.RoleButton, "傳送資料夾")
	if got := took[model.ChooseFiles](r); !slices.Equal(got, []model.ChooseFiles{{Era: r.app.state.Era, Conv: wire.Room, Folder: true}}) {
		t.Errorf("asks for %+v", got)
	}
}
