package view

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
)

var offerID = ui.NewID("offer")

// Sizes of an offer's card in the log.
const (
	cardWidth    = 440
	cardPadding  = 12
	cardIcon     = 40
	cardText     = 44 // name and what is known
	cardBar      = 14 // progress, with the space above it
	cardButtons  = 40 // with the space above them
	cardMargin   = 6  // above the card
	barHeight    = 6
	buttonHeight = 32
)

// cardAction is a button of a card.
type cardAction struct {
	key     string // in the catalogue
	primary bool
	do      model.Intent
}

// offerCard is what an offer's card shows.
type offerCard struct {
	offer   *model.Offer
	detail  string
	danger  bool    // the detail tells of a failure
	done    float32 // part of the whole, 0 to 1; below 0 where there is no bar
	actions []cardAction
}

// card works out what an offer's card shows.
func (a *App) card(seq uint64) offerCard {
	o := a.state.Offers[seq]
	if o == nil {
		o = &model.Offer{Seq: seq}
	}
	card := offerCard{offer: o, done: -1}
	parts := []string{sizeText(o.File.Size)}
	if n := o.File.Files; n > 0 {
		parts = append(parts, a.lang.N("offer.files", int(n)))
	}
	say := func(key string, args ...any) { parts = append(parts, a.lang.T(key, args...)) }
	t, mine := o.Transfer, o.From == a.state.Self.ID
	switch {
	case t != nil && t.Status == model.TransferDone && !t.Upload:
		say("offer.saved")
		if a.o.Saving.Show {
			card.act("offer.open", model.OpenFile{Offer: seq})
			card.act("offer.folder", model.OpenFile{Offer: seq, Folder: true})
		}
	case !o.Open():
		say("offer.end." + string(o.End))
	case mine && o.Ready && o.Direct():
		say("offer.ready.direct")
		card.act("action.cancel", model.CancelOffer{Offer: seq})
	case mine && o.Ready:
		say("offer.ready")
		card.act("offer.withdraw", model.CancelOffer{Offer: seq})
	case t != nil && (!mine || !o.Direct() || o.Accepted || t.Status == model.TransferFailed):
		a.cardTransfer(&card, &parts, t, mine)
	case mine && (o.Accepted || !o.Direct()):
		say("offer.otherdevice")
		card.act("action.cancel", model.CancelOffer{Offer: seq})
	case mine:
		say("offer.unanswered")
		card.act("action.cancel", model.CancelOffer{Offer: seq})
	default:
		if kind := kindText(o.File); kind != "" {
			parts = append(parts, kind)
		}
		if o.Direct() {
			card.act("offer.decline", model.DeclineOffer{Offer: seq})
		}
		if ways := a.waysToTake(o); len(ways) > 0 {
			slices.Reverse(ways)
			card.actions = append(card.actions, ways...)
		} else {
			say("offer.toolarge")
		}
	}
	card.detail = strings.Join(parts, " · ")
	return card
}

// waysToTake returns how an offered file can be accepted, the usual way first,
// and nothing when it is too large for here.
func (a *App) waysToTake(o *model.Offer) []cardAction {
	var ways []cardAction
	if most := a.o.Saving.Most; most == 0 || o.File.Size <= most {
		ways = append(ways, cardAction{"offer.accept", true, model.AcceptOffer{Offer: o.Seq}})
	}
	if a.o.Saving.Choose {
		ways = append(ways, cardAction{"offer.saveas", len(ways) == 0, model.AcceptOffer{Offer: o.Seq, Choose: true}})
	}
	return ways
}

func (c *offerCard) act(key string, do model.Intent) {
	c.actions = append(c.actions, cardAction{key: key, do: do})
}

// cardTransfer tells how far a transfer is and what can be done with it.
func (a *App) cardTransfer(card *offerCard, parts *[]string, t *model.Transfer, mine bool) {
	o := card.offer
	if o.File.Size > 0 {
		card.done = float32(float64(t.Done) / float64(o.File.Size))
	}
	percent := fmt.Sprintf("%d%%", int(100*max(0, card.done)))
	stop := model.Intent(model.DeclineOffer{Offer: o.Seq})
	if mine {
		stop = model.CancelOffer{Offer: o.Seq}
	}
	switch t.Status {
	case model.TransferRunning:
		*parts = append(*parts, percent)
		if t.Rate > 0 {
			left := time.Duration(float64(o.File.Size-t.Done) / t.Rate * float64(time.Second))
			*parts = append(*parts, sizeText(int64(t.Rate))+"/s", a.leftText(left))
		}
		card.act("offer.pause", model.PauseTransfer{Offer: o.Seq})
	case model.TransferPaused:
		*parts = append(*parts, a.lang.T("offer.paused", "percent", percent))
		card.act("offer.resume", model.ResumeTransfer{Offer: o.Seq})
	case model.TransferFailed:
		*parts = []string{trimStop(a.sentence(t.Problem))}
		card.danger = true
		if t.Problem.Code == model.CodeGone {
			card.act("offer.choose", model.ChooseAgain{Offer: o.Seq})
		} else {
			card.act("action.retry", model.ResumeTransfer{Offer: o.Seq})
		}
	default:
		*parts = append(*parts, a.lang.T("offer.waiting"))
	}
	card.act("action.cancel", stop)
}

// leftText says how long a transfer will take, in the largest unit that fits.
func (a *App) leftText(d time.Duration) string {
	switch {
	case d >= time.Hour:
		return a.lang.N("left.hours", int((d+30*time.Minute)/time.Hour))
	case d >= time.Minute:
		return a.lang.N("left.minutes", int((d+30*time.Second)/time.Minute))
	}
	return a.lang.N("left.seconds", seconds(d))
}

// sizeText writes a number of bytes, in units of a thousand.
func sizeText(n int64) string {
	if n < 1000 {
		return fmt.Sprintf("%d B", n)
	}
	size, unit := float64(n), 0
	for size >= 999.95 && unit < len(units)-1 {
		size /= 1000
		unit++
	}
	return fmt.Sprintf("%.1f %s", size, units[unit])
}

// kindText names a file's type shortly: JPEG, PDF; empty where that would say
// nothing.
func kindText(file wire.File) string {
	_, kind, _ := strings.Cut(file.Mime, "/")
	if len(kind) > 5 || kind == "" {
		kind = strings.TrimPrefix(filepath.Ext(file.Name), ".")
	}
	if len(kind) > 5 {
		return ""
	}
	return strings.ToUpper(kind)
}

var units = []string{"B", "kB", "MB", "GB", "TB", "PB"}

// height is the card's, with the space above it.
func (c *offerCard) height() float32 {
	h := float32(cardMargin + 2*cardPadding + cardText)
	if c.done >= 0 {
		h += cardBar
	}
	if c.below() {
		h += cardButtons
	}
	return h
}

// below reports whether the buttons stand below the text: a single one has
// room beside it.
func (c *offerCard) below() bool { return len(c.actions) > 1 }

// drawCard draws an offer's card into a row of the log, and returns what it says.
func (a *App) drawCard(card offerCard, r ui.Rect) string {
	c, th := a.ctx, a.theme
	r.CutTop(cardMargin)
	r.W = min(r.W, cardWidth)
	c.Box(r, th.Radius.Card, th.Bg1, 1, th.Line)
	id := offerID.Num(card.offer.Seq)
	inner := r.InsetXY(cardPadding, cardPadding)
	if card.below() {
		a.cardButtons(card, id, inner.CutBottom(buttonHeight))
		inner.CutBottom(cardButtons - buttonHeight)
	} else if len(card.actions) == 1 {
		w := a.actionWidth(card.actions[0])
		a.cardButtons(card, id, inner.CutRight(w).Center(w, buttonHeight))
		inner.CutRight(cardPadding)
	}
	a.drawFile(card.offer.File, inner.CutLeft(cardIcon))
	inner.CutLeft(cardPadding)
	ink := th.T2
	if card.danger {
		ink = th.Danger
	}
	c.TextIn(inner.CutTop(cardText/2), a.face.strong, th.T1, ui.AlignLeft, card.offer.File.Name)
	c.TextIn(inner.CutTop(cardText/2), a.face.small, ink, ui.AlignLeft, card.detail)
	if card.done >= 0 {
		inner.CutTop(cardBar - barHeight)
		bar := inner.CutTop(barHeight)
		c.Fill(bar, barHeight/2, th.Bg2)
		bar.W *= min(1, card.done)
		c.Fill(bar, barHeight/2, th.Accent)
	}
	return card.detail
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

// cardButtons draws the buttons of a card, the last at the right end.
func (a *App) cardButtons(card offerCard, id ui.ID, r ui.Rect) {
	total := float32(0)
	for _, act := range card.actions {
		total += a.actionWidth(act) + 8
	}
	r.CutLeft(max(0, r.W-total+8))
	for _, act := range card.actions {
		style := ui.ButtonPlain
		if act.primary {
			style = ui.ButtonPrimary
		}
		if a.ctx.Button(id.Sub(act.key), r.CutLeft(a.actionWidth(act)), a.lang.T(act.key), ui.ButtonOptions{Style: style, Note: card.offer.File.Name}).Clicked {
			a.do(act.do)
		}
		r.CutLeft(8)
	}
}
