package view

import (
	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
)

var askID = offerID.Sub("ask")

// Sizes of the question whether a file is wanted.
const (
	askWidth = 440
	askCard  = 70
)

// drawAsk asks whether the file is wanted that was just offered to this member
// alone. While something else is open, or a message is being written, the offer
// waits as a card in its conversation.
func (a *App) drawAsk() {
	if len(a.state.Asking) == 0 {
		a.asking = false
		return
	}
	if a.covered() {
		return
	}
	if a.composer.editor.Text() != "" && !a.asking {
		return
	}
	a.asking = true
	o := a.state.Offers[a.state.Asking[0]]
	if o == nil {
		return
	}
	if len(a.waysToTake(o)) == 0 {
		a.do(model.LaterOffer{Offer: o.Seq}) // the card says why
		return
	}
	c, th, page := a.ctx, a.theme, a.bounds()
	c.PushLayer(askID, page, true)
	defer c.PopLayer()
	c.Fill(page, 0, th.Scrim)
	margin, pad := th.Space.NarrowPadding, a.dialogPadding()
	width := min(askWidth, page.W-2*margin)
	where := c.Wrap(a.face.small, a.lang.T("ask.where"), width-2*pad)
	height := 2*pad + 26 + 22 + 16 + askCard + 18 + float32(len(where))*20 + 20 + th.Space.ControlHeight
	card := page.Center(width, height)
	title := a.lang.T("ask.title", "name", a.state.Name(o.From))
	c.Interact(askID.Sub("card"), card, ui.InteractOptions{})
	c.Shadow(card, th.Radius.Dialog, 40, th.Shade)
	c.Box(card, th.Radius.Dialog, th.Card, 1, th.Line)
	c.Record(ui.Node{ID: askID, Role: ui.RoleDialog, Label: title, Note: o.File.Name, Rect: card})

	r := card.InsetXY(pad, pad)
	c.TextIn(r.CutTop(26), a.face.title, th.T1, ui.AlignLeft, title)
	note := a.lang.T("ask.private")
	if row, ok := a.offerRow(o); ok {
		note += " · " + a.lang.Clock(row.Time.In(a.o.Zone))
	}
	c.TextIn(r.CutTop(22), a.face.small, th.T2, ui.AlignLeft, note)
	r.CutTop(16)
	a.askFile(o.File, r.CutTop(askCard))
	r.CutTop(18)
	for _, line := range where {
		c.TextIn(r.CutTop(20), a.face.small, th.T2, ui.AlignLeft, line)
	}
	r.CutTop(20)
	a.askButtons(o, r.CutTop(th.Space.ControlHeight))
	if c.KeyPressed(ui.KeyEscape, 0) {
		a.do(model.LaterOffer{Offer: o.Seq})
	}
}

func (a *App) offerRow(o *model.Offer) (model.Row, bool) {
	if conv := a.state.Convs[o.Conv]; conv != nil {
		for i := len(conv.Rows) - 1; i >= 0; i-- {
			if conv.Rows[i].Seq == o.Seq {
				return conv.Rows[i], true
			}
		}
	}
	return model.Row{}, false
}

// askFile shows what is offered.
func (a *App) askFile(file wire.File, r ui.Rect) {
	c, th := a.ctx, a.theme
	c.Box(r, th.Radius.Card, th.Bg1, 1, th.Line)
	inner := r.InsetXY(cardPadding, (askCard-cardIcon)/2)
	a.drawFile(file, inner.CutLeft(cardIcon))
	inner.CutLeft(cardPadding)
	detail := sizeText(file.Size)
	if file.Files > 0 {
		detail += " · " + a.lang.N("offer.files", int(file.Files))
	}
	if kind := kindText(file); kind != "" {
		detail += " · " + kind
	}
	c.TextIn(inner.CutTop(cardIcon/2), a.face.strong, th.T1, ui.AlignLeft, file.Name)
	c.TextIn(inner, a.face.small, th.T2, ui.AlignLeft, detail)
}

func (a *App) askButtons(o *model.Offer, r ui.Rect) {
	for _, b := range append(a.waysToTake(o), cardAction{"offer.decline", false, model.DeclineOffer{Offer: o.Seq}}) {
		style := ui.ButtonPlain
		if b.primary {
			style = ui.ButtonPrimary
		}
		if a.ctx.Button(askID.Sub(b.key), r.CutRight(a.actionWidth(b)), a.lang.T(b.key), ui.ButtonOptions{Style: style}).Clicked {
			a.do(b.do)
		}
		r.CutRight(8)
	}
}
