package ui

// takePointer places the caret and selects: a click places it, a double click
// selects a word, a triple click a line, holding on extends by what was selected.
// A finger only places the caret, when it is lifted.
func (f *fieldFrame) takePointer() {
	c, v := f.c, &f.e.view
	p := c.pointer.pressed
	switch {
	case f.resp.Down && c.in.Touch:
		v.clicks = p.clicks
	case c.in.Touch && f.resp.Clicked:
		f.pressAt(c.pointer.pos, v.clicks, false)
		c.AskKeyboard()
	case c.in.Touch:
	case f.resp.Down:
		v.pointer = p.pos
		f.pressAt(p.pos, p.clicks, p.mods&Shift != 0)
	case f.resp.Held && c.pointer.pos != v.pointer:
		v.pointer = c.pointer.pos
		f.dragTo(c.pointer.pos)
	}
}

// placeAt returns the place in the text nearest to p or, when whole words and lines
// are selected, the one before the character under p.
func (f *fieldFrame) placeAt(p Point, nearest bool) int {
	v := &f.e.view
	row := 0
	if f.lines {
		row = int((p.Y - f.inner.Y + v.scroll.Y) / f.height)
		if p.Y < f.inner.Y-v.scroll.Y {
			row = -1
		}
	}
	switch {
	case row < 0:
		return 0
	case row >= len(f.layout.rows):
		return f.fromShown(len(f.layout.text))
	}
	at := f.layout.at(row, p.X-f.inner.X+v.scroll.X, nearest)
	v.upstream = at == f.layout.rows[row].end && at == f.layout.rows[row].next
	return f.fromShown(at)
}

func (f *fieldFrame) pressAt(p Point, clicks int, extend bool) {
	e, v := f.e, &f.e.view
	at := f.placeAt(p, clicks == 1 || extend)
	v.clicks = clicks
	v.hasGoal = false
	switch {
	case extend:
		e.Select(e.anchor, at)
		v.clicks = 1
		at = e.anchor
	case clicks == 1:
		e.Select(at, at)
	default:
		f.selectUnit(at)
	}
	v.from, v.to = at, at
	if clicks > 1 && !extend {
		v.from, v.to = e.Selection()
	}
	f.active()
}

// selectUnit selects what a double or a triple click does. The words of a password
// are nobody's business.
func (f *fieldFrame) selectUnit(at int) {
	switch {
	case f.masked() || !f.lines && f.e.view.clicks >= 3:
		f.e.SelectAll()
	case f.e.view.clicks >= 3:
		f.e.SelectLine(at)
	default:
		f.e.SelectWord(at)
	}
}

// dragTo extends the selection of the press that is held to p, by whole words or
// lines where it began so.
func (f *fieldFrame) dragTo(p Point) {
	e, v := f.e, &f.e.view
	at := f.placeAt(p, v.clicks == 1)
	from, to := at, at
	if v.clicks > 1 {
		f.selectUnit(at)
		from, to = e.Selection()
	}
	if from < v.from {
		e.Select(v.to, from)
	} else {
		e.Select(v.from, max(v.to, to))
	}
	f.active()
}

// active shows the caret: something was done with it.
func (f *fieldFrame) active() {
	f.c.blink = f.c.in.Now
	f.e.view.away = false
}
