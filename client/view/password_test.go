package view

import (
	"testing"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
)

// asked returns the changes of the password that were asked for.
func (r *rig) asked() []wire.ChangePassword {
	var out []wire.ChangePassword
	for _, tr := range took[model.Transmit](r) {
		if c, ok := tr.Request.(wire.ChangePassword); ok {
			out = append(out, c)
		}
	}
	return out
}

func TestChangePassword(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.Press(ui.KeyComma, ui.Command)
	r.Click(ui.RoleButton, "變更密碼")
	if n := r.Focused(); n.Label != "目前的密碼" {
		t.Fatalf("the focus is at %+v", n)
	}
	r.Type("the old one")
	r.Press(ui.KeyTab)
	r.Type("short")
	r.Press(ui.KeyEnter)
	r.Find(ui.RoleAlert, "密碼太短，至少 8 個字元。")
	if n := r.Focused(); n.Label != "新密碼" || len(r.asked()) != 0 {
		t.Errorf("the focus is at %+v", n)
	}
	r.Type("er than the new one")
	if len(r.All(ui.RoleAlert, "")) != 0 {
		t.Error("the problem stays while it is mended")
	}
	if !r.Find(ui.RoleSwitch, "登出其他所有裝置").Selected {
		t.Error("other devices would stay logged in")
	}
	r.Press(ui.KeyEnter)
	asked := r.asked()
	if len(asked) != 1 || asked[0] != (wire.ChangePassword{Old: "the old one", New: "shorter than the new one", Everywhere: true}) {
		t.Fatalf("asked %+v", asked)
	}
	if !r.Find(ui.RoleButton, "變更中…").Disabled || !r.Find(ui.RoleTextbox, "新密碼").Disabled {
		t.Error("it can be asked twice")
	}
	r.happen(model.Answered{Request: asked[0], Message: wire.Fault{Code: wire.CodeDenied, Field: "old"}})
	r.Find(ui.RoleAlert, "目前的密碼不正確。")
	if n := r.Focused(); n.Label != "目前的密碼" {
		t.Errorf("the focus is at %+v", n)
	}
	r.Press(ui.KeyEnter)
	r.happen(model.Answered{Request: r.asked()[0], Message: wire.Fault{Code: wire.CodeWait, RetryMS: 4000}})
	r.Find(ui.RoleAlert, "嘗試太多次了，請在 4 秒後再試。")
	r.Press(ui.KeyEnter)
	r.happen(model.Answered{Request: r.asked()[0], Message: wire.Done{}})
	r.Find(ui.RoleStatus, "密碼已變更，其他裝置都已登出。")
	if n := r.Focused(); n.Label != "完成" {
		t.Errorf("the focus is at %+v", n)
	}
	r.Press(ui.KeyEnter)
	r.Find(ui.RoleDialog, "設定")
	if n := r.Focused(); n.Label != "變更密碼" {
		t.Errorf("back in the settings the focus is at %+v", n)
	}
}

// What was typed is gone when the form is opened again, and so is what was wrong.
func TestChangePasswordForgets(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.Press(ui.KeyComma, ui.Command)
	r.Click(ui.RoleButton, "變更密碼")
	r.Type("a secret")
	r.Click(ui.RoleSwitch, "顯示密碼")
	if !r.draws("a secret") {
		t.Error("what was typed is not shown")
	}
	r.Click(ui.RoleButton, "變更密碼")
	r.Find(ui.RoleAlert, "請輸入密碼。")
	r.Press(ui.KeyEscape)
	r.Find(ui.RoleDialog, "設定")
	r.Click(ui.RoleButton, "變更密碼")
	if n := r.Find(ui.RoleTextbox, "目前的密碼"); n.Value != "" || len(r.All(ui.RoleAlert, "")) != 0 {
		t.Errorf("shown is %q", n.Value)
	}
}

// Where the login ends while the form is open, and after any login, no password is kept.
func TestPasswordsAreForgottenWithTheScreen(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.Click(ui.RoleTextbox, "密碼")
	r.Type("of the login")
	r.logIn()
	if got := r.app.login.password.Text(); got != "" {
		t.Errorf("%q is kept of the login", got)
	}
	r.Press(ui.KeyComma, ui.Command)
	r.Click(ui.RoleButton, "變更密碼")
	r.Type("a secret")
	r.happen(model.Ended{Problem: model.Problem{Code: wire.CodeLoggedOut}})
	if got := r.app.password.old.Text(); got != "" {
		t.Errorf("%q is kept of the form", got)
	}
	for _, e := range r.app.inbox[:cap(r.app.inbox)] {
		if e != nil {
			t.Errorf("%T is kept", e)
		}
	}
}

// Whoever comes back from the form finds the settings scrolled to where they were.
func TestChangePasswordReturnsToItsPlace(t *testing.T) {
	r := newRig(t, 1280, 480)
	r.logIn()
	r.Press(ui.KeyComma, ui.Command)
	for range 20 {
		if r.Press(ui.KeyTab); r.Focused().Label == "變更密碼" {
			break
		}
	}
	r.Send()
	at := r.Find(ui.RoleButton, "變更密碼").Rect
	r.Press(ui.KeyEnter)
	r.Find(ui.RoleTextbox, "新密碼")
	r.Press(ui.KeyEscape)
	r.Send()
	if now := r.Find(ui.RoleButton, "變更密碼").Rect; now != at || at.Bottom() > 480 {
		t.Errorf("the button was at %v and is at %v", at, now)
	}
}
