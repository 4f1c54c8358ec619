package view

import "lobby/client/ui"

// A finger scrolls the log. When it rests it selects the word below it, and more
// where it goes on from there; then both ends have a handle, and a bar offers to
// copy.

var (
	handleIDs = [2]ui.ID{logID.Sub("handle from"), logID.Sub("handle to")}
	copyBarID = logID.Sub("copy bar")
)

const (
	handleSize  = 20
	handleReach = 44 // what a finger has to hit
	copyHeight  = 44
	copyGap     = 8
)

// selectByFinger reports whether it did what there is to do.
func (l *logView) selectByFinger(r ui.Rect, text ui.Response) bool {
	c, s := l.app.ctx, &l.selection
	if at, ok := c.LongPressed(r); ok {
		if from, to := l.wordAt(at); from != to {
			c.Grab(logTextID)
			l.app.composer.dropSelection()
			l.selectFrom(at, 2)
			s.dragging, s.finger, s.pointer = true, true, at
		}
		return true
	}
	if text.Clicked && s.finger { // a tap puts the selection away
		*s = logSelection{}
		return true
	}
	return false
}

func (l *logView) wordAt(p ui.Point) (from, to logPlace) {
	clicks := l.selection.clicks
	l.selection.clicks = 2
	from, to = l.unitAt(p)
	l.selection.clicks = clicks
	return from, to
}

// drawHandles draws what a finger drags the ends of the selection by, and the bar.
func (l *logView) drawHandles(r ui.Rect) {
	s := &l.selection
	if !s.finger || s.empty() {
		return
	}
	c, th := l.app.ctx, l.app.theme
	c.Closable()
	c.PushClip(r)
	first, last := l.endsOnScreen()
	for i, end := range [2]ui.Rect{first, last} {
		if end.Empty() {
			continue
		}
		// Each hangs outside of what is selected, so that two at one word do not meet, and
		// its square corner points at the end.
		at := ui.Rect{X: end.X - handleSize*float32(1-i), Y: end.Bottom(), W: handleSize, H: handleSize}
		reach := at.Center(handleReach, handleReach)
		resp := c.Interact(handleIDs[i], reach, ui.InteractOptions{})
		c.Fill(at, handleSize/2, th.Accent)
		c.Fill(ui.Rect{X: end.X - handleSize/2*float32(1-i), Y: at.Y, W: handleSize / 2, H: handleSize / 2}, 0, th.Accent)
		c.Fill(ui.Rect{X: end.X - 1, Y: end.Y, W: 2, H: end.H + 2}, 0, th.Accent)
		if resp.Down {
			c.Grab(handleIDs[i])
			s.fixed = [2]logPlace{s.to, s.from}[i]
		}
		if resp.Held {
			l.dragEnd(c.Pointer())
		}
	}
	c.PopClip()
	if !s.dragging {
		l.drawCopyBar(r, first, last)
	}
}

// dragEnd moves the end that is held to the text above the finger.
func (l *logView) dragEnd(p ui.Point) {
	s := &l.selection
	s.clicks = 1
	to, _ := l.unitAt(ui.Point{X: p.X, Y: p.Y - handleReach/2})
	if to != s.fixed { // at least something stays selected
		s.from, s.to = l.earlier(s.fixed, to), l.later(s.fixed, to)
		l.app.changed = true
	}
}

// endsOnScreen returns the edges that the selection begins and ends at, empty where
// they are out of sight.
func (l *logView) endsOnScreen() (first, last ui.Rect) {
	s := &l.selection
	for _, b := range l.blocks {
		from, to := l.selectedPart(b.key, len(b.passage.Text()))
		if from == to {
			continue
		}
		l.app.ctx.EachPart(b.passage, b.rect, from, to, func(part ui.Rect, _ string) {
			if b.key == s.from.key && first.Empty() {
				first = ui.Rect{X: part.X, Y: part.Y, W: 1, H: part.H}
			}
			if b.key == s.to.key {
				last = ui.Rect{X: part.Right(), Y: part.Y, W: 1, H: part.H}
			}
		})
	}
	return first, last
}

// drawCopyBar offers to copy: above the selection and the name of who said it, below
// it where there is no room, or at the top of the log where there is none either.
func (l *logView) drawCopyBar(r, first, last ui.Rect) {
	a, c, th := l.app, l.app.ctx, l.app.theme
	label := a.lang.T("action.copy")
	width := c.Width(a.face.sender, label) + 40
	area := ui.Rect{X: first.X - width/2, Y: l.clearAbove(first) - copyHeight - copyGap, W: width, H: copyHeight}
	if area.Y < r.Y+copyGap {
		below := last.Bottom() + handleSize + copyGap
		if last.Empty() || below+copyHeight > r.Bottom() {
			below = r.Y + copyGap
		}
		area.Y = below
	}
	area.X = max(r.X+copyGap, min(area.X, r.Right()-copyGap-width))
	c.PushLayer(copyBarID, area, false)
	defer c.PopLayer()
	c.Shadow(area, th.Radius.Control, 14, th.Shade)
	c.Box(area, th.Radius.Control, th.Bg2, 1, th.Line)
	if c.Button(copyBarID.Sub("copy"), area, label, ui.ButtonOptions{}).Clicked {
		c.Copy(l.selected())
		l.selection = logSelection{}
		a.changed = true
	}
}

// clearAbove returns from where upwards nothing belongs to the message whose selection
// begins at first.
func (l *logView) clearAbove(first ui.Rect) float32 {
	for _, b := range l.blocks {
		if b.key == l.selection.from.key && b.rect.Y == first.Y {
			return b.top
		}
	}
	return first.Y
}
