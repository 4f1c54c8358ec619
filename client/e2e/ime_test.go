package e2e

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"lobby/client/ui"
)

// composesInPage has text composed with an input method: while it is, Enter belongs to
// it. The member is in the room.
func composesInPage(t *testing.T, m member, p *webPage) {
	t.Helper()
	nodes, _ := m.nodes()
	said := messages(nodes)
	clickOn(t, m, ui.RoleTextbox, "訊息")
	find(t, m, "focus in the composer", func(n ui.Node) bool { return n.Focused && n.Role == ui.RoleTextbox && n.Label == "訊息" })
	composer := func(value string) {
		t.Helper()
		find(t, m, "the composer with "+value, func(n ui.Node) bool {
			return n.Role == ui.RoleTextbox && n.Label == "訊息" && n.Value == value
		})
	}
	m.press("x")
	composer("x")
	before := beyond(m, 30)
	p.compose("ㄋㄧˇㄏㄠˇ")
	p.pressInIME("Enter")
	p.compose("你好")
	for bytes.Equal(before, beyond(m, 30)) {
		if m.context().Err() != nil || t.Context().Err() != nil {
			t.Fatal("what is being composed is not shown")
		}
	}
	composer("x")
	if nodes, _ := m.nodes(); !slices.Equal(messages(nodes), said) {
		t.Fatalf("Enter sent what was being composed: %q", messages(nodes))
	}
	m.typeText("你好")
	composer("x你好")
	m.press("Return")
	said = append(said, m.nick+": x你好")
	shows(t, m, said)
	composer("")
	say(t, m, "只有一次")
	shows(t, m, append(said, m.nick+": 只有一次"))
}

// beyond is the picture of the composer's line from so many pixels to the right
// of where its text begins.
func beyond(m member, from float32) []byte {
	nodes, _ := m.nodes()
	i := slices.IndexFunc(nodes, role(ui.RoleTextbox, "訊息"))
	r := nodes[i].Rect
	r.CutLeft(from)
	var line []byte
	shown := pixels(m)
	for y := int(r.Y); y < int(r.Bottom()); y++ {
		line = append(line, shown.Pix[shown.PixOffset(int(r.X), y):shown.PixOffset(int(r.Right()), y)]...)
	}
	return line
}

// pressInIME is a key that the input method takes for itself: the page hears of
// it, as of the key "Process".
func (p *webPage) pressInIME(code string) {
	p.t.Helper()
	for _, kind := range []input.DispatchKeyEventType{"rawKeyDown", "keyUp"} {
		p.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
			_, err := cdp.Call(ctx, tab, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: "Process", Code: code, WindowsVirtualKeyCode: 229})
			return err
		}))
	}
}

// compose is what an input method does while it makes up its text.
func (p *webPage) compose(text string) {
	p.t.Helper()
	length := int64(len([]rune(text)))
	p.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, input.ImeSetComposition, input.ImeSetCompositionParams{Text: text, SelectionStart: length, SelectionEnd: length})
		return err
	}))
}
