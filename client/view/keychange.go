package view

import (
	"lobby/client/model"
	"lobby/client/ui"
)

var keyChangeID = ui.NewID("key change")

// drawKeyChange fills the window with a warning that the server is not the one
// it was. Nothing goes on by itself, and the safe way out is the main button.
func (a *App) drawKeyChange() {
	c, th, k := a.ctx, a.theme, a.state.KeyChange
	page := a.bounds()
	pad := float32(a.theme.Space.WindowPadding)
	if a.narrow() {
		pad = a.theme.Space.NarrowPadding
	}
	width := min(560, page.W-2*pad)
	body := c.Wrap(a.face.text, a.lang.T("key.body", "server", k.Server), width)
	height := 56 + 40 + float32(len(body))*a.theme.Type.BaseLine + 20 + 2*72 + 12 + 24 + 2*a.theme.Space.LargeControlHeight + 12
	r := page.Center(width, height)
	r.Y = max(pad, r.Y)

	c.Fill(ui.Rect{W: page.W, H: 4}, 0, th.Danger)
	icon := r.CutTop(56)
	c.DrawIcon(ui.Rect{X: icon.X, Y: icon.Y, W: 40, H: 40}, ui.IconWarning, 3, th.Danger)
	title := r.CutTop(40)
	c.TextIn(title, a.face.heading, th.T1, ui.AlignLeft, a.lang.T("key.title"))
	c.Record(ui.Node{ID: keyChangeID, Role: ui.RoleAlert, Label: a.lang.T("key.title"), Note: a.lang.T("key.body", "server", k.Server), Rect: r})
	for _, line := range body {
		c.TextIn(r.CutTop(a.theme.Type.BaseLine), a.face.text, th.T2, ui.AlignLeft, line)
	}
	r.CutTop(20)
	a.fingerprintCard(r.CutTop(72), a.lang.T("key.known"), k.KnownWords, th.OK)
	r.CutTop(12)
	a.fingerprintCard(r.CutTop(72), a.lang.T("key.seen"), k.SeenWords, th.Danger)
	r.CutTop(24)
	if c.Button(keyChangeID.Sub("back"), r.CutTop(a.theme.Space.LargeControlHeight), a.lang.T("action.back"), ui.ButtonOptions{Style: ui.ButtonPrimary}).Clicked || c.KeyPressed(ui.KeyEscape, 0) {
		a.do(model.RefuseNewKey{})
	}
	r.CutTop(12)
	if c.Button(keyChangeID.Sub("trust"), r.CutTop(a.theme.Space.LargeControlHeight), a.lang.T("action.trust"), ui.ButtonOptions{Style: ui.ButtonPlain}).Clicked {
		a.do(model.TrustNewKey{})
	}
}

func (a *App) fingerprintCard(r ui.Rect, label, words string, mark ui.Color) {
	c, th := a.ctx, a.theme
	c.Box(r, a.theme.Radius.Card, th.Bg1, 1, th.Line)
	c.Record(ui.Node{ID: keyChangeID.Sub(label), Role: ui.RoleText, Label: label, Value: words, Rect: r})
	inner := r.InsetXY(16, 12)
	c.TextIn(inner.CutTop(20), a.face.small, mark, ui.AlignLeft, label)
	inner.CutTop(4)
	c.TextIn(inner, a.face.strong, th.T1, ui.AlignLeft, words)
}
