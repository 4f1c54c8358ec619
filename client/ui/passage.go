package ui

// Span is a part of a text, in bytes: from Start up to but without End.
type Span struct{ Start, End int }

// Passage is a text that is read and not written, laid out in lines. Places in it
// are bytes of the text and lie between grapheme clusters.
type Passage struct {
	// Marks are the parts of the text that find found.
	Marks []Span

	font   Font
	text   string
	height float32
	rows   []span
	lines  []string
}

// Passage lays s out in lines as Wrap does, lineHeight apart. The parts that find
// finds in s, in their order, are broken only where one is wider than a line. The
// same text in the same font must always come with the same find; nil finds none.
func (c *Context) Passage(f Font, s string, width, lineHeight float32, find func(string) []Span) *Passage {
	key := textKey{f, width, s}
	if p, ok := c.text.passages.get(key); ok && p.height == lineHeight {
		return p
	}
	p := &Passage{font: f, text: s, height: lineHeight}
	if find != nil {
		p.Marks = find(s)
	}
	w := wrapWhole(c.measurer, f, s, width, p.Marks)
	p.rows, p.lines = w.spans, w.lines
	c.text.passages.put(key, p)
	return p
}

// Text returns the whole text.
func (p *Passage) Text() string { return p.text }

// Height returns how tall the lines are together, in logical pixels.
func (p *Passage) Height() float32 { return float32(len(p.rows)) * p.height }

// PlaceAt returns the place nearest to at, counted from the passage's upper left
// corner; between is false for the one before the character that is there.
func (c *Context) PlaceAt(p *Passage, at Point, between bool) int {
	row := int(at.Y / p.height)
	switch {
	case at.Y < 0:
		return 0
	case row >= len(p.rows):
		return len(p.text)
	}
	l := textLayout{m: c.measurer, font: p.font, text: p.text, rows: p.rows}
	return l.at(row, at.X, between)
}

// EachPart calls draw with the area of every line's part of from to to, and with
// its text. R is where the passage stands.
func (c *Context) EachPart(p *Passage, r Rect, from, to int, draw func(r Rect, text string)) {
	l := textLayout{m: c.measurer, font: p.font, text: p.text, rows: p.rows}
	for i, s := range p.rows {
		if s.start >= to || s.next <= from {
			continue
		}
		a := max(from, s.start)
		b := max(a, min(to, s.end))
		left, right := l.x(i, a), l.x(i, b)
		if s.end < to && s.next > s.end { // the newline is in it
			right += p.font.Size / 3
		}
		draw(Rect{r.X + left, r.Y + float32(i)*p.height, right - left, p.height}, p.text[a:b])
	}
}

// DrawPassage draws the lines of p from the upper left corner of r on, and the
// marked parts in a colour of their own.
func (c *Context) DrawPassage(p *Passage, r Rect, ink, marked Color) {
	mark := 0
	for i, s := range p.rows {
		line := Rect{r.X, r.Y + float32(i)*p.height, r.W, p.height}
		for mark < len(p.Marks) && p.Marks[mark].End <= s.start {
			mark++
		}
		if mark == len(p.Marks) || p.Marks[mark].Start >= s.end {
			c.TextIn(line, p.font, ink, AlignLeft, p.lines[i])
			continue
		}
		c.markedLine(p, line, s, p.Marks[mark:], ink, marked)
	}
}

// markedLine draws one line in pieces: what is marked, and what is between.
func (c *Context) markedLine(p *Passage, r Rect, s span, marks []Span, ink, marked Color) {
	baseline := c.Baseline(r, p.font)
	at := s.start
	piece := func(to int, col Color) {
		if to > at {
			x := c.measurer.Advance(p.font, p.text[s.start:at])
			c.DrawText(r.X+x, baseline, p.font, col, p.text[at:to])
			at = to
		}
	}
	for _, m := range marks {
		if m.Start >= s.end {
			break
		}
		piece(m.Start, ink)
		piece(min(m.End, s.end), marked)
	}
	piece(s.end, ink)
}

// WordAt returns the word, or the run of spaces or the mark, at a place of text.
func WordAt(text string, at int) Span {
	var e Editor
	e.text = text
	e.SelectWord(at)
	from, to := e.Selection()
	return Span{from, to}
}
