package ui

import "time"

// The caret is shown and hidden by turns of half a period. After a while without
// input it stays, so that a window nobody touches costs nothing.
const (
	blinkHalf = 530 * time.Millisecond
	blinkRest = 10 * time.Second
)

func (f *fieldFrame) draw(r Rect) {
	c, t := f.c, f.c.theme
	if !f.o.Bare {
		f.box(r)
	}
	clip := f.inner
	if !f.lines { // glyphs may be taller than the line
		clip = Rect{f.inner.X, r.Y, f.inner.W, r.H}
	}
	c.PushClip(clip.InsetXY(-1, 0))
	defer c.PopClip()
	if f.layout.text == "" {
		row := f.rowRect(0)
		row.CutLeft(t.Space.CaretWidth + 1)
		c.TextIn(row, f.font, t.T2, AlignLeft, f.o.Placeholder)
	}
	f.selection()
	ink := t.T1
	if f.o.Disabled {
		ink = t.T3
	}
	for i, s := range f.layout.rows {
		row := f.rowRect(i)
		if !c.Visible(row) {
			continue
		}
		line := f.layout.text[s.start:s.end]
		if !f.lines && !f.resp.Focused {
			line = c.Cut(f.font, line, f.inner.W)
		}
		c.DrawText(row.X, c.Baseline(row, f.font), f.font, ink, line)
	}
	f.underlines()
	f.caret()
}

func (f *fieldFrame) box(r Rect) {
	c, t := f.c, f.c.theme
	radius := min(t.Radius.Input, r.H/2)
	switch {
	case f.resp.Focused:
		ring := t.Accent
		if f.o.Error != "" {
			ring = t.Danger
		}
		c.Box(r.Inset(-1), radius+1, t.Bg3, 2, ring)
	case f.o.Error != "":
		c.Box(r, radius, t.Bg3, 1, t.Danger)
	case f.o.Disabled:
		c.Box(r, radius, t.Bg2, 1, t.Line)
	default:
		c.Box(r, radius, t.Bg3, 1, t.Line)
	}
}

// rowRect returns the area of a row of text.
func (f *fieldFrame) rowRect(row int) Rect {
	v := f.e.view
	if !f.lines {
		return Rect{f.inner.X - v.scroll.X, f.inner.Y, f.inner.W + v.scroll.X, f.inner.H}
	}
	return Rect{f.inner.X, f.inner.Y + float32(row)*f.height - v.scroll.Y, f.inner.W, f.height}
}

// eachPart calls draw with the area of every row's part of the drawn text[from:to].
func (f *fieldFrame) eachPart(from, to int, draw func(r Rect)) {
	for i, s := range f.layout.rows {
		if s.next <= from && i+1 < len(f.layout.rows) || s.start >= to {
			continue
		}
		left, right := f.layout.x(i, from), f.layout.x(i, to)
		if s.end < to && s.next > s.end { // the newline is in it
			right += f.font.Size / 3
		}
		row := f.rowRect(i)
		draw(Rect{row.X + left, row.Y, right - left, row.H})
	}
}

func (f *fieldFrame) selection() {
	from, to := f.e.Selection()
	if from == to || f.e.pre.Text != "" || !f.resp.Focused {
		return
	}
	f.eachPart(f.toShown(from), f.toShown(to), func(r Rect) {
		f.c.Fill(r.Center(r.W, min(r.H, f.height)), 0, f.c.theme.Selection)
	})
}

// underlines marks what is being composed, its chosen clause with a thicker line.
func (f *fieldFrame) underlines() {
	p := f.e.pre
	if p.Text == "" {
		return
	}
	line := func(from, to int, thick float32) {
		f.eachPart(f.toShown(f.e.caret+from), f.toShown(f.e.caret+to), func(r Rect) {
			baseline := f.c.Baseline(r, f.font)
			f.c.Fill(Rect{r.X, baseline + 3, r.W, thick}, 0, f.c.theme.T1)
		})
	}
	line(0, len(p.Text), 1)
	if p.SelEnd > p.SelStart {
		line(p.SelStart, p.SelEnd, 2)
	}
}

// caret draws the caret where it is its turn to be seen, and tells the window
// where the candidates of an input method go.
func (f *fieldFrame) caret() {
	c := f.c
	if !f.resp.Focused || !c.in.Focused {
		return
	}
	row, x := f.caretPlace()
	area := f.rowRect(row)
	ascent, descent := c.measurer.Metrics(f.font)
	height := min(area.H, ascent+descent)
	width := c.theme.Space.CaretWidth
	x = min(x, f.rightmost()) // spaces at the end of a row hang over
	caret := Rect{area.X + x, area.Y + (area.H-height)/2, width, height}
	f.tellWindow(row, caret)
	if c.blinkShows() {
		c.Fill(caret, 0, c.theme.Accent)
	}
}

// rightmost returns the largest x at which a caret is in the field.
func (f *fieldFrame) rightmost() float32 {
	return f.inner.W - f.c.theme.Space.CaretWidth + f.e.view.scroll.X
}

// blinkShows reports whether the caret is to be seen, and asks for the frame in
// which that changes.
func (c *Context) blinkShows() bool {
	since := c.in.Now.Sub(c.blink)
	if since < 0 || since >= blinkRest {
		return true
	}
	turns := since / blinkHalf
	c.WakeAt(c.blink.Add(min(blinkRest, (turns+1)*blinkHalf)), "caret")
	return turns%2 == 0
}

// tellWindow says that text is being edited here. A password's text stays here.
func (f *fieldFrame) tellWindow(row int, caret Rect) {
	out := &f.c.out
	out.Editing, out.Caret = true, caret
	if f.o.Password || f.e.pre.Text != "" {
		return
	}
	s := f.layout.rows[row]
	at := max(s.start, min(f.e.caret, s.end))
	out.Before, out.After = f.layout.text[s.start:at], f.layout.text[at:s.end]
}
