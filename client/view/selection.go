package view

import (
	"sort"
	"strings"
	"time"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
)

// logPlace is a place in the text of a row of the log.
type logPlace struct {
	key uint64 // of the row
	at  int    // in bytes
}

// logSelection is what is selected in a log. It names rows by their keys, so it
// stays with its text whatever comes before or after.
type logSelection struct {
	from, to   logPlace // from before to
	unit       [2]logPlace
	clicks     int // of the press that it began with
	dragging   bool
	fixed      logPlace  // the end that stays while a finger drags the other
	finger     bool      // it was made by a finger, and has handles
	pointer    ui.Point  // where it was when the selection last followed it
	scrolledAt time.Time // when it last moved the log along
}

func (s *logSelection) empty() bool { return s.from == s.to }

// textBlock is a message's text as it stood on the screen in the last frame.
type textBlock struct {
	key     uint64
	rect    ui.Rect
	passage *ui.Passage
	top     float32 // of the sender's name where that stands above it, or of the text
}

// selectText lets the pointer select what it is over: from the press to where it
// is held, by words after a double click, by messages after a triple one.
func (l *logView) selectText(r ui.Rect) {
	c, s := l.app.ctx, &l.selection
	resp := c.Interact(logTextID, r, ui.InteractOptions{})
	l.hovered = resp.Hovered
	if len(l.blocks) == 0 {
		s.dragging = false
		return
	}
	if c.Touch() && l.selectByFinger(r, resp) {
		return
	}
	p := c.Pointer()
	switch {
	case resp.Down && !c.Touch():
		l.app.composer.dropSelection()
		extend := resp.Mods&ui.Shift != 0 && !s.empty()
		s.dragging, s.finger, s.pointer = true, false, p
		if extend {
			l.selectTo(p)
			return
		}
		l.selectFrom(p, resp.Clicks)
	case resp.Held && s.dragging:
		scrolled := l.scrollAlong(r, p)
		if p != s.pointer || scrolled {
			s.pointer = p
			l.selectTo(p)
		}
	default:
		s.dragging = false
	}
}

// selectFrom begins with the unit at p.
func (l *logView) selectFrom(p ui.Point, clicks int) {
	s := &l.selection
	s.clicks = clicks
	s.unit[0], s.unit[1] = l.unitAt(p)
	s.from, s.to = s.unit[0], s.unit[1]
}

// takeOver selects from where a link was pressed on, once the pointer has left that
// place: to drag is to select, wherever it begins.
func (l *logView) takeOver(link ui.Response) {
	c, s := l.app.ctx, &l.selection
	at, moved := c.PressedAt()
	if !link.Held || c.Touch() || moved < dragSlop {
		return
	}
	c.Grab(logTextID)
	l.app.composer.dropSelection()
	s.dragging, s.finger, s.pointer = true, false, at
	l.selectFrom(at, 1)
	l.selectTo(c.Pointer())
}

// dragSlop is how far the mouse moves on a link before that is no click, in logical
// pixels.
const dragSlop = 4

// hovers reports whether the pointer is over a part of the log.
func (l *logView) hovers(r ui.Rect) bool { return l.hovered && r.Contains(l.app.ctx.Pointer()) }

// touches reports whether a finger has selected something of a message.
func (l *logView) touches(lay rowLayout) bool {
	if !l.selection.finger || lay.text == nil {
		return false
	}
	from, to := l.selectedPart(lay.key, len(lay.text.Text()))
	return from < to
}

// selectTo extends the selection from the unit it began with to the one at p.
func (l *logView) selectTo(p ui.Point) {
	s := &l.selection
	from, to := l.unitAt(p)
	s.from, s.to = l.earlier(s.unit[0], from), l.later(s.unit[1], to)
}

// unitAt returns the ends of what the pointer selects at p. Between two messages it
// is the place before the lower one.
func (l *logView) unitAt(p ui.Point) (from, to logPlace) {
	i := sort.Search(len(l.blocks), func(i int) bool { return p.Y < l.blocks[i].rect.Bottom() })
	if i == len(l.blocks) {
		i--
		end := logPlace{l.blocks[i].key, len(l.blocks[i].passage.Text())}
		return end, end
	}
	b := &l.blocks[i]
	text, clicks := b.passage.Text(), l.selection.clicks
	inside := p.Y >= b.rect.Y
	at := l.app.ctx.PlaceAt(b.passage, ui.Point{X: p.X - b.rect.X, Y: p.Y - b.rect.Y}, clicks == 1)
	span := ui.Span{Start: at, End: at}
	switch {
	case inside && clicks == 2:
		span = ui.WordAt(text, at)
	case inside && clicks >= 3:
		span = ui.Span{End: len(text)}
	}
	return logPlace{b.key, span.Start}, logPlace{b.key, span.End}
}

// The log moves along while the pointer is held beyond its edge: the farther
// beyond, the faster, in logical pixels per second for each pixel.
const (
	alongPace = 12
	alongTick = time.Second / 60
)

// scrollAlong scrolls towards a pointer that is held above or below the log.
func (l *logView) scrollAlong(r ui.Rect, p ui.Point) bool {
	s, now := &l.selection, l.app.ctx.Now()
	beyond := max(0, r.Y-p.Y) - max(0, p.Y-r.Bottom())
	if beyond == 0 {
		s.scrolledAt = time.Time{}
		return false
	}
	l.app.ctx.WakeIn(alongTick, "selecting")
	if !s.scrolledAt.IsZero() {
		l.list.ScrollBy(beyond * alongPace * float32(min(now.Sub(s.scrolledAt), 10*alongTick).Seconds()))
	}
	s.scrolledAt = now
	return true
}

func (l *logView) earlier(a, b logPlace) logPlace {
	if l.less(b, a) {
		return b
	}
	return a
}

func (l *logView) later(a, b logPlace) logPlace {
	if l.less(a, b) {
		return b
	}
	return a
}

func (l *logView) less(a, b logPlace) bool {
	if a.key == b.key {
		return a.at < b.at
	}
	i, _ := l.index(a.key)
	j, _ := l.index(b.key)
	return i < j
}

// index finds the row of a key, if it is still there.
func (l *logView) index(key uint64) (int, bool) {
	rows := l.conv.Rows
	i := sort.Search(len(rows), func(i int) bool { return rows[i].Seq >= key })
	if i < len(rows) && rows[i].Seq == key {
		return i, true
	}
	for i := len(rows); i < l.Len(); i++ {
		if l.Key(i) == key {
			return i, true
		}
	}
	return 0, false
}

// selectedPart returns what of the text of a row, length long, is selected.
func (l *logView) selectedPart(key uint64, length int) (from, to int) {
	s := &l.selection
	if s.empty() || l.less(logPlace{key, length}, s.from) || l.less(s.to, logPlace{key, 0}) {
		return 0, 0
	}
	to = length
	if key == s.from.key {
		from = s.from.at
	}
	if key == s.to.key {
		to = s.to.at
	}
	return from, to
}

// selected returns the selected text: of one message as it is, of several each with
// its time and sender, and the day where there is more than one.
func (l *logView) selected() string {
	s := &l.selection
	first, ok := l.index(s.from.key)
	last, there := l.index(s.to.key)
	if s.empty() || !ok || !there {
		return ""
	}
	if first == last {
		return l.rowAt(first).Text[s.from.at:s.to.at]
	}
	a := l.app
	zone := a.o.Zone
	days := !sameDay(l.rowAt(first).Time.In(zone), l.rowAt(last).Time.In(zone))
	var b strings.Builder
	day := ""
	for i := first; i <= last; i++ {
		row := l.rowAt(i)
		from, to := l.selectedPart(l.Key(i), len(row.Text))
		if row.Kind != wire.KindMessage || from == to {
			continue
		}
		if today := a.lang.Day(row.Time.In(zone), l.now); days && today != day {
			day = today
			b.WriteString(day + "\n")
		}
		b.WriteString(a.lang.T("copy.message", "name", a.state.Name(row.From), "time", a.lang.Clock(row.Time.In(zone)), "text", row.Text[from:to]) + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// rowAt is row i, whether it is stored or waits to be sent.
func (l *logView) rowAt(i int) model.Row {
	if i < len(l.conv.Rows) {
		return l.conv.Rows[i]
	}
	p := l.conv.Pending[i-len(l.conv.Rows)]
	return model.Row{Time: p.At, Kind: wire.KindMessage, From: l.app.state.Self.ID, Text: p.Text, CID: p.CID}
}

// keepSelection drops a selection whose rows are gone, and one that the composer's
// has taken the place of.
func (l *logView) keepSelection() {
	s := &l.selection
	if s.empty() {
		return
	}
	_, first := l.index(s.from.key)
	_, last := l.index(s.to.key)
	if !first || !last || l.app.composer.editor.Selected() != "" {
		*s = logSelection{}
	}
}

// copySelection puts the selected messages on the clipboard. It comes after the
// composer, whose own selection goes first.
func (a *App) copySelection(l *logView) {
	if l.selection.empty() || !a.ctx.KeyPressed(ui.KeyC, ui.Command) {
		return
	}
	if text := l.selected(); text != "" {
		a.ctx.Copy(text)
	}
}
