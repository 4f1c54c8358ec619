package view

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
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

// What moves follows the system, until the user has chosen.
func TestLessMotion(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	took[model.Save](r)
	r.Press(ui.KeyComma, ui.Command)
	for _, c := range []struct {
		tab          string
		system, less bool
		saved        string
	}{
		{"", false, false, ""}, {"", true, true, ""},
		{"減少", false, true, model.MotionLess}, {"減少", true, true, model.MotionLess},
		{"完整", false, false, model.MotionFull}, {"完整", true, false, model.MotionFull},
	} {
		if r.still = c.system; c.tab != "" && !r.Find(ui.RoleTab, c.tab).Selected {
			r.Click(ui.RoleTab, c.tab)
			if saves := took[model.Save](r); len(saves) != 1 || saves[0].Settings.Motion != c.saved {
				t.Errorf("%s: saved %+v", c.tab, saves)
			}
		}
		if got := r.app.lessMotion(); got != c.less {
			t.Errorf("chosen %q, the system says %v: less motion is %v", c.tab, c.system, got)
		}
	}
}

func TestSoundSetting(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	took[model.Save](r)
	r.Press(ui.KeyComma, ui.Command)
	r.Click(ui.RoleSwitch, "新訊息提示音")
	if r.Find(ui.RoleSwitch, "新訊息提示音").Selected {
		t.Error("the switch is on")
	}
	if saves := took[model.Save](r); len(saves) != 1 || !saves[0].Settings.Silent {
		t.Errorf("saved %+v", saves)
	}
}

func TestKnownServers(t *testing.T) {
	r := newRig(t, 1280, 1600)
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

// A server that is not in use is forgotten after a question, by keyboard alone.
func TestForgetServer(t *testing.T) {
	r := newRig(t, 1280, 1600)
	r.logIn()
	const words = "river mango copper dawn lotus pine"
	r.happen(
		model.Connecting{Server: "class.example:7070"},
		model.Pinned{Known: []model.KnownServer{{Server: "class.example:7070", Words: words}, {Server: "old.example:7070", Words: words}}},
		model.Received{Message: wire.Ready{}},
	)
	r.Press(ui.KeyComma, ui.Command)
	took[model.Unpin](r)
	remove := r.All(ui.RoleButton, "移除")
	if len(remove) != 1 || remove[0].Note != "old.example:7070" {
		t.Fatalf("what can be removed: %+v", remove)
	}
	for !r.focused("移除") {
		r.Press(ui.KeyTab)
	}
	r.Press(ui.KeyEnter)
	if !r.focused("取消") {
		t.Errorf("the focus is at %+v", r.Focused())
	}
	r.Press(ui.KeyEnter)
	if !r.focused("移除") || len(took[model.Unpin](r)) > 0 {
		t.Errorf("after cancelling the focus is at %+v", r.Focused())
	}
	r.Press(ui.KeyEnter)
	r.Press(ui.KeyTab, ui.Shift)
	r.Press(ui.KeyEnter)
	if out := took[model.Unpin](r); len(out) != 1 || out[0].Server != "old.example:7070" {
		t.Errorf("forgot %+v", out)
	}
}

// focused reports whether a button of this label has the focus.
func (r *rig) focused(label string) bool {
	n := r.Focused()
	return n.Role == ui.RoleButton && n.Label == label
}

var (
	phoneKey  = bytes.Repeat([]byte{1}, 32)
	tabletKey = bytes.Repeat([]byte{2}, 32)
)

// answerDevices answers the question for the member's devices.
func (r *rig) answerDevices() {
	r.t.Helper()
	asked := slices.ContainsFunc(took[model.Transmit](r), func(tr model.Transmit) bool { return tr.Request == wire.Devices{} })
	if !asked {
		r.t.Error("the devices were not asked for")
	}
	r.happen(model.Answered{Request: wire.Devices{}, Message: wire.Known{Devices: []wire.Device{
		{Key: phoneKey, Label: "Firefox · Linux", Added: at(0), Seen: at(0), Online: true, This: true},
		{Key: tabletKey, Label: "", Added: at(0), Seen: at(60)},
	}}})
}

func TestKnownDevices(t *testing.T) {
	r := newRig(t, 1280, 1600)
	r.logIn()
	r.Press(ui.KeyComma, ui.Command)
	if !r.shows("正在查詢…") {
		t.Error("does not say that the server is being asked")
	}
	head := r.Find(ui.RoleHeading, "通知")
	r.answerDevices()
	if moved := r.Find(ui.RoleHeading, "通知"); moved.Rect != head.Rect {
		t.Errorf("the answer moves what is above it from %v to %v", head.Rect, moved.Rect)
	}
	if n := r.Find(ui.RoleText, "Firefox · Linux"); n.Value != "這台裝置" {
		t.Errorf("this device says %q", n.Value)
	}
	if n := r.Find(ui.RoleText, "未命名的裝置"); !strings.HasPrefix(n.Value, "上次登入：") {
		t.Errorf("the other device says %q", n.Value)
	}
	r.Click(ui.RoleButton, "移除")
	r.Find(ui.RoleAlert, "要登出這台裝置嗎？之後要輸入密碼才能再登入。")
	if len(took[model.Transmit](r)) != 0 {
		t.Fatal("it is forgotten before the question is answered")
	}
	r.Click(ui.RoleButton, "移除")
	forget := took[model.Transmit](r)
	if len(forget) != 1 || !bytes.Equal(forget[0].Request.(wire.Forget).Key, tabletKey) {
		t.Fatalf("asked %+v", forget)
	}
	r.happen(model.Answered{Request: forget[0].Request, Message: wire.Done{}})
	if len(r.All(ui.RoleText, "未命名的裝置")) > 0 {
		t.Error("the forgotten device is still there")
	}
	r.Press(ui.KeyEscape)
	r.happen(model.Lost{Problem: model.Problem{Code: model.CodeLost}})
	r.Press(ui.KeyComma, ui.Command)
	if !r.shows("Firefox · Linux") {
		t.Error("without a connection what was known is not shown")
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
	for range 30 {
		if r.Focused().Label == "登出" {
			break
		}
		r.Press(ui.KeyTab)
	}
	if n := r.Find(ui.RoleButton, "登出"); !n.Focused || n.Rect.Intersect(card) != n.Rect {
		t.Errorf("Tab does not bring what is below into sight: %+v in %+v", n, card)
	}
}
