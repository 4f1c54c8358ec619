package view

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
)

// longTalk is enough of messages for several screens.
func longTalk(n int) []wire.Event {
	var events []wire.Event
	for i := range n {
		events = append(events, said(uint64(i+1), uint64(2+i%2), i, fmt.Sprintf("第 %d 句", i+1)))
	}
	return events
}

func (r *rig) shows(text string) bool { return strings.Contains(r.Text(), text) }

func (r *rig) heading() string { return r.All(ui.RoleHeading, "")[0].Label }

// whisper is a private message to the user.
func whisper(seq, from uint64) wire.Event {
	e := said(seq, from, 0, "悄悄話")
	e.Conv = wire.Pair(1, from)
	return e
}

// Every row of the list of shortcuts does what it says.
func TestShortcuts(t *testing.T) {
	tests := map[string]func(r *rig) bool{
		"send": func(r *rig) bool {
			r.Type("好")
			r.Press(ui.KeyEnter)
			return len(r.sent()) == 1
		},
		"newline": func(r *rig) bool {
			r.Type("好")
			r.Press(ui.KeyEnter, ui.Shift)
			return r.Find(ui.RoleTextbox, "訊息").Value == "好\n" && len(r.sent()) == 0
		},
		"switch": func(r *rig) bool {
			r.Press(ui.KeyK, ui.Command)
			return r.Has(ui.RoleDialog, "搜尋或切換") && r.Focused().Role == ui.RoleTextbox
		},
		"previous": func(r *rig) bool {
			r.Press(ui.KeyUp, ui.Alt)
			return r.heading() == "佐藤"
		},
		"next": func(r *rig) bool {
			r.Press(ui.KeyDown, ui.Alt)
			return r.heading() == "Mei"
		},
		"previous.unread": func(r *rig) bool {
			r.happen(model.Received{Message: whisper(101, 2)})
			r.Press(ui.KeyUp, ui.Alt, ui.Shift)
			return r.heading() == "怡君"
		},
		"next.unread": func(r *rig) bool {
			r.happen(model.Received{Message: whisper(101, 2)})
			r.Press(ui.KeyDown, ui.Alt, ui.Shift)
			return r.heading() == "怡君"
		},
		"page.up": func(r *rig) bool {
			r.Press(ui.KeyPageUp)
			return !r.shows("第 100 句") && r.Has(ui.RoleButton, "跳到最新訊息")
		},
		"page.down": func(r *rig) bool {
			r.Press(ui.KeyPageUp)
			r.Press(ui.KeyPageDown)
			return r.shows("第 100 句")
		},
		"oldest": func(r *rig) bool {
			r.Press(ui.KeyHome, ui.Command)
			return r.shows("第 1 句") && !r.shows("第 100 句")
		},
		"newest": func(r *rig) bool {
			r.Press(ui.KeyHome, ui.Command)
			r.Press(ui.KeyEnd, ui.Command)
			return r.shows("第 100 句")
		},
		"file": func(r *rig) bool {
			r.Press(ui.KeyU, ui.Command)
			return slices.Equal(took[model.ChooseFiles](r), []model.ChooseFiles{{Era: r.app.state.Era, Conv: wire.Room}})
		},
		"copy": func(r *rig) bool {
			at, em := r.textAt("第 100 句")
			r.ClickAt(ui.Point{X: at.X + em/2, Y: at.Y}, 3)
			r.Press(ui.KeyC, ui.Command)
			return r.Clipboard == "第 100 句"
		},
		"paste": func(r *rig) bool {
			r.Clipboard = "貼上"
			r.Press(ui.KeyV, ui.Command)
			return r.Find(ui.RoleTextbox, "訊息").Value == "貼上"
		},
		"larger": func(r *rig) bool {
			r.Press(ui.KeyPlus, ui.Command)
			return r.app.state.Settings.TextSize == 110
		},
		"smaller": func(r *rig) bool {
			r.Press(ui.KeyMinus, ui.Command)
			r.Press(ui.KeyMinus, ui.Command)
			r.Press(ui.KeyMinus, ui.Command)
			return r.app.state.Settings.TextSize == 80
		},
		"actual": func(r *rig) bool {
			r.Press(ui.KeyPlus, ui.Command, ui.Shift)
			r.Press(ui.KeyZero, ui.Command)
			return r.app.state.Settings.TextSize == 100
		},
		"settings": func(r *rig) bool {
			r.Press(ui.KeyComma, ui.Command)
			return r.Has(ui.RoleDialog, "設定")
		},
		"shortcuts": func(r *rig) bool {
			r.Press(ui.KeySlash, ui.Command)
			return r.Has(ui.RoleDialog, "鍵盤快速鍵")
		},
		"region": func(r *rig) bool {
			r.Press(ui.KeyF6)
			find := r.Focused().Label
			r.Press(ui.KeyF6)
			list := r.Focused().Label
			r.Press(ui.KeyF6)
			return find == "搜尋或切換" && list == "大廳" && r.Focused().Label == "訊息"
		},
		"escape": func(r *rig) bool {
			r.Press(ui.KeyHome, ui.Command)
			r.Press(ui.KeySlash, ui.Command)
			r.Press(ui.KeyEscape)
			closed := !r.Has(ui.RoleDialog, "鍵盤快速鍵") && r.shows("第 1 句")
			r.Press(ui.KeyEscape)
			return closed && r.shows("第 100 句")
		},
	}
	for _, s := range shortcuts {
		t.Run(s.word, func(t *testing.T) {
			works := tests[s.word]
			if works == nil {
				t.Fatal("there is no test of this row")
			}
			r := newRig(t, 1280, 800)
			r.logIn(longTalk(100)...)
			took[model.Save](r)
			if !works(r) {
				t.Errorf("%s does not do it; the window shows\n%s", strings.Join(s.keys, "+"), r.Tree())
			}
		})
	}
}

// In a low window the keys alone lead to the end of the list.
func TestListOfShortcutsScrollsByKeys(t *testing.T) {
	r := newRig(t, 1280, 500)
	r.logIn()
	r.Press(ui.KeySlash, ui.Command)
	last := func() bool { return r.Find(ui.RoleText, r.app.lang.T("keys.escape")).Rect.Bottom() < 500 }
	for _, keys := range [][2]ui.Key{{ui.KeyEnd, ui.KeyHome}, {ui.KeyPageDown, ui.KeyPageUp}, {ui.KeyDown, ui.KeyUp}} {
		if last() {
			t.Fatal("it is all in sight")
		}
		for range 20 {
			r.Press(keys[0])
		}
		if !last() {
			t.Errorf("key %v does not lead to the end", keys[0])
		}
		for range 20 {
			r.Press(keys[1])
		}
	}
}

// The list has a line for each, with the keys.
func TestListOfShortcuts(t *testing.T) {
	r := newRig(t, 1280, 1000)
	r.logIn()
	r.Press(ui.KeySlash, ui.Command)
	for _, s := range shortcuts {
		if n := r.Find(ui.RoleText, r.app.lang.T("keys."+s.word)); n.Value != strings.Join(s.keys, "+") {
			t.Errorf("%s is said to be %q", s.word, n.Value)
		}
	}
	r.Click(ui.RoleButton, "關閉")
	if r.Has(ui.RoleDialog, "鍵盤快速鍵") {
		t.Error("it does not close")
	}
}
