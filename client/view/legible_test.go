package view

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/client/ui/uitest"
	"lobby/client/view/lang"
	"lobby/shared/wire"
)

// talk has something of everything that a log shows.
func talk() []wire.Event {
	return []wire.Event{
		said(1, 2, 0, "明天網路程式設計的 demo 幾點開始？"),
		said(2, 3, 1, "10:30, room 204. I put the slides on http://192.168.1.20:7070/#room=demo"),
		said(3, 3, 2, "Run make run first, it takes about a minute. Pneumonoultramicroscopicsilicovolcanoconiosis!"),
		{Seq: 4, Time: at(3), Kind: wire.KindJoined, Conv: wire.Room, Members: []uint64{2, 3, 4}},
		said(5, 1, 24*60, "我把 server 開在教室的電腦上了，大家用瀏覽器就可以進來 🎉"),
		said(6, 4, 24*60+1, "好，我十點到。\n順便帶投影機的轉接頭。"),
	}
}

// scenes bring the program to what the user may see.
var scenes = []struct {
	name string
	play func(r *rig)
}{
	{"login", func(r *rig) {
		r.Press(ui.KeyEnter)
		r.happen(model.Probed{Server: "class.example:7070", Problem: &model.Problem{Code: model.CodeUnreachable, Field: model.FieldServer}})
	}},
	{"key change", func(r *rig) {
		words := "abandon ability able about above absent"
		r.happen(model.KeyMismatch{KeyChange: model.KeyChange{Server: "class.example:7070", KnownWords: words, SeenWords: words}})
	}},
	{"empty", func(r *rig) { r.logIn() }},
	{"chat", func(r *rig) {
		r.logIn(talk()...)
		r.away()
		r.happen(model.Received{Message: said(7, 2, 24*60+2, "有人嗎")}, model.Received{Message: whisper(8, 3)})
	}},
	{"trouble", func(r *rig) {
		r.logIn(talk()...)
		r.Type("這則訊息沒有送出去")
		r.Press(ui.KeyEnter)
		s := r.sent()[0]
		r.happen(
			model.Answered{Request: s, Message: wire.Fault{Code: wire.CodeNotStored}},
			model.Failed{Problem: model.Problem{Code: model.CodeStore, Detail: "no space left on device"}},
			model.Lost{Problem: model.Problem{Code: model.CodeLost}},
			model.Waiting{RetryAt: r.Now.Add(9 * time.Second), Attempt: 1, Cause: model.Problem{Code: model.CodeLost}},
		)
		r.Paste(strings.Repeat("太長", wire.MaxText))
	}},
	{"scrolled", func(r *rig) {
		r.logIn(longTalk(80)...)
		r.Press(ui.KeyPageUp)
		r.happen(model.Received{Message: said(81, 2, 90, "新的")})
	}},
	{"settings", func(r *rig) {
		r.logIn(talk()...)
		r.happen(model.Pinned{Known: []model.KnownServer{{Server: "class.example:7070", Words: "abandon ability able about above absent"}}})
		r.Press(ui.KeyComma, ui.Command)
	}},
	{"settings end", func(r *rig) {
		r.logIn(talk()...)
		r.Notify = ui.NotifyNever
		r.Press(ui.KeyComma, ui.Command)
		for range 3 {
			r.Press(ui.KeyTab, ui.Shift)
		}
	}},
	{"devices", func(r *rig) {
		r.logIn(talk()...)
		r.happen(model.Pinned{Known: []model.KnownServer{{Server: "a-rather-long-name.of.a.server.example:7070", Words: "abandon ability able about above absent"}}})
		r.Press(ui.KeyComma, ui.Command)
		r.answerDevices()
		r.app.removing = "device " + hex.EncodeToString(tabletKey)
		for range 4 { // to what is below everything
			r.Press(ui.KeyTab, ui.Shift)
		}
	}},
	{"password", func(r *rig) {
		r.logIn(talk()...)
		r.app.openSheet(sheetPassword)
		r.Type("old")
		r.Press(ui.KeyEnter)
	}},
	{"password done", func(r *rig) {
		r.logIn(talk()...)
		r.app.openSheet(sheetPassword)
		r.happen(model.Answered{Request: wire.ChangePassword{}, Message: wire.Done{}})
	}},
	{"offline", func(r *rig) {
		r.logIn(talk()...)
		r.happen(model.Lost{Problem: model.Problem{Code: model.CodeLost}})
	}},
	{"shortcuts", func(r *rig) { r.logIn(talk()...); r.Press(ui.KeySlash, ui.Command) }},
	{"switcher", func(r *rig) { r.logIn(talk()...); r.Press(ui.KeyK, ui.Command) }},
	{"picker", func(r *rig) {
		r.logIn(talk()...)
		if button := r.All(ui.RoleButton, r.app.lang.T("emoji")); len(button) > 0 {
			r.ClickAt(uitest.Center(button[0].Rect), 1)
		}
	}},
	{"completion", func(r *rig) { r.logIn(talk()...); r.Type(":heart") }},
	{"cards", cards},
	{"cards above", func(r *rig) { cards(r); r.Press(ui.KeyPageUp) }},
	{"cards far above", func(r *rig) { cards(r); r.Press(ui.KeyHome, ui.Command) }},
	{"question", question},
	{"large picture", largePicture},
	{"drawer", func(r *rig) {
		r.logIn(talk()...)
		if menu := r.All(ui.RoleButton, r.app.lang.T("action.menu")); len(menu) > 0 {
			r.ClickAt(uitest.Center(menu[0].Rect), 1)
		}
	}},
}

// stage is one way to look at the program.
type stage struct {
	tag     string
	percent int
	w, h    float32
}

// stages are all languages, several sizes of text, and wide and narrow windows.
func stages() []stage {
	var all []stage
	for _, tag := range lang.Tags {
		for _, percent := range []int{80, 100, 150, 200} {
			all = append(all, stage{tag, percent, 1280, 800}, stage{tag, percent, 390, 780})
		}
	}
	return all
}

func (s stage) String() string { return fmt.Sprintf("%s-%d-%g", s.tag, s.percent, s.w) }

// rig is the program on that stage.
func (s stage) rig(t testing.TB) *rig {
	r := newRig(t, s.w, s.h)
	r.happen(model.Started{Settings: model.Settings{
		Theme: model.ThemeDark, Server: "class.example:7070", Language: s.tag, TextSize: s.percent,
	}})
	return r
}

// In every language and size, wide and narrow, no text overlaps another, is cut off
// or has no room.
func TestAllTextIsLegible(t *testing.T) {
	for _, s := range stages() {
		for _, scene := range scenes {
			t.Run(s.String()+"/"+scene.name, func(t *testing.T) {
				r := s.rig(t)
				scene.play(r)
				for _, problem := range uitest.Illegible(r.Out, r.W, r.H) {
					t.Error(problem)
				}
			})
		}
	}
}

// What the chat looks like, command by command.
func TestGoldenChat(t *testing.T) {
	chat := scenes[slices.IndexFunc(scenes, func(s struct {
		name string
		play func(r *rig)
	}) bool {
		return s.name == "chat"
	})]
	for _, s := range stages() {
		if s.percent == 80 {
			continue
		}
		t.Run(s.String(), func(t *testing.T) {
			r := s.rig(t)
			chat.play(r)
			uitest.Golden(t, "chat-"+s.String(), r.Out)
		})
	}
}
