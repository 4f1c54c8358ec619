package view

import (
	"strings"
	"testing"
	"time"

	"lobby/client/model"
	"lobby/client/ui"
)

// away lets the window lose the keyboard.
func (r *rig) away() {
	r.t.Helper()
	r.Unfocused = true
	r.Send(ui.Event{Kind: ui.FocusLost})
}

func (r *rig) notified() []ui.Notification {
	all := r.Notified
	r.Notified = nil
	return all
}

func TestNotifications(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.happen(model.Received{Message: said(1, 2, 0, "看得到")})
	if len(r.notified()) != 0 || r.Attention != 0 {
		t.Fatal("a window that is looked at calls for attention")
	}
	r.away()
	r.happen(model.Received{Message: said(2, 2, 1, "有人嗎")})
	if got := r.notified(); len(got) != 1 || got[0] != (ui.Notification{Title: "怡君 · #大廳", Text: "有人嗎"}) || r.Attention != 1 {
		t.Fatalf("told %+v, attention %d", got, r.Attention)
	}
	for seq := uint64(3); seq <= 12; seq++ { // what comes too fast is told of at once
		r.happen(model.Received{Message: said(seq, 3, 2, "快")})
	}
	if got := r.notified(); len(got) != 0 {
		t.Fatalf("told %+v at once", got)
	}
	r.Wait(noticePace)
	if got := r.notified(); len(got) != 1 || got[0] != (ui.Notification{Title: "Lobby", Text: "10 則新訊息"}) {
		t.Fatalf("later told %+v", got)
	}
	r.Wait(time.Minute)
	if len(r.notified()) != 0 {
		t.Error("told twice")
	}
	r.happen(model.Received{Message: whisper(13, 3)})
	if got := r.notified(); len(got) != 1 || got[0].Title != "Mei" {
		t.Errorf("of a private message told %+v", got)
	}
	r.Wait(time.Minute)
	r.happen(model.Received{Message: said(14, 2, 3, strings.Repeat("很長", 500))})
	if got := r.notified(); len(got) != 1 || len(got[0].Text) > noticeLength+10 {
		t.Errorf("of a long message told %+v", got)
	}
}

// What was looked at before its turn is not told any more.
func TestNotificationThatIsTooLate(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.away()
	r.happen(model.Received{Message: said(1, 2, 1, "一")})
	r.happen(model.Received{Message: said(2, 2, 1, "二")})
	r.Unfocused = false
	r.Send()
	r.away()
	r.notified()
	r.Wait(time.Minute)
	if got := r.notified(); len(got) != 0 {
		t.Errorf("told %+v", got)
	}
}

func TestHiddenAndQuietNotifications(t *testing.T) {
	r := newRig(t, 1280, 900)
	r.logIn()
	r.Press(ui.KeyComma, ui.Command)
	r.Click(ui.RoleSwitch, "通知中不顯示訊息內容")
	r.Press(ui.KeyEscape)
	r.away()
	r.happen(model.Received{Message: said(1, 2, 0, "祕密")})
	if got := r.notified(); len(got) != 1 || strings.Contains(got[0].Text+got[0].Title, "祕密") {
		t.Errorf("hidden text: told %+v", got)
	}
	r.Unfocused = false
	r.Send()
	r.Press(ui.KeyComma, ui.Command)
	r.Click(ui.RoleSwitch, "桌面通知")
	if r.Has(ui.RoleSwitch, "通知中不顯示訊息內容") {
		t.Error("asks what quiet notifications should say")
	}
	r.Press(ui.KeyEscape)
	r.Wait(time.Minute)
	r.away()
	before := r.Attention
	r.happen(model.Received{Message: said(2, 2, 0, "安靜")})
	if got := r.notified(); len(got) != 0 || r.Attention != before+1 {
		t.Errorf("quiet: told %+v, attention %d", got, r.Attention-before)
	}
}

func TestMute(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.Click(ui.RoleButton, "靜音這個對話")
	if s := took[model.Save](r); len(s) == 0 || len(s[len(s)-1].Settings.Muted) != 1 {
		t.Errorf("saved %+v", s)
	}
	r.away()
	r.happen(model.Received{Message: said(1, 2, 0, "吵")}, model.Received{Message: whisper(2, 3)})
	if got := r.notified(); len(got) != 1 || got[0].Title != "Mei" {
		t.Errorf("told %+v", got)
	}
	if got := r.app.Title(); got != "(1) Lobby" {
		t.Errorf("title %q: want what is not muted counted alone", got)
	}
	r.Unfocused = false
	r.Send()
	r.Click(ui.RoleButton, "取消靜音")
	r.Find(ui.RoleButton, "靜音這個對話")
}

// In a browser the user is asked in answer to a click, and told why where
// notifications can't be had.
func TestNotificationsHaveToBeAllowed(t *testing.T) {
	r := newRig(t, 1280, 900)
	r.Notify = ui.NotifyAsk
	r.logIn()
	r.Press(ui.KeyComma, ui.Command)
	if r.Asked != 0 || r.Find(ui.RoleSwitch, "桌面通知").Selected {
		t.Fatal("asked before the click, or said to be on")
	}
	r.Click(ui.RoleSwitch, "桌面通知")
	if r.Asked != 1 {
		t.Fatalf("asked %d times", r.Asked)
	}
	r.Notify = ui.NotifyReady
	r.Send()
	if !r.Find(ui.RoleSwitch, "桌面通知").Selected {
		t.Error("allowed, and still off")
	}
	for state, says := range map[ui.NotifyState]string{ui.NotifyDenied: "瀏覽器不允許", ui.NotifyNever: "無法顯示桌面通知"} {
		r.Notify = state
		r.Send()
		if r.Has(ui.RoleSwitch, "桌面通知") || !r.shows(says) {
			t.Errorf("state %d: shows\n%s", state, r.Text())
		}
	}
}
