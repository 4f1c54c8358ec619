package view

import (
	"slices"

	"lobby/client/model"
	"lobby/client/ui"
)

var askID = offerID.Sub("ask")

// Sizes of the question whether a file is wanted.
const (
	askWidth       = 440
	askCard        = 70
	askPictureMost = 276 // the height of a picture in it
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
	acts := a.askActions(o)
	stacked, buttons := a.actionsWidth(acts) > width-2*pad, th.Space.ControlHeight
	if stacked {
		buttons = float32(len(acts))*(buttons+8) - 8
	}
	height := 2*pad + 26 + 22 + 16 + askCard + 18 + float32(len(where))*20 + 20 + buttons
	shown, file := a.askPicture(o, width-2*pad, page.H-2*margin-height), float32(askCard)
	if !shown.Empty() {
		height += shown.H + pictureGap
		file += shown.H + pictureGap
	}
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
	a.askFile(o, shown, r.CutTop(file))
	r.CutTop(18)
	for _, line := range where {
		c.TextIn(r.CutTop(20), a.face.small, th.T2, ui.AlignLeft, line)
	}
	r.CutTop(20)
	a.askButtons(acts, stacked, r.CutTop(buttons))
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

// askPicture is the size of the picture that is shown of what is offered, empty
// where there is none, or no room left in a low window.
func (a *App) askPicture(o *model.Offer, width, left float32) ui.Rect {
	if !a.hasPicture(o) || left < pictureLeast+pictureGap {
		return ui.Rect{}
	}
	return pictureSize(&o.File, width-2*cardPadding, min(askPictureMost, left-pictureGap))
}

// askFile shows what is offered.
func (a *App) askFile(o *model.Offer, shown, r ui.Rect) {
	c, th, file := a.ctx, a.theme, o.File
	c.Box(r, th.Radius.Card, th.Bg1, 1, th.Line)
	if !shown.Empty() {
		r.CutTop(cardPadding)
		place := r.CutTop(shown.H)
		a.paintPicture(o, "ask", middle(place, shown))
		r.CutTop(pictureGap - cardPadding)
	}
	inner := r.InsetXY(cardPadding, (askCard-cardIcon)/2)
	a.drawFile(file, inner.CutLeft(cardIcon))
	inner.CutLeft(cardPadding)
	c.TextIn(inner.CutTop(cardIcon/2), a.face.strong, th.T1, ui.AlignLeft, file.Name)
	c.TextIn(inner, a.face.small, th.T2, ui.AlignLeft, a.fileDetail(file))
}

// askActions are the answers, in the order that they stand in.
func (a *App) askActions(o *model.Offer) []cardAction {
	acts := append(a.waysToTake(o), cardAction{key: "offer.decline", do: model.DeclineOffer{Offer: o.Seq}})
	slices.Reverse(acts)
	return acts
}

// askButtons draws the answers side by side, or one below the other where that
// has no room.
func (a *App) askButtons(acts []cardAction, stacked bool, r ui.Rect) {
	height := a.theme.Space.ControlHeight
	if !stacked {
		r.CutLeft(r.W - a.actionsWidth(acts))
	}
	for _, b := range acts {
		var place ui.Rect
		if stacked {
			place = r.CutTop(height)
			r.CutTop(8)
		} else {
			place = r.CutLeft(a.actionWidth(b))
			r.CutLeft(8)
		}
		style := ui.ButtonPlain
		if b.primary {
			style = ui.ButtonPrimary
		}
		if a.ctx.Button(askID.Sub(b.key), place, a.lang.T(b.key), ui.ButtonOptions{Style: style}).Clicked {
			a.do(b.do)
		}
	}
}
