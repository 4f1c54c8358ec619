package ui_test

import (
	"testing"

	"lobby/client/ui"
	"lobby/client/ui/uitest"
)

// showcase draws every widget, with nothing done to it yet.
type showcase struct {
	name, password, message ui.Editor
	theme                   *ui.Theme
	scroll                  ui.ScrollState
	tab                     int
}

func newShowcase(theme *ui.Theme) *showcase {
	s := &showcase{theme: theme}
	s.name.SetText("建宏")
	s.password.SetText("secret")
	s.message.SetText("好，我十點到\n第二行的文字比較長，所以要換行")
	return s
}

func (s *showcase) draw(c *ui.Context) {
	th := s.theme
	c.SetTheme(th)
	root := ui.NewID("showcase")
	c.Gradient(c.Bounds(), 0, th.Glow, th.Bg0)
	card := c.Bounds().Inset(20)
	c.Shadow(card, th.Radius.Dialog, 32, th.Shade)
	c.Box(card, th.Radius.Dialog, th.Bg1, 1, th.Line)
	r := card.Inset(20)
	c.TextIn(r.CutTop(32), c.BoldFont(th.Type.Brand), th.T1, ui.AlignLeft, "Lobby")
	s.tab = c.Segmented(root.Sub("tabs"), r.CutTop(42), []string{"登入", "註冊"}, s.tab)
	r.CutTop(12)
	c.TextField(root.Sub("name"), r.CutTop(44), &s.name, ui.FieldOptions{Label: "名稱"})
	r.CutTop(12)
	c.TextField(root.Sub("password"), r.CutTop(44), &s.password,
		ui.FieldOptions{Label: "密碼", Password: true, Error: "密碼不對", Trailing: 60})
	r.CutTop(12)
	c.TextField(root.Sub("empty"), r.CutTop(44), &ui.Editor{}, ui.FieldOptions{Label: "空的", Placeholder: "傳訊息", Disabled: true})
	r.CutTop(12)
	c.TextArea(root.Sub("message"), r.CutTop(66), &s.message, ui.FieldOptions{Label: "訊息"})
	r.CutTop(12)
	row := r.CutTop(36)
	for i, style := range []ui.ButtonStyle{ui.ButtonPlain, ui.ButtonPrimary, ui.ButtonDanger, ui.ButtonGhost} {
		label := []string{"另存", "登入", "刪除", "顯示"}[i]
		c.Button(root.Sub(label), row.CutLeft(70), label, ui.ButtonOptions{Style: style})
		row.CutLeft(8)
	}
	c.Button(root.Sub("busy"), row.CutLeft(90), "請稍候", ui.ButtonOptions{Style: ui.ButtonPrimary, Disabled: true})
	r.CutTop(12)
	row = r.CutTop(36)
	c.IconButton(root.Sub("menu"), row.CutLeft(36), ui.IconMenu, "選單")
	row.CutLeft(8)
	c.Button(root.Sub("send"), row.CutLeft(100), "送出", ui.ButtonOptions{Icon: ui.IconSend, Note: "Enter"})
	r.CutTop(12)
	c.ScrollArea(root.Sub("scroll"), r, &s.scroll, 200, func(r ui.Rect) {
		for i := range 10 {
			c.TextIn(r.CutTop(20), c.Font(th.Type.Small), th.T2, ui.AlignRight, string(rune('A'+i)))
		}
	})
}

func TestGoldenWidgets(t *testing.T) {
	for name, theme := range map[string]*ui.Theme{"dark": &ui.Dark, "light": &ui.Light} {
		s := newShowcase(theme)
		d := uitest.New(t, 480, 560, s.draw)
		uitest.Golden(t, "widgets-"+name, d.Out)
	}
}

func TestGoldenWidgetsInUse(t *testing.T) {
	s := newShowcase(&ui.Dark)
	d := uitest.New(t, 480, 560, s.draw)
	d.Press(ui.KeyTab)
	uitest.Golden(t, "focus-tab", d.Out)
	d.Click(ui.RoleTextbox, "訊息")
	d.Press(ui.KeyA, ui.Command)
	uitest.Golden(t, "selected-lines", d.Out)
	d.Press(ui.KeyEnd)
	d.Compose("ㄒㄧㄢ")
	uitest.Golden(t, "composing", d.Out)
	d.Click(ui.RoleButton, "登入")
	uitest.Golden(t, "hovered-button", d.Out)
}

func TestFrameAtRestTakesLittleMemory(t *testing.T) {
	s := newShowcase(&ui.Dark)
	c := ui.New(&uitest.Measurer{})
	frame := func() {
		c.Begin(ui.Input{W: 480, H: 560, Now: uitest.Start, Focused: true})
		s.draw(c)
		c.End()
	}
	frame()
	frame()
	if n := testing.AllocsPerRun(20, frame); n > 40 {
		t.Errorf("a frame makes %v allocations", n)
	}
}

func BenchmarkFrame(b *testing.B) {
	s := newShowcase(&ui.Dark)
	c := ui.New(&uitest.Measurer{})
	b.ReportAllocs()
	for b.Loop() {
		c.Begin(ui.Input{W: 480, H: 560, Now: uitest.Start, Focused: true})
		s.draw(c)
		c.End()
	}
}
