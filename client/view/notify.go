package view

import (
	"time"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
)

// notices gathers what is to be told outside of the window.
type notices struct {
	waiting []model.Notify
	last    time.Time // when something was told

	ring  bool      // something came that is to be heard
	heard time.Time // when something like that last came
	rang  time.Time // when it last made a sound
}

// What comes within ringPace of the one before belongs to the same burst and makes
// no sound, unless the last sound is ringAgain ago.
const (
	ringPace  = 5 * time.Second
	ringAgain = time.Minute
)

// noticePace is how long after a notification the next one comes at the earliest:
// what arrives meanwhile is told of together.
const noticePace = 3 * time.Second

// noticeLength bounds the text of a message in a notification, in bytes.
const noticeLength = 300

func (n *notices) add(e model.Notify) { n.waiting = append(n.waiting, e) }

// tell puts what waits into a frame's output, or asks for a later frame. What was
// looked at meanwhile is not told.
func (n *notices) tell(a *App, out *ui.Output) {
	if n.ring {
		now := a.ctx.Now()
		if now.Sub(n.heard) >= ringPace || now.Sub(n.rang) >= ringAgain {
			out.Chime, n.rang = true, now
		}
		n.ring, n.heard = false, now
	}
	if a.state.Focused {
		n.waiting = nil
	}
	if len(n.waiting) == 0 {
		return
	}
	now := a.ctx.Now()
	if next := n.last.Add(noticePace); now.Before(next) {
		if out.Wake.IsZero() || next.Before(out.Wake) {
			out.Wake, out.WakeWhy = next, "notification"
		}
		return
	}
	out.Attention = true
	if !a.state.Settings.Quiet {
		out.Notify = a.notification(n.waiting)
	}
	n.waiting, n.last = nil, now
}

// notification says in words what has come.
func (a *App) notification(all []model.Notify) ui.Notification {
	if len(all) > 1 {
		return ui.Notification{Title: "Lobby", Text: a.lang.N("new.count", len(all))}
	}
	e := all[0]
	title, text := a.state.Name(e.From), e.Text
	if e.Conv == wire.Room {
		title += " · #" + a.lang.T("room")
	}
	if a.state.Settings.HideText {
		text = a.lang.N("new.count", 1)
	}
	return ui.Notification{Title: title, Text: shorten(text)}
}

// shorten cuts a text between characters.
func shorten(text string) string {
	if len(text) <= noticeLength {
		return text
	}
	end := 0
	for i := range text {
		if i > noticeLength {
			break
		}
		end = i
	}
	return text[:end] + "…"
}
