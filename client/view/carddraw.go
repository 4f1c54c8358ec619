package view

import (
	"strings"
	"time"

	"lobby/client/ui"
	"lobby/shared/wire"
)

// Sizes of an offer's card in the log.
const (
	cardWidth    = 440
	cardPadding  = 12
	cardIcon     = 40
	cardName     = 22
	cardLine     = 22 // of what is known
	cardLines    = 3  // of what is known, at most
	cardBar      = 14 // progress, with the space above it
	cardHash     = 26 // with the space above it
	cardButtons  = 40 // with the space above them
	cardMargin   = 6  // above the card
	barHeight    = 6
	buttonHeight = 32
)

// layOut works out where the parts of a card go in a row of the log.
func (a *App) layOut(card *offerCard, width float32) {
	inner := min(width, cardWidth) - 2*cardPadding
	text := inner - cardIcon - cardPadding
	card.beside = a.besideWidth(card, text)
	if card.beside > 0 {
		text -= card.beside + cardPadding
	}
	card.lines = a.ctx.Wrap(a.face.small, card.detail, text)
	card.lines = card.lines[:min(len(card.lines), cardLines)]
	if card.moving && len(card.lines) < 2 && a.longestProgress(card) > text {
		card.lines = []string{card.detail, ""} // for what comes: the card keeps its height
	}
	card.height = cardMargin + 2*cardPadding + cardName + float32(len(card.lines))*cardLine
	if a.hasPicture(card.offer) {
		card.shown = pictureSize(&card.offer.File, inner, pictureMost)
		card.height += card.shown.H + pictureGap
	}
	if card.done >= 0 {
		card.height += cardBar
	}
	if card.hash != "" {
		card.height += cardHash
	}
	if n := len(card.actions); n > 0 && card.beside == 0 {
		card.rows = 1
		if a.actionsWidth(card.actions) > inner {
			card.rows = n
		}
		card.height += float32(card.rows) * cardButtons
	}
}

// besideWidth is how wide the buttons are beside the text, 0 where they have to
// stand below: one has room there, and two where one is a sign and what is told of
// a transfer fits in whatever its rate.
func (a *App) besideWidth(card *offerCard, text float32) float32 {
	acts := card.actions
	switch {
	case len(acts) == 1:
		return a.actionWidth(acts[0])
	case len(acts) == 2 && acts[0].icon != ui.IconNone:
		both := buttonHeight + 4 + a.actionWidth(acts[1])
		if a.longestProgress(card)+cardPadding+both <= text {
			return both
		}
	}
	return 0
}

// longestProgress is how wide that is which is told of a transfer, whatever its rate.
func (a *App) longestProgress(card *offerCard) float32 {
	return a.ctx.Width(a.face.small, sizeText(card.offer.File.Size)+" · 100% · 88.8 MB/s · "+a.leftText(59*time.Second))
}

// drawCard draws an offer's card into a row of the log, and returns what it says.
func (a *App) drawCard(l *logView, card offerCard, r ui.Rect) string {
	c, th := a.ctx, a.theme
	r.CutTop(cardMargin)
	r.W = min(r.W, cardWidth)
	c.Box(r, th.Radius.Card, th.Bg1, 1, th.Line)
	id := offerID.Num(card.offer.Seq)
	inner := r.InsetXY(cardPadding, cardPadding)
	if !card.shown.Empty() {
		place := inner.CutTop(card.shown.H)
		a.drawPicture(card.offer, place.CutLeft(card.shown.W))
		inner.CutTop(pictureGap)
	}
	if card.beside > 0 {
		place := inner
		place.H = cardName + cardLine
		place = place.CutRight(card.beside)
		inner.CutRight(card.beside + cardPadding)
		a.cardButtons(card, id, place.Center(card.beside, buttonHeight))
	} else if card.rows > 0 {
		buttons := inner.CutBottom(float32(card.rows) * cardButtons)
		buttons.CutTop(cardButtons - buttonHeight)
		a.cardButtons(card, id, buttons)
	}
	a.drawFile(card.offer.File, inner.CutLeft(cardIcon))
	inner.CutLeft(cardPadding)
	ink := th.T2
	if card.danger {
		ink = th.Danger
	}
	c.TextIn(inner.CutTop(cardName), a.face.strong, th.T1, ui.AlignLeft, card.offer.File.Name)
	for _, line := range card.lines {
		c.TextIn(inner.CutTop(cardLine), a.face.small, ink, ui.AlignLeft, line)
	}
	if card.done >= 0 {
		inner.CutTop(cardBar - barHeight)
		bar := inner.CutTop(barHeight)
		c.Record(ui.Node{
			ID: id.Sub("progress"), Role: ui.RoleBar, Label: card.offer.File.Name, Value: card.detail,
			Percent: int(100 * min(1, card.done)), Rect: bar,
		})
		c.Fill(bar, barHeight/2, th.Bg2)
		bar.W *= min(1, card.done)
		c.Fill(bar, barHeight/2, th.Accent)
	}
	if card.hash == "" {
		return card.detail
	}
	inner.CutTop(4)
	return card.detail + " · " + a.drawHash(l, id.Sub("hash"), card, inner.CutTop(cardHash-4))
}

// drawHash says that the content was checked, and by what: the whole of it while
// it is pointed at, and on the clipboard when it is clicked.
func (a *App) drawHash(l *logView, id ui.ID, card offerCard, r ui.Rect) string {
	c, th := a.ctx, a.theme
	r.X -= 6
	r.W += 6
	text, around := "", float32(6+14+4+6)
	for _, digits := range []int{8, 4} { // of 64, at each end
		text = a.lang.T("offer.checked", "hash", card.hash[:digits]+"…"+card.hash[len(card.hash)-digits:])
		if w := c.Width(a.face.faint, text) + around; w <= r.W {
			r.W = w
			break
		}
	}
	resp := c.Interact(id, r, ui.InteractOptions{Focusable: true, Cursor: ui.CursorPointer})
	c.Record(ui.Node{
		ID: id, Role: ui.RoleButton, Label: a.lang.T("offer.copyhash"), Value: card.hash,
		Note: card.offer.File.Name, Rect: r, Focused: resp.Focused,
	})
	c.Fill(r, th.Radius.Control, c.Tint(th.T1.Alpha(0), resp))
	inner := r.InsetXY(6, 0)
	c.DrawIcon(inner.CutLeft(14).Center(12, 12), ui.IconCheck, 1.5, th.OK)
	inner.CutLeft(4)
	c.TextIn(inner, a.face.faint, th.T2, ui.AlignLeft, text)
	c.FocusRing(id, r, th.Radius.Control)
	if resp.Hovered || c.FocusVisible(id) {
		l.target, l.targetAt = "SHA-256 "+card.hash, r
	}
	if resp.Clicked {
		c.Copy(card.hash)
	}
	return text
}

// drawFile draws the sign of a file's type at the top of an area.
func (a *App) drawFile(file wire.File, r ui.Rect) {
	box := r.CutTop(cardIcon)
	a.ctx.Fill(box, 8, a.theme.Bg2)
	a.ctx.TextIn(box, ui.Font{Size: 20}, a.theme.T1, ui.AlignCenter, fileSign(file.Mime))
}

func fileSign(mime string) string {
	kind, _, _ := strings.Cut(mime, "/")
	switch kind {
	case "image":
		return "🖼️"
	case "audio":
		return "🎵"
	case "video":
		return "🎬"
	}
	return "📄"
}

func (a *App) actionWidth(act cardAction) float32 {
	return a.ctx.Width(a.face.strong, a.lang.T(act.key)) + 32
}

func (a *App) actionsWidth(acts []cardAction) float32 {
	total := float32(8 * (len(acts) - 1))
	for _, act := range acts {
		total += a.actionWidth(act)
	}
	return total
}

// cardButtons draws the buttons of a card: side by side, the last at the right end,
// or one below the other where that has no room.
func (a *App) cardButtons(card offerCard, id ui.ID, r ui.Rect) {
	acts := card.actions
	if card.beside > 0 && len(acts) == 2 {
		if a.ctx.IconButton(id.Sub(acts[0].key), r.CutLeft(buttonHeight), acts[0].icon, a.lang.T(acts[0].key)).Clicked {
			a.do(acts[0].do)
		}
		acts = acts[1:]
	}
	if card.rows < 2 {
		r.CutLeft(max(0, r.W-a.actionsWidth(acts)))
	}
	for _, act := range acts {
		var place ui.Rect
		if card.rows < 2 {
			place = r.CutLeft(a.actionWidth(act))
			r.CutLeft(8)
		} else {
			place = r.CutTop(buttonHeight)
			r.CutTop(cardButtons - buttonHeight)
		}
		style := ui.ButtonPlain
		if act.primary {
			style = ui.ButtonPrimary
		}
		if a.ctx.Button(id.Sub(act.key), place, a.lang.T(act.key), ui.ButtonOptions{Style: style, Note: card.offer.File.Name}).Clicked {
			a.do(act.do)
		}
	}
}
