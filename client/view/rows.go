package view

import (
	"time"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
)

// rowLayout is one row of the log, laid out for a width.
type rowLayout struct {
	key     uint64
	row     model.Row
	pending *model.Pending // set for a message that is not stored yet
	first   bool           // nothing is older
	day     string         // a day begins above the row
	fresh   bool           // the new messages begin above the row
	head    bool           // the sender's name stands above the text
	gap     float32        // above the name or, without one, the text
	text    *ui.Passage    // of a message
	card    offerCard      // of an offer
	lines   []string       // of other rows
	height  float32
}

// Heights of the parts.
const (
	separatorHeight = 40
	presenceHeight  = 36
	startHeight     = 48
	pendingLine     = 20
	failedHeight    = 36
	cardGap         = 8 // between a card and what its sender says before or after it
)

// layout works out what row i looks like. It is cheap: the line breaks are kept
// by the toolkit, and the list asks for rows in sight only.
func (l *logView) layout(i int, width float32) rowLayout {
	a, rows := l.app, l.conv.Rows
	lay := rowLayout{key: l.Key(i), row: l.rowAt(i)}
	if i >= len(rows) {
		lay.pending = &l.conv.Pending[i-len(rows)]
	}
	at := lay.row.Time.In(a.o.Zone)
	prev, hasPrev := l.before(i)
	newDay := !hasPrev || !sameDay(at, prev.Time.In(a.o.Zone))
	lay.fresh = l.conv.FirstUnread != 0 && lay.row.Seq == l.conv.FirstUnread
	lay.first = i == 0 && !l.conv.More
	if newDay {
		lay.day = a.lang.Day(at, l.now)
	}
	if lay.first {
		lay.height += startHeight
	}
	if lay.day != "" || lay.fresh {
		lay.height += separatorHeight
	}
	separated := lay.day != "" || lay.fresh
	if !spoken(lay.row.Kind) {
		if hasPrev && !separated && prev.Kind == lay.row.Kind {
			return rowLayout{row: lay.row} // told in the first row of its run
		}
		lay.lines = a.ctx.Wrap(a.face.small, a.presenceText(l.presenceRun(i)), width-a.theme.Space.Avatar-a.theme.Space.GapAvatarText)
		lay.height += presenceHeight + float32(len(lay.lines)-1)*20
		return lay
	}
	lay.head = separated || !hasPrev || !spoken(prev.Kind) || prev.From != lay.row.From || lay.row.Time.Sub(prev.Time) > groupWithin
	if lay.row.Kind == wire.KindOffer {
		lay.card = a.card(lay.row.Seq, width-a.theme.Space.Avatar-a.theme.Space.GapAvatarText)
		lay.height += lay.card.height
	} else {
		lay.text = a.ctx.Passage(a.face.text, lay.row.Text, width-a.theme.Space.Avatar-a.theme.Space.GapAvatarText, a.theme.Type.BaseLine, links)
		lay.height += lay.text.Height()
	}
	switch {
	case lay.head:
		lay.gap = a.theme.Space.GroupGap
		lay.height += a.theme.Type.BaseLine
	case lay.row.Kind == wire.KindOffer || prev.Kind == wire.KindOffer:
		lay.gap = cardGap
	default:
		lay.gap = a.theme.Space.LineGap
	}
	lay.height += lay.gap
	if lay.pending != nil {
		if lay.pending.Failed != nil {
			lay.height += failedHeight
		} else {
			lay.height += pendingLine
		}
	}
	return lay
}

// spoken reports whether a row is something that a member has said: a message
// or an offer.
func spoken(k wire.Kind) bool { return k == wire.KindMessage || k == wire.KindOffer }

// groupWithin is how long after a sender's message the next is grouped with it.
const groupWithin = 5 * time.Minute

// before is the row above row i.
func (l *logView) before(i int) (model.Row, bool) {
	if i == 0 {
		return model.Row{}, false
	}
	return l.rowAt(i - 1), true
}

func sameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}

// presenceRun gathers the members of the joined or left rows that begin at i
// and follow each other on one day, each once.
func (l *logView) presenceRun(i int) (kind wire.Kind, members []uint64) {
	rows, zone := l.conv.Rows, l.app.o.Zone
	kind = rows[i].Kind
	seen := map[uint64]bool{}
	for j := i; j < len(rows) && rows[j].Kind == kind; j++ {
		if j > i && (rows[j].Seq == l.conv.FirstUnread || !sameDay(rows[j].Time.In(zone), rows[i].Time.In(zone))) {
			break
		}
		for _, m := range rows[j].Members {
			if !seen[m] {
				seen[m] = true
				members = append(members, m)
			}
		}
	}
	return kind, members
}

// presenceText says who joined or left: up to three by name, of more two, and the rest
// by number.
func (a *App) presenceText(kind wire.Kind, members []uint64) string {
	key := string(kind)
	name := func(i int) string { return a.state.Name(members[i]) }
	switch len(members) {
	case 0:
		return ""
	case 1:
		return a.lang.T(key+".one", "a", name(0))
	case 2:
		return a.lang.T(key+".two", "a", name(0), "b", name(1))
	case 3:
		return a.lang.T(key+".three", "a", name(0), "b", name(1), "c", name(2))
	}
	return a.lang.N(key+".more", len(members)-2, "a", name(0), "b", name(1))
}

// drawRow draws a laid-out row into its area.
func (a *App) drawRow(l *logView, lay rowLayout, r ui.Rect) {
	if lay.height == 0 {
		return
	}
	c, th := a.ctx, a.theme
	if lay.first {
		c.TextIn(r.CutTop(startHeight), a.face.small, th.T3, ui.AlignCenter, a.lang.T("log.start"))
	}
	if lay.day != "" || lay.fresh {
		a.drawSeparator(r.CutTop(separatorHeight), lay)
	}
	id := logID.Num(lay.row.Seq)
	if lay.pending != nil {
		id = logID.Sub(lay.row.CID)
	}
	if !spoken(lay.row.Kind) {
		r.CutLeft(a.theme.Space.Avatar + a.theme.Space.GapAvatarText)
		text := ""
		for i, line := range lay.lines {
			c.TextIn(ui.Rect{X: r.X, Y: r.Y + 10 + float32(i)*20, W: r.W, H: 20}, a.face.small, th.T2, ui.AlignLeft, line)
			text += line
		}
		c.Record(ui.Node{ID: id, Role: ui.RoleStatus, Label: text, Rect: r})
		return
	}
	a.drawMessage(l, id, lay, r)
}

// drawSeparator draws a line with the day, the words for new messages, or both.
func (a *App) drawSeparator(r ui.Rect, lay rowLayout) {
	c, th := a.ctx, a.theme
	text, ink, line, font := lay.day, th.T3, th.Line, a.face.faint
	if lay.fresh {
		ink, line, font = th.Accent, th.Accent, a.face.pill
		if text != "" {
			text += " · "
		}
		text += a.lang.T("new.divider")
	}
	r.CutTop(6)
	w := c.Width(font, text)
	y := r.Y + r.H/2
	side := (r.W - w - 24) / 2
	c.Fill(ui.Rect{X: r.X, Y: y, W: side, H: 1}, 0, line)
	c.Fill(ui.Rect{X: r.Right() - side, Y: y, W: side, H: 1}, 0, line)
	c.TextIn(r, font, ink, ui.AlignCenter, text)
	c.Record(ui.Node{ID: logID.Sub("day").Num(lay.row.Seq), Role: ui.RoleText, Label: text, Rect: r})
}

// drawMessage draws the sender, the text, and how far a message of one's own
// has come.
func (a *App) drawMessage(l *logView, id ui.ID, lay rowLayout, r ui.Rect) {
	c, th := a.ctx, a.theme
	name := a.state.Name(lay.row.From)
	clock := a.lang.Clock(lay.row.Time.In(a.o.Zone))
	whole := r
	c.PushGroup(id)
	defer c.PopGroup()
	if lay.head {
		r.CutTop(lay.gap)
		a.avatar(ui.Rect{X: r.X, Y: r.Y + 2, W: a.theme.Space.Avatar, H: a.theme.Space.Avatar}, name)
	} else {
		r.CutTop(lay.gap)
		if l.hovers(whole) || l.touches(lay) {
			gutter := ui.Rect{X: r.X - 8, Y: r.Y, W: a.theme.Space.Avatar + 12, H: a.theme.Type.BaseLine}
			c.TextIn(gutter, ui.Font{Size: 11}, th.T3, ui.AlignRight, clock)
		}
	}
	r.CutLeft(a.theme.Space.Avatar + a.theme.Space.GapAvatarText)
	if lay.head {
		head := r.CutTop(a.theme.Type.BaseLine)
		w := min(c.Width(a.face.sender, name), head.W-80)
		c.TextIn(head.CutLeft(w), a.face.sender, th.T1, ui.AlignLeft, name)
		head.CutLeft(8)
		c.TextIn(head, a.face.faint, th.T3, ui.AlignLeft, clock)
	}
	if lay.row.Kind == wire.KindOffer {
		note := a.drawCard(l, lay.card, r.CutTop(lay.card.height))
		c.Record(ui.Node{ID: id, Role: ui.RoleRow, Label: name, Value: lay.card.offer.File.Name, Note: note, Rect: whole})
		return
	}
	ink := th.T1
	if lay.pending != nil {
		ink = th.T2
	}
	l.drawText(id, lay, r.CutTop(lay.text.Height()), ink)
	note := clock
	if lay.pending != nil {
		note = a.drawPending(r, lay.pending)
	}
	c.Record(ui.Node{ID: id, Role: ui.RoleRow, Label: name, Value: lay.row.Text, Note: note, Rect: whole})
}

// drawPending says below a message that it is not stored yet, or why it can't
// be, with what to do.
func (a *App) drawPending(r ui.Rect, p *model.Pending) string {
	c, th := a.ctx, a.theme
	if p.Failed == nil {
		text := a.lang.T("pending")
		if a.state.Link.Status != model.LinkUp {
			text = a.lang.T("pending.offline")
		}
		line := r.CutTop(pendingLine)
		c.DrawIcon(line.CutLeft(18).Center(12, 12).Offset(-3, 0), ui.IconClock, 1.25, th.T3)
		c.TextIn(line, a.face.faint, th.T3, ui.AlignLeft, text)
		return text
	}
	conv := a.state.Active
	text := a.lang.T("pending.failed", "why", trimStop(a.sentence(p.Failed)))
	line := r.CutTop(failedHeight)
	c.DrawIcon(line.CutLeft(20).Center(14, 14).Offset(-3, 0), ui.IconWarning, 1.5, th.Danger)
	id := logID.Sub(p.CID)
	buttons := []struct {
		key string
		do  model.Intent
	}{{"action.retry", model.Retry{Conv: conv, CID: p.CID}}, {"action.discard", model.Discard{Conv: conv, CID: p.CID}}}
	total := float32(0)
	for _, b := range buttons {
		total += c.Width(a.face.small, a.lang.T(b.key)) + 28
	}
	w := min(c.Width(a.face.small, text), line.W-total-8)
	c.TextIn(line.CutLeft(w), a.face.small, th.Danger, ui.AlignLeft, text)
	line.CutLeft(8)
	for _, b := range buttons {
		label := a.lang.T(b.key)
		if c.Button(id.Sub(b.key), line.CutLeft(c.Width(a.face.small, label)+20).InsetXY(0, 4), label, ui.ButtonOptions{Style: ui.ButtonPlain, Font: a.face.small}).Clicked {
			a.do(b.do)
		}
		line.CutLeft(8)
	}
	return text
}
