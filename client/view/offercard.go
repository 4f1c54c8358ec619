package view

import (
	"encoding/hex"
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

// cardAction is a button of a card.
type cardAction struct {
	key     string // in the catalogue
	primary bool
	do      model.Intent
	icon    ui.Icon // stands for the words where they have no room; IconNone where they must
}

// offerCard is what an offer's card shows.
type offerCard struct {
	offer   *model.Offer
	detail  string
	danger  bool    // the detail tells of a failure
	moving  bool    // the detail is of a transfer that runs
	done    float32 // part of the whole, 0 to 1; below 0 where there is no bar
	hash    string  // SHA-256 in hexadecimal digits, once it was compared
	actions []cardAction

	// Laid out for a width, see layOut.
	lines  []string // of detail
	beside float32  // width of the buttons beside the text; 0 where they stand below
	rows   int      // of buttons below the text
	shown  ui.Rect  // size of the picture, empty without one
	height float32  // of all, with the space above the card
}

// card works out what an offer's card shows.
func (a *App) card(seq uint64, width float32) offerCard {
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
		}
		if a.o.Saving.Show && a.roomy() {
			card.act("offer.folder", model.OpenFile{Offer: seq, Folder: true})
		}
	case !o.Open():
		say(endKey(o, mine))
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
		parts = []string{a.fileDetail(o.File)}
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
	if o.Ready && (mine || t != nil && t.Status == model.TransferDone) {
		card.hash = hex.EncodeToString(o.SHA256)
	}
	a.layOut(&card, width)
	return card
}

// waysToTake returns how an offered file can be accepted, the usual way first,
// and nothing when it is too large for here.
func (a *App) waysToTake(o *model.Offer) []cardAction {
	var ways []cardAction
	if most := a.o.Saving.Most; most == 0 || o.File.Size <= most {
		ways = append(ways, cardAction{key: "offer.accept", primary: true, do: model.AcceptOffer{Offer: o.Seq}})
	}
	if a.o.Saving.Choose {
		ways = append(ways, cardAction{key: "offer.saveas", primary: len(ways) == 0, do: model.AcceptOffer{Offer: o.Seq, Choose: true}})
	}
	return ways
}

// endKey is what is said of an offer that has ended.
func endKey(o *model.Offer, mine bool) string {
	key := "offer.end." + string(o.End)
	if o.End == wire.StateCancelled && !o.Direct() {
		key = "offer.end.withdrawn"
	}
	if mine {
		key += ".mine"
	}
	return key
}

func (c *offerCard) act(key string, do model.Intent) {
	c.actions = append(c.actions, cardAction{key: key, do: do, icon: actionIcons[key]})
}

var actionIcons = map[string]ui.Icon{"offer.pause": ui.IconPause, "offer.resume": ui.IconResume}

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
		card.moving = true
		*parts = append(*parts, percent)
		if t.Rate > 0 {
			left := time.Duration(float64(o.File.Size-t.Done) / t.Rate * float64(time.Second))
			*parts = append(*parts, sizeText(int64(t.Rate))+"/s", a.leftText(left))
		} else if !mine && !o.Ready {
			*parts = append(*parts, a.lang.T("offer.fromsender"))
		}
		card.act("offer.pause", model.PauseTransfer{Offer: o.Seq})
	case model.TransferPaused:
		*parts = append(*parts, a.lang.T("offer.paused", "percent", percent))
		card.act("offer.resume", model.ResumeTransfer{Offer: o.Seq})
	case model.TransferFailed:
		*parts = []string{trimStop(a.sentence(t.Problem))}
		card.danger = true
		if t.Done == 0 {
			card.done = -1
		}
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

// fileDetail says what is known of a file that is offered: its size, how many files
// are in it, its type and, of a picture, its pixels.
func (a *App) fileDetail(file wire.File) string {
	detail := sizeText(file.Size)
	if file.Files > 0 {
		detail += " · " + a.lang.N("offer.files", int(file.Files))
	}
	if kind := kindText(file); kind != "" {
		detail += " · " + kind
		if file.Width > 0 && file.Height > 0 {
			detail += fmt.Sprintf(" %d × %d", file.Width, file.Height)
		}
	}
	return detail
}

// kindText names a file's type shortly: JPEG, PDF; empty where that would say
// nothing. What a file's name ends with says more than PLAIN or MPEG, but for
// pictures.
func kindText(file wire.File) string {
	of, kind, _ := strings.Cut(file.Mime, "/")
	end := strings.TrimPrefix(filepath.Ext(file.Name), ".")
	if end != "" && len(end) <= maxKind && of != "image" || len(kind) > maxKind || kind == "" {
		kind = end
	}
	if len(kind) > maxKind {
		return ""
	}
	return strings.ToUpper(kind)
}

// maxKind is how long the name of a type is at most, in bytes.
const maxKind = 5

var units = []string{"B", "kB", "MB", "GB", "TB", "PB"}
