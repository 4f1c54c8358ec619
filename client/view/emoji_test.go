package view

import (
	"regexp"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/client/ui/uitest"
)

// Every sign is one character to the eye, has names in all languages, and no name
// in English is another's. What is offered by one must be typed as one word.
func TestEmojiTable(t *testing.T) {
	name := regexp.MustCompile(`^[a-z0-9_+-]{2,}$`)
	seen := map[string]string{}
	all := emojis()
	if len(all) < 250 {
		t.Errorf("only %d emoji", len(all))
	}
	for _, e := range all {
		if n := uniseg.GraphemeClusterCount(e.sign); n != 1 {
			t.Errorf("%q is %d characters", e.sign, n)
		}
		if len(e.english) == 0 || len(e.chinese) == 0 || len(e.japanese) == 0 {
			t.Errorf("%s lacks a name", e.sign)
		}
		for _, n := range slices.Concat(e.chinese, e.japanese) {
			if got, _, ok := emojiQuery(":"+n, len(n)+1); !ok || got != n {
				t.Errorf("%s has the name %q, which can't be typed", e.sign, n)
			}
		}
		for _, n := range append([]string{e.sign}, e.english...) {
			if other, ok := seen[n]; ok {
				t.Errorf("%s and %s are both %q", other, e.sign, n)
			}
			seen[n] = e.sign
		}
		for _, n := range e.english {
			if !name.MatchString(n) {
				t.Errorf("%s has the name %q, which can't be typed", e.sign, n)
			}
		}
	}
}

func TestEmojiQuery(t *testing.T) {
	for _, c := range []struct {
		text string // up to the caret
		want string
		ok   bool
	}{
		{":ta", "ta", true}, {"好:慶", "慶", true}, {"a :tada", "tada", true}, {"(:+1", "+1", true},
		{":t", "", false}, {"10:30", "", false}, {"http://a", "", false}, {"::", "", false}, {": ta", "", false}, {"ta", "", false}, {"", "", false},
	} {
		name, _, ok := emojiQuery(c.text, len(c.text))
		if ok != c.ok || ok && name != c.want {
			t.Errorf("%q asks for %q, %v; want %q, %v", c.text, name, ok, c.want, c.ok)
		}
	}
}

func (r *rig) composed() string { return r.Find(ui.RoleTextbox, "訊息").Value }

// Names are shown in the user's language, and answer in all.
func TestEmojiNames(t *testing.T) {
	for _, c := range []struct{ tag, shown string }{{"zh-TW", "拉麵"}, {"en", "noodles"}, {"ja", "ラーメン"}} {
		r := newRig(t, 1280, 800)
		r.happen(model.Started{Settings: model.Settings{Language: c.tag}})
		r.logIn()
		for _, typed := range []string{":ramen", ":拉麵", ":ラーメ"} {
			r.Type(typed)
			if n := r.Find(ui.RoleOption, c.shown); n.Value != "🍜" {
				t.Errorf("%s offers %+v for %q", c.tag, n, typed)
			}
			for range utf8.RuneCountInString(typed) {
				r.Press(ui.KeyBackspace)
			}
		}
	}
}

func TestEmojiCompletion(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.Type("好 :tad")
	if n := r.Find(ui.RoleOption, "恭喜"); !n.Selected || n.Value != "🎉" {
		t.Fatalf("offers %+v first", n)
	}
	r.Press(ui.KeyEnter)
	if got := r.composed(); got != "好 🎉" {
		t.Fatalf("Enter makes %q", got)
	}
	if len(r.sent()) != 0 {
		t.Fatal("Enter has sent it, too")
	}
	r.Type(":coff")
	r.Click(ui.RoleOption, "咖啡")
	if got := r.composed(); got != "好 🎉☕" || r.Focused().Label != "訊息" {
		t.Fatalf("a click makes %q", got)
	}
	r.Type(":rocket:") // the second colon is enough
	if got := r.composed(); got != "好 🎉☕🚀" {
		t.Fatalf("a whole name becomes %q", got)
	}
	r.Press(ui.KeyA, ui.Command)
	r.Press(ui.KeyBackspace)
	r.Type(":笑")
	first := r.Find(ui.RoleOption, "笑臉")
	r.Press(ui.KeyDown)
	if r.Find(ui.RoleOption, "笑臉").Selected == first.Selected {
		t.Error("Down does not choose the next")
	}
	r.Press(ui.KeyEscape)
	if r.Has(ui.RoleOption, "笑臉") || r.composed() != ":笑" {
		t.Errorf("Escape leaves %q and the list", r.composed())
	}
	r.Press(ui.KeyEnter)
	if got := r.sent(); len(got) != 1 || got[0].Text != ":笑" {
		t.Errorf("then Enter sends %+v", got)
	}
	r.Type(":笑")
	r.Find(ui.RoleOption, "笑臉") // in the next message it is offered again
	r.Press(ui.KeyBackspace)
	r.Press(ui.KeyBackspace)
	r.Type("10:30 https://a.example:80 :notaname:")
	if got := r.composed(); got != "10:30 https://a.example:80 :notaname:" {
		t.Errorf("what is no name became %q", got)
	}
}

// While an input method composes, its keys choose nothing.
func TestComposingDoesNotComplete(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.Type(":")
	r.Compose("ㄒㄧㄠˋ")
	r.Press(ui.KeyDown)
	r.Commit("笑", ui.KeyEnter)
	if got := r.composed(); got != ":笑" {
		t.Errorf("composing left %q", got)
	}
	r.Find(ui.RoleOption, "笑臉")
}

func TestEmojiPicker(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.Type("早安")
	r.Click(ui.RoleButton, "表情符號")
	r.Find(ui.RoleDialog, "表情符號")
	r.Press(ui.KeyRight)
	r.Press(ui.KeyRight)
	r.Press(ui.KeyLeft)
	r.Press(ui.KeyEnter)
	if got := r.composed(); got != "早安😃" || r.Has(ui.RoleDialog, "表情符號") || r.Focused().Label != "訊息" {
		t.Fatalf("by keyboard %q, the focus on %q", got, r.Focused().Label)
	}
	r.Click(ui.RoleButton, "表情符號")
	r.Move(uitest.Center(r.Find(ui.RoleOption, "笑臉").Rect))
	if !r.draws("😀  笑臉  :grinning:") {
		t.Error("what the pointer is over is not named")
	}
	r.Type(" :coffee:")
	var signs []string
	for _, n := range r.All(ui.RoleOption, "") {
		if n.Value != "" {
			signs = append(signs, n.Value)
		}
	}
	if !slices.Equal(signs, []string{"☕"}) {
		t.Fatalf("coffee finds %q", signs)
	}
	r.Click(ui.RoleOption, "咖啡")
	if got := r.composed(); got != "早安😃☕" {
		t.Fatalf("by mouse %q", got)
	}
	r.Click(ui.RoleButton, "表情符號")
	for range 40 {
		r.Press(ui.KeyDown)
	}
	last := emojis()[len(emojis())-1]
	if n := len(r.All(ui.RoleOption, r.app.emojiName(last))); n != 1 {
		t.Error("Down does not reach the last sign")
	}
	r.Press(ui.KeyEscape)
	if r.composed() != "早安😃☕" || r.Has(ui.RoleDialog, "表情符號") {
		t.Error("Escape does not close it without a trace")
	}
}
