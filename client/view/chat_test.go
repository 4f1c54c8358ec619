package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
)

func TestSendAndAcknowledge(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn(said(1, 2, 0, "早安"))
	if got := r.Focused().Label; got != "訊息" {
		t.Fatalf("the focus is on %q, want the composer", got)
	}
	r.Type("大家好 🎉")
	r.Press(ui.KeyEnter)
	sends := r.sent()
	if len(sends) != 1 || sends[0].Text != "大家好 🎉" || sends[0].Conv != wire.Room || sends[0].CID != "cid-1" {
		t.Fatalf("sends %+v", sends)
	}
	if n := r.message("大家好 🎉"); n.Note != "傳送中…" {
		t.Errorf("before the acknowledgement the row says %q", n.Note)
	}
	if v := r.Find(ui.RoleTextbox, "訊息").Value; v != "" {
		t.Errorf("the composer still holds %q", v)
	}
	r.happen(model.Answered{Request: sends[0], Message: wire.Sent{CID: "cid-1", Seq: 2, Time: at(1)}})
	if n := r.message("大家好 🎉"); n.Note == "傳送中…" {
		t.Error("after the acknowledgement the row still waits")
	}
	if rows := r.All(ui.RoleRow, ""); len(rows) != 2 {
		t.Errorf("%d rows, want 2", len(rows))
	}
}

func (r *rig) message(text string) ui.Node {
	r.t.Helper()
	rows := r.All(ui.RoleRow, "")
	i := slices.IndexFunc(rows, func(n ui.Node) bool { return n.Value == text })
	if i < 0 {
		r.t.Fatalf("no message %q on the screen", text)
	}
	return rows[i]
}

// Enter that ends composing belongs to the input method.
func TestComposingEnterNeverSends(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.Compose("ㄋㄧˇ")
	r.Press(ui.KeyEnter)
	r.Commit("你", ui.KeyEnter)
	if got := r.sent(); len(got) != 0 {
		t.Fatalf("composing sent %+v", got)
	}
	r.Compose("ㄏㄠˇ")
	r.Commit("好")
	r.Press(ui.KeyEnter)
	if got := r.sent(); len(got) != 1 || got[0].Text != "你好" {
		t.Fatalf("sent %+v, want 你好 once", got)
	}
}

func TestShiftEnterBreaksTheLine(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.Type("一")
	r.Press(ui.KeyEnter, ui.Shift)
	r.Type("二")
	r.Press(ui.KeyEnter)
	if got := r.sent(); len(got) != 1 || got[0].Text != "一\n二" {
		t.Fatalf("sent %+v", got)
	}
}

// A text of nothing is not sent; one that is too long stays, and says by how much.
func TestTextsThatCanNotBeSent(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	for _, blank := range []string{"", "   ", "\u200b \u3000"} {
		r.Paste(blank)
		r.Press(ui.KeyEnter)
	}
	if got := r.sent(); len(got) != 0 {
		t.Fatalf("sent %+v", got)
	}
	r.Press(ui.KeyA, ui.Command)
	r.Paste(strings.Repeat("字", wire.MaxText+7))
	r.Press(ui.KeyEnter)
	if got := r.sent(); len(got) != 0 {
		t.Fatal("sent a text that is too long")
	}
	r.Find(ui.RoleAlert, "超過 7 個字")
	r.Press(ui.KeyA, ui.Command)
	r.Paste(strings.Repeat("字", wire.MaxText))
	r.Press(ui.KeyEnter)
	if got := r.sent(); len(got) != 1 {
		t.Fatal("did not send a text of the greatest length")
	}
	before := r.Find(ui.RoleTextbox, "訊息").Value
	r.Paste(strings.Repeat("a", 1<<20))
	if got := r.Find(ui.RoleTextbox, "訊息").Value; got != before {
		t.Fatalf("a paste of 1 MiB left %d bytes in the composer", len(got))
	}
	if got := r.labels(ui.RoleAlert); len(got) != 1 || !strings.Contains(got[0], "沒有貼上") {
		t.Errorf("says %q", got)
	}
	r.Click(ui.RoleButton, "關閉")
	if got := r.labels(ui.RoleAlert); len(got) != 0 {
		t.Errorf("still says %q", got)
	}
}

// The marker is in words and number, goes when the conversation was seen, and
// the server is told.
func TestNewMessageMarker(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn(said(1, 2, 0, "早安"))
	private := wire.Pair(1, 3)
	for seq := uint64(2); seq <= 3; seq++ {
		e := said(seq, 3, int(seq), "悄悄話")
		e.Conv = private
		r.happen(model.Received{Message: e})
	}
	if n := r.Find(ui.RoleOption, "Mei"); n.Note != "2 則新訊息" {
		t.Fatalf("Mei is marked %q", n.Note)
	}
	if got := r.app.Title(); got != "(2) Lobby" {
		t.Errorf("title %q", got)
	}
	if !strings.Contains(r.Text(), "2 則新訊息") {
		t.Error("the marker is not drawn")
	}
	took[model.Transmit](r)
	r.Click(ui.RoleOption, "Mei")
	var reads []wire.Read
	history := false
	for _, tr := range took[model.Transmit](r) {
		switch req := tr.Request.(type) {
		case wire.Read:
			reads = append(reads, req)
		case wire.History:
			history = true
		}
	}
	if !history || len(reads) == 0 && r.Find(ui.RoleOption, "Mei").Note == "2 則新訊息" {
		// the marker may wait for the page; then it goes with it
		a, b := said(2, 3, 2, "悄悄話"), said(3, 3, 3, "悄悄話")
		a.Conv, b.Conv = private, private
		r.happen(model.Answered{Request: wire.History{Conv: private, Limit: 50}, Message: wire.Page{Conv: private, Events: []wire.Event{a, b}, Last: true}})
	}
	if n := r.Find(ui.RoleOption, "Mei"); n.Note != "在線上" {
		t.Errorf("after reading, Mei is marked %q", n.Note)
	}
	r.Find(ui.RoleHeading, "Mei")
	if got := r.app.Title(); got != "Lobby" {
		t.Errorf("title %q", got)
	}
}

// A window without the keyboard reads nothing.
func TestUnfocusedWindowKeepsMarker(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn(said(1, 2, 0, "早安"))
	r.Unfocused = true
	r.Send(ui.Event{Kind: ui.FocusLost})
	r.happen(model.Received{Message: said(2, 2, 1, "有人嗎")})
	if got := r.app.Title(); got != "(1) Lobby" {
		t.Errorf("title %q, want the message counted", got)
	}
	r.Unfocused = false
	r.Send()
	if got := r.app.Title(); got != "Lobby" {
		t.Errorf("title %q after the window got the keyboard again", got)
	}
}

func TestGroupsDaysAndPresence(t *testing.T) {
	r := newRig(t, 1280, 900)
	join := func(seq uint64, minutes int, kind wire.Kind, members ...uint64) wire.Event {
		return wire.Event{Seq: seq, Time: at(minutes), Kind: kind, Conv: wire.Room, Members: members}
	}
	day := 24 * 60
	r.logIn(
		said(1, 2, 0, "第一句"), said(2, 2, 1, "同一個人接著說"), said(3, 3, 2, "換人"),
		join(4, 3, wire.KindJoined, 2, 3), join(5, 4, wire.KindJoined, 4), join(6, 5, wire.KindLeft, 4),
		said(7, 3, day, "隔天"), join(8, day+1, wire.KindJoined, 4, 3, 2, 1),
	)
	text := r.Text()
	if n := strings.Count(text, "怡君"); n < 2 {
		t.Errorf("怡君 is drawn %d times", n)
	}
	status := r.labels(ui.RoleStatus)
	for _, want := range []string{"怡君、Mei 和佐藤加入", "佐藤離開", "佐藤、Mei 和另外 2 人加入"} {
		if !slices.Contains(status, want) {
			t.Errorf("presence lines: %q, want %q", status, want)
		}
	}
	days := 0
	for _, n := range r.All(ui.RoleText, "") {
		if strings.Contains(n.Label, "星期") {
			days++
		}
	}
	if days != 2 {
		t.Errorf("%d day separators, want 2:\n%s", days, r.Tree())
	}
}

func TestKeysMoveBetweenConversations(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	heading := func() string { return r.All(ui.RoleHeading, "")[0].Label }
	r.Press(ui.KeyDown, ui.Alt)
	if got := heading(); got != "Mei" {
		t.Errorf("Alt+Down shows %q", got)
	}
	r.Press(ui.KeyUp, ui.Alt)
	if got := heading(); got != "# 大廳" {
		t.Errorf("Alt+Up shows %q", got)
	}
	e := said(1, 4, 0, "在嗎")
	e.Conv = wire.Pair(1, 4)
	r.happen(model.Received{Message: e})
	r.Press(ui.KeyDown, ui.Alt|ui.Shift)
	if got := heading(); got != "佐藤" {
		t.Errorf("Alt+Shift+Down shows %q, want the unread one", got)
	}
}

// Each conversation keeps what is being written in it.
func TestDrafts(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.Type("給大家")
	r.Click(ui.RoleOption, "Mei")
	if v := r.Find(ui.RoleTextbox, "訊息").Value; v != "" {
		t.Fatalf("Mei's composer holds %q", v)
	}
	r.Type("給你")
	r.Click(ui.RoleOption, "大廳")
	if v := r.Find(ui.RoleTextbox, "訊息").Value; v != "給大家" {
		t.Errorf("the room's composer holds %q", v)
	}
	r.Click(ui.RoleOption, "Mei")
	if v := r.Find(ui.RoleTextbox, "訊息").Value; v != "給你" {
		t.Errorf("Mei's composer holds %q", v)
	}
}

func TestNarrowWindowHasADrawer(t *testing.T) {
	r := newRig(t, 390, 780)
	r.logIn()
	if r.Has(ui.RoleOption, "Mei") {
		t.Fatal("the list is shown beside the log")
	}
	r.Click(ui.RoleButton, "對話清單")
	r.Click(ui.RoleOption, "Mei")
	r.Find(ui.RoleHeading, "Mei")
	if r.Has(ui.RoleOption, "Mei") {
		t.Error("the drawer stays open")
	}
	r.Click(ui.RoleButton, "對話清單")
	r.Press(ui.KeyEscape)
	if r.Has(ui.RoleOption, "Mei") {
		t.Error("Escape does not close the drawer")
	}
}

// What is opened from the drawer takes its place, and gives the focus back to what was
// used before both.
func TestSettingsTakeTheDrawersPlace(t *testing.T) {
	r := newRig(t, 390, 780)
	r.logIn()
	r.Click(ui.RoleButton, "對話清單")
	r.Click(ui.RoleButton, "設定")
	r.Wait(time.Second)
	scrims := 0
	for _, cmd := range r.Out.List {
		if cmd.Color == r.app.theme.Scrim {
			scrims++
		}
	}
	if scrims != 1 || r.Has(ui.RoleOption, "Mei") {
		t.Errorf("the rest is dimmed %d times, and the drawer is open: %v", scrims, r.Has(ui.RoleOption, "Mei"))
	}
	r.Press(ui.KeyEscape)
	if got := r.Focused().Label; got != "對話清單" {
		t.Errorf("the focus is on %q", got)
	}
}

// The drawer slides in and out, can be used from the beginning, and comes at once where
// less motion is wanted.
func TestDrawerSlides(t *testing.T) {
	r := newRig(t, 390, 780)
	r.logIn()
	left := func() float32 { // edge of what the drawer shows
		for _, cmd := range r.Out.List {
			if cmd.Text == "Mei" {
				return cmd.Rect.X
			}
		}
		return -1000
	}
	r.Click(ui.RoleButton, "對話清單")
	from := left()
	if n := r.Find(ui.RoleOption, "Mei"); n.Rect.X < 0 {
		t.Errorf("what moves is said to be at %v", n.Rect)
	}
	r.Wait(drawerTime / 2)
	halfway := left()
	r.Wait(time.Second)
	if there := left(); from >= halfway || halfway >= there || there < 0 {
		t.Errorf("it slides from %v by %v to %v", from, halfway, there)
	}
	if frames := r.Wait(time.Minute); frames > 0 {
		t.Errorf("%d frames while it rests", frames)
	}
	r.Press(ui.KeyEscape)
	r.Wait(drawerTime / 2)
	if at := left(); at <= -1000 || at >= halfway || r.Has(ui.RoleOption, "Mei") {
		t.Errorf("half gone it is at %v, and can be used: %v", at, r.Has(ui.RoleOption, "Mei"))
	}
	r.Wait(time.Second)
	if left() != -1000 {
		t.Error("it stays")
	}

	r.still = true
	r.Click(ui.RoleButton, "對話清單")
	if at := left(); at < 0 {
		t.Errorf("with less motion it begins at %v", at)
	}
	r.Press(ui.KeyEscape)
	if left() != -1000 {
		t.Error("with less motion it goes slowly")
	}
}

func TestBannerCountsDown(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	now := r.Now
	r.happen(
		model.Lost{Problem: model.Problem{Code: model.CodeLost}},
		model.Waiting{RetryAt: now.Add(3 * time.Second), Attempt: 1, Cause: model.Problem{Code: model.CodeLost}},
	)
	r.banner("連線中斷：和伺服器的連線中斷了。3 秒後重試。")
	r.Type("先寫著")
	r.Press(ui.KeyEnter)
	r.Wait(time.Second)
	r.banner("連線中斷：和伺服器的連線中斷了。2 秒後重試。1 則訊息等待送出。")
	if n := r.message("先寫著"); n.Note != "等待連線後傳送" {
		t.Errorf("the waiting row says %q", n.Note)
	}
	took[model.Redial](r)
	r.Click(ui.RoleButton, "立即重試")
	if got := took[model.Redial](r); len(got) != 1 {
		t.Errorf("effects %+v", got)
	}
}

func (r *rig) banner(want string) {
	r.t.Helper()
	if !slices.Contains(r.labels(ui.RoleStatus), want) {
		r.t.Errorf("status lines %q lack %q", r.labels(ui.RoleStatus), want)
	}
}

// The row of a conversation that was opened by a key is in sight.
func TestAnOpenedConversationIsInSightInTheList(t *testing.T) {
	r := newRig(t, 1280, 400)
	r.logIn()
	for id := range uint64(40) {
		r.happen(model.Received{Message: wire.Members{Members: []wire.Member{{ID: 100 + id, Name: fmt.Sprintf("member %d", id)}}}})
	}
	list := r.Find(ui.RoleList, "對話").Rect
	for _, key := range []ui.Key{ui.KeyUp, ui.KeyDown} { // the last row, and the first again
		r.Press(key, ui.Alt)
		rows := r.All(ui.RoleOption, "")
		i := slices.IndexFunc(rows, func(n ui.Node) bool { return n.Selected })
		if i < 0 || rows[i].Rect.Intersect(list) != rows[i].Rect {
			t.Errorf("after %v the row is not in sight in a list at %v: %+v", key, list, rows)
		}
	}
}

// A message that the server refused says why, and what to do about it.
func TestFailedMessage(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.Type("硬碟滿了")
	r.Press(ui.KeyEnter)
	s := r.sent()[0]
	r.happen(model.Answered{Request: s, Message: wire.Fault{Code: wire.CodeNotStored}})
	if n := r.message("硬碟滿了"); !strings.Contains(n.Note, "無法寫入硬碟") {
		t.Errorf("the row says %q", n.Note)
	}
	r.Click(ui.RoleButton, "再試一次")
	if again := r.sent(); len(again) != 1 || again[0].CID != s.CID {
		t.Fatalf("sent again %+v, want the same id", again)
	}
	r.happen(model.Answered{Request: s, Message: wire.Fault{Code: wire.CodeNotStored}})
	r.Click(ui.RoleButton, "捨棄")
	if rows := r.All(ui.RoleRow, ""); len(rows) != 0 {
		t.Errorf("%d rows are left", len(rows))
	}
}

func TestSettingsApplyAtOnce(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.Click(ui.RoleButton, "設定")
	r.Click(ui.RoleTab, "English")
	r.Find(ui.RoleDialog, "Settings")
	r.Click(ui.RoleTab, "Light")
	if r.app.theme != &ui.Light {
		t.Error("the theme is not light")
	}
	saves := took[model.Save](r)
	if n := len(saves); n != 2 || saves[1].Settings.Language != "en" || saves[1].Settings.Theme != model.ThemeLight {
		t.Errorf("saved %+v", saves)
	}
	r.Press(ui.KeyEscape)
	if r.Has(ui.RoleDialog, "Settings") {
		t.Fatal("Escape does not close the dialog")
	}
	r.Click(ui.RoleButton, "Settings")
	r.Click(ui.RoleButton, "Log out")
	r.Find(ui.RoleTextbox, "Password")
}

// A window in which nothing happens draws nothing: the caret stops blinking.
func TestIdleAsksForNothing(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn(said(1, 2, 0, "早安"))
	r.Wait(30 * time.Second)
	if n := r.Wait(time.Hour); n != 0 {
		t.Errorf("%d frames in an idle hour", n)
	}
}

// A frame costs the same however long the conversation is.
func BenchmarkFrame(b *testing.B) {
	for name, n := range map[string]int{"100": 100, "100000": 100_000} {
		b.Run(name, func(b *testing.B) {
			r := newRig(b, 1280, 800)
			events := make([]wire.Event, n)
			for i := range events {
				events[i] = said(uint64(i+1), uint64(2+i%2), i, "這是一則普通長度的訊息，用來量測每一格的成本。")
			}
			r.logIn(events...)
			for b.Loop() {
				r.Type("字")
				r.Press(ui.KeyBackspace)
			}
		})
	}
}
