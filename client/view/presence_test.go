package view

import (
	"testing"
	"time"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
)

// greens counts the dots of members that are shown as online.
func (r *rig) greens() (n int) {
	for _, cmd := range r.Out.List {
		if cmd.Kind == ui.CmdRect && cmd.Color == r.app.theme.OK {
			n++
		}
	}
	return n
}

// Without a connection nobody is shown as online, in colour or in words.
func TestPresenceWithoutConnection(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	if r.greens() != 3 {
		t.Fatalf("%d green dots", r.greens())
	}
	lost := model.Problem{Code: model.CodeLost}
	r.happen(model.Lost{Problem: lost}, model.Waiting{RetryAt: r.Now.Add(time.Second), Cause: lost})
	if r.greens() != 0 || !r.draws("成員 — 3（狀態不明）") {
		t.Errorf("%d green dots", r.greens())
	}
	for _, n := range r.All(ui.RoleOption, "") {
		if n.Label != "大廳" && n.Note != "狀態不明" {
			t.Errorf("%s is %q", n.Label, n.Note)
		}
	}
	if n := r.Find(ui.RoleHeading, "# 大廳"); n.Note != "4 位成員，未連線時不知道誰在線上" {
		t.Errorf("the room says %q", n.Note)
	}
	r.app.do(model.Open{Conv: wire.Pair(1, 2)})
	r.Send()
	if n := r.Find(ui.RoleHeading, "怡君"); n.Note != "狀態不明" {
		t.Errorf("the pair says %q", n.Note)
	}
}

// draws reports whether a line of this text is drawn.
func (r *rig) draws(text string) bool {
	for _, cmd := range r.Out.List {
		if cmd.Kind == ui.CmdText && cmd.Text == text {
			return true
		}
	}
	return false
}

// A burst makes one sound; who is read makes none.
func TestChime(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	seq := uint64(10)
	rings := func(wait time.Duration, events ...model.Event) bool {
		r.Now = r.Now.Add(wait)
		r.happen(events...)
		return r.Out.Chime
	}
	message := func(conv string) model.Event {
		seq++
		e := said(seq, 2, 0, "有人嗎")
		e.Conv = conv
		return model.Received{Message: e}
	}
	pair := wire.Pair(1, 2)
	if rings(0, message(wire.Room)) {
		t.Error("what is being read rings")
	}
	if !rings(0, message(pair), message(pair)) {
		t.Error("another conversation does not ring")
	}
	if rings(0) {
		t.Error("it rings again by itself")
	}
	for range 20 {
		if rings(time.Second, message(pair)) {
			t.Error("a burst rings more than once")
		}
	}
	if !rings(ringPace, message(pair)) {
		t.Error("what comes after a pause does not ring")
	}
	rang := 0
	for range 40 {
		if rings(4*time.Second, message(pair)) {
			rang++
		}
	}
	if rang != 2 {
		t.Errorf("a talk of 160 s rings %d times", rang)
	}
}

// What one member began to write is not shown to the next.
func TestDraftOfAnotherMember(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.Type("只給自己看")
	r.happen(model.Ended{Problem: model.Problem{Code: wire.CodeLoggedOut}})
	r.happen(
		model.Welcomed{Welcome: wire.Welcome{Member: everyone[1]}, Server: "class.example:7070"},
		model.Received{Message: wire.Ready{Re: 1}},
	)
	if n := r.Find(ui.RoleTextbox, "訊息"); n.Value != "" {
		t.Errorf("the composer has %q", n.Value)
	}
}
