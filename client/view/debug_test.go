package view

import (
	"strings"
	"testing"
	"time"

	"lobby/client/model"
	"lobby/client/ui"
)

// figures returns what the overlay says; empty where it is not shown.
func (r *rig) figures() string {
	for _, n := range r.All(ui.RoleText, "") {
		if strings.HasPrefix(n.Label, "frame ") {
			return n.Label
		}
	}
	return ""
}

func TestDebugOverlay(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn(talk()...)
	if r.figures() != "" {
		t.Fatal("shown to everybody")
	}
	r.Press(ui.KeyF12)
	for _, part := range []string{"commands", "widgets", "passages", "build"} {
		if !strings.Contains(r.figures(), part) {
			t.Errorf("%q says nothing of %s", r.figures(), part)
		}
	}
	r.Move(ui.Point{X: 300, Y: 300})
	if got := r.figures(); !strings.Contains(got, ": pointer;") {
		t.Errorf("says %q, want the pointer", got)
	}
	r.happen(model.Received{Message: said(9, 2, 0, "嗨")})
	if got := r.figures(); !strings.Contains(got, "inbox 1") {
		t.Errorf("says %q, want the inbox", got)
	}
	r.Wait(time.Second)
	if got := r.figures(); !strings.Contains(got, "caret") {
		t.Errorf("says %q, want the caret", got)
	}
	r.Resize(1200, 800)
	if got := r.figures(); !strings.Contains(got, ": window;") {
		t.Errorf("says %q, want the window", got)
	}
	r.Press(ui.KeyF12, ui.Command)
	if r.figures() != "" {
		t.Error("does not go away")
	}
}

// It works without the chat, too, and costs nothing where it is off.
func TestDebugFromTheStart(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.app.debug.on = true
	r.Send()
	if r.figures() == "" || !r.Out.Debug {
		t.Error("not shown on the login form")
	}
	r.Press(ui.KeyF12)
	if r.Out.Debug {
		t.Error("the window still measures")
	}
}
