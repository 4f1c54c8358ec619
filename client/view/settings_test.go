package view

import (
	"testing"

	"lobby/client/model"
	"lobby/client/ui"
)

func TestTextSize(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn(said(1, 2, 0, "早安"))
	size := func() (found float32) {
		for _, cmd := range r.Out.List {
			if cmd.Kind == ui.CmdText && cmd.Text == "早安" {
				found = cmd.Font.Size
			}
		}
		return found
	}
	r.Click(ui.RoleButton, "設定")
	for range 5 {
		r.Click(ui.RoleButton, "放大")
	}
	if r.Find(ui.RoleStatus, "200 %"); size() != 30 {
		t.Errorf("the text is drawn at %v, want 30", size())
	}
	if !r.Find(ui.RoleButton, "放大").Disabled {
		t.Error("it can be made larger still")
	}
	for range 7 {
		r.Click(ui.RoleButton, "縮小")
	}
	if r.Find(ui.RoleStatus, "80 %"); size() != 12 || !r.Find(ui.RoleButton, "縮小").Disabled {
		t.Errorf("the text is drawn at %v, want 12", size())
	}
	saves := took[model.Save](r)
	if len(saves) != 12 || saves[11].Settings.TextSize != 80 {
		t.Errorf("saved %d times, at last %+v", len(saves), saves[len(saves)-1])
	}
}

func TestLessMotion(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	took[model.Save](r)
	r.Press(ui.KeyComma, ui.Command)
	r.Click(ui.RoleSwitch, "減少動態效果")
	if !r.Find(ui.RoleSwitch, "減少動態效果").Selected {
		t.Error("the switch is off")
	}
	if saves := took[model.Save](r); len(saves) != 1 || !saves[0].Settings.LessMotion {
		t.Errorf("saved %+v", saves)
	}
}

func TestKnownServers(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.Press(ui.KeyComma, ui.Command)
	if !r.shows("還沒有記住任何伺服器。") {
		t.Error("does not say that there are none")
	}
	const words = "river mango copper dawn lotus pine"
	r.happen(model.Pinned{Known: []model.KnownServer{{Server: "class.example:7070", Words: words}, {Server: "[::1]:7070", Words: words}}})
	for _, server := range []string{"class.example:7070", "[::1]:7070"} {
		if n := r.Find(ui.RoleText, server); n.Value != words {
			t.Errorf("%s is known by %q", server, n.Value)
		}
	}
}

// What does not fit into the window can be scrolled to, by keyboard too.
func TestDialogsScroll(t *testing.T) {
	r := newRig(t, 400, 360)
	r.logIn()
	r.Press(ui.KeyComma, ui.Command)
	card := r.Find(ui.RoleDialog, "設定").Rect
	if card.H > 360 {
		t.Fatalf("the dialog is %v tall", card.H)
	}
	for range 20 {
		if r.Focused().Label == "登出" {
			break
		}
		r.Press(ui.KeyTab)
	}
	if n := r.Find(ui.RoleButton, "登出"); !n.Focused || n.Rect.Intersect(card) != n.Rect {
		t.Errorf("Tab does not bring what is below into sight: %+v in %+v", n, card)
	}
}
