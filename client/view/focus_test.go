package view

import (
	"slices"
	"testing"

	"lobby/client/model"
	"lobby/client/ui"
)

// Tab goes through the window as one reads it.
func TestTabOrder(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.Type("好")
	want := []string{"表情符號", "送出", "搜尋或切換", "大廳", "Mei", "怡君", "佐藤", "設定", "靜音這個對話", "傳送檔案", "訊息"}
	var got []string
	for range want {
		r.Press(ui.KeyTab)
		got = append(got, r.Focused().Label)
	}
	if !slices.Equal(got, want) {
		t.Errorf("Tab goes to %q, want %q", got, want)
	}
}

// The arrows move in the list of conversations, Enter opens one.
func TestArrowsInTheList(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.Press(ui.KeyF6)
	r.Press(ui.KeyF6)
	for _, step := range []struct {
		key  ui.Key
		want string
	}{{ui.KeyDown, "Mei"}, {ui.KeyDown, "怡君"}, {ui.KeyDown, "佐藤"}, {ui.KeyDown, "佐藤"}, {ui.KeyUp, "怡君"}} {
		r.Press(step.key)
		if got := r.Focused().Label; got != step.want {
			t.Fatalf("the focus is on %q, want %q", got, step.want)
		}
	}
	r.Press(ui.KeyEnter)
	r.Find(ui.RoleHeading, "怡君")
}

// Whatever is chosen in the settings, the focus comes back to where it was.
func TestFocusAfterSettings(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.Press(ui.KeyComma, ui.Command)
	r.Click(ui.RoleTab, "English")
	r.Click(ui.RoleTab, "繁體中文")
	r.Click(ui.RoleButton, "變更密碼")
	r.Press(ui.KeyEscape)
	if got := r.Focused().Label; got != "變更密碼" {
		t.Errorf("after the password the focus is on %q", got)
	}
	r.Press(ui.KeyEscape)
	if got := r.Focused().Label; got != "訊息" {
		t.Errorf("after the settings the focus is on %q", got)
	}
	if r.app.state.Settings.Language != "zh-TW" || r.app.sheet != sheetNone {
		t.Errorf("the settings are %+v", r.app.state.Settings)
	}
}

// When what had the focus is gone, typing goes on in the composer.
func TestFocusFallsBackToTheComposer(t *testing.T) {
	r := newRig(t, 390, 780)
	r.logIn()
	r.Click(ui.RoleButton, "對話清單")
	r.Press(ui.KeyEscape)
	if got := r.Focused().Label; got != "對話清單" {
		t.Fatalf("the focus is on %q", got)
	}
	r.Resize(1280, 800) // which has no such button
	r.Type("好")
	if got := r.composed(); got != "好" {
		t.Errorf("the composer holds %q", got)
	}
}

// No frame is without a focus while a dialog comes or goes: screen readers would tell
// that one.
func TestFocusIsNeverNowhere(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	in := ui.Input{W: 1280, H: 800, Now: r.Now, Focused: true}
	for _, key := range []ui.Event{{Kind: ui.KeyPress, Key: ui.KeyComma, Mods: ui.Command}, {Kind: ui.KeyPress, Key: ui.KeyEscape}, {Kind: ui.KeyPress, Key: ui.KeyTab}} {
		in.Events = []ui.Event{key}
		for range 3 {
			out := r.app.Frame(in)
			if !slices.ContainsFunc(out.Nodes, func(n ui.Node) bool { return n.Focused }) {
				t.Errorf("after %+v a frame has no focus", key)
			}
			in.Events = nil
		}
	}
}

// What is sent has no empty lines at its ends.
func TestEmptyLinesAreNotSent(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.Paste("\n  一\n\n二 \n\n")
	r.Click(ui.RoleButton, "送出")
	if got := r.sent(); len(got) != 1 || got[0].Text != "  一\n\n二" {
		t.Errorf("sent %+v", got)
	}
	if len(took[model.Transmit](r)) != 0 {
		t.Error("more was sent")
	}
}
