//go:build !js

package engine

import "time"

// lookAfter is how long after the last picture the window looks for input once
// more, and then once more. Where another frame is due within soonEnough, as while a
// caret blinks, that one looks: Ebitengine shows the whole window again with each.
var lookAfter = [...]time.Duration{40 * time.Millisecond, 400 * time.Millisecond}

const soonEnough = time.Second

// looks finds input that nobody was woken for. Without vsync Ebitengine shows a
// picture from another thread while the main one sleeps until the display has
// something to say. Both read the same connection of X11: a click that comes just
// then can be read by the thread that shows the picture, and lies in the queue
// until something else happens. So the queue is looked into again shortly after a
// picture, and once more for one that took long. That is how Ebitengine and Xlib are
// written; a thousand clicks under load did not show it.
type looks struct {
	timer *time.Timer
	done  int
}

// again is called when a picture is on its way to the screen, with the moment at
// which a frame is due without it, zero for never.
func (l *looks) again(due time.Time) {
	l.done = 0
	if !due.IsZero() && time.Until(due) < soonEnough {
		l.done = len(lookAfter)
		return
	}
	if l.timer == nil {
		l.timer = time.AfterFunc(lookAfter[0], Wake)
		return
	}
	l.timer.Reset(lookAfter[0])
}

// nothing is called by a frame that has nothing new to show.
func (l *looks) nothing() {
	if l.timer == nil || l.done == len(lookAfter) {
		return
	}
	if l.done++; l.done < len(lookAfter) {
		l.timer.Reset(lookAfter[l.done])
	}
}
