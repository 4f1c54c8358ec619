package view

import (
	"cmp"
	"slices"

	"lobby/client/ui"
	"lobby/shared/wire"
)

// switcher is the way to another conversation by a few letters of its name.
type switcher struct {
	query  ui.Editor
	chosen int
	scroll ui.ScrollState
}

var (
	switcherID = ui.NewID("switcher")
	queryID    = switcherID.Sub("query")
)

func (s *switcher) reset() {
	s.query.SetText("")
	s.chosen, s.scroll = 0, ui.ScrollState{}
}

const (
	switcherRows  = 8 // are in sight at once
	switcherField = 60
)

// candidates lists the conversations that answer to what was typed, the best
// first; those with new messages come before others that are as good.
func (a *App) candidates(typed string) []sideItem {
	type scored struct {
		sideItem
		score, unread int
	}
	var all []scored
	consider := func(it sideItem) {
		if score, ok := fuzzy(typed, it.name); ok {
			all = append(all, scored{it, score, min(1, a.unreadOf(it.conv))})
		}
	}
	consider(sideItem{conv: wire.Room, name: a.lang.T("room")})
	for _, m := range a.state.Others() {
		consider(sideItem{conv: wire.Pair(a.state.Self.ID, m.ID), name: m.Name, member: m})
	}
	slices.SortStableFunc(all, func(x, y scored) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(y.unread, x.unread))
	})
	items := make([]sideItem, len(all))
	for i, s := range all {
		items[i] = s.sideItem
	}
	return items
}

// drawSwitcher draws the field and what answers to it, over the chat.
func (a *App) drawSwitcher() {
	c, th, s, page := a.ctx, a.theme, &a.switcher, a.bounds()
	c.PushLayer(switcherID, page, true)
	defer c.PopLayer()
	c.Fill(page, 0, th.Scrim)
	outside := c.Interact(switcherID.Sub("outside"), page, ui.InteractOptions{}).Clicked

	items := a.candidates(s.query.Text())
	s.chosen = max(0, min(s.chosen, len(items)-1))
	margin := th.Space.NarrowPadding
	rows := float32(max(1, min(len(items), switcherRows))) * th.Space.RowHeight
	card := ui.Rect{Y: max(margin, page.H/8), W: min(520, page.W-2*margin)}
	card.X = (page.W - card.W) / 2
	card.H = min(switcherField+rows+2*sideInset, page.H-card.Y-margin)
	c.Interact(switcherID.Sub("card"), card, ui.InteractOptions{})
	c.Shadow(card, th.Radius.Dialog, 40, th.Shade)
	c.Box(card, th.Radius.Dialog, th.Card, 1, th.Line)
	label := a.lang.T("search.members")
	c.Record(ui.Node{ID: switcherID, Role: ui.RoleDialog, Label: label, Rect: card})

	r := card
	field := r.CutTop(switcherField)
	c.Fill(ui.Rect{X: field.X, Y: field.Bottom() - 1, W: field.W, H: 1}, 0, th.Line)
	resp := c.TextField(queryID, field.InsetXY(20, 12), &s.query, ui.FieldOptions{Label: label, Placeholder: a.lang.T("switch.hint"), MaxRunes: 64, Bare: true})
	switch {
	case resp.Changed:
		s.chosen, s.scroll = 0, ui.ScrollState{}
		a.changed = true
	case c.KeyPressed(ui.KeyUp, 0):
		a.choose(items, -1)
	case c.KeyPressed(ui.KeyDown, 0):
		a.choose(items, 1)
	}
	opened := a.drawCandidates(r.InsetXY(sideInset, sideInset), items)
	if resp.Submitted && len(items) > 0 {
		opened = items[s.chosen].conv
	}
	switch {
	case opened != "":
		a.openSheet(sheetNone)
		a.openConv(opened)
	case outside, c.KeyPressed(ui.KeyEscape, 0), c.KeyPressed(ui.KeyK, ui.Command):
		a.openSheet(sheetNone)
	}
}

// choose moves the choice, round the ends, and keeps it in sight.
func (a *App) choose(items []sideItem, by int) {
	s := &a.switcher
	if len(items) == 0 {
		return
	}
	s.chosen = (s.chosen + by + len(items)) % len(items)
	top := float32(s.chosen) * a.theme.Space.RowHeight
	s.scroll.Y = max(top-(switcherRows-1)*a.theme.Space.RowHeight, min(s.scroll.Y, top))
	a.changed = true
}

// drawCandidates draws the list; it returns the conversation that was clicked on.
func (a *App) drawCandidates(r ui.Rect, items []sideItem) (opened string) {
	c, th, s := a.ctx, a.theme, &a.switcher
	c.Record(ui.Node{ID: switcherID.Sub("list"), Role: ui.RoleList, Label: a.lang.T("conversations"), Rect: r})
	if len(items) == 0 {
		text := a.lang.T("search.none", "text", s.query.Text())
		c.TextIn(r.InsetXY(12, 0), a.face.text, th.T2, ui.AlignLeft, text)
		c.Record(ui.Node{ID: switcherID.Sub("none"), Role: ui.RoleStatus, Label: text, Rect: r})
		return ""
	}
	height := th.Space.RowHeight
	c.PushGroup(switcherID.Sub("list"))
	defer c.PopGroup()
	c.ScrollArea(switcherID.Sub("scroll"), r, &s.scroll, float32(len(items))*height, func(inner ui.Rect) {
		for i, it := range items {
			row := inner.CutTop(height)
			if c.Visible(row) && a.drawCandidate(row, it, i == s.chosen) {
				opened = it.conv
			}
		}
	})
	return opened
}

func (a *App) drawCandidate(r ui.Rect, it sideItem, chosen bool) (clicked bool) {
	c, th := a.ctx, a.theme
	id := switcherID.Sub(it.conv)
	resp := c.Interact(id, r, ui.InteractOptions{Cursor: ui.CursorPointer})
	background := th.Card
	switch {
	case chosen:
		background = th.Sel
	case resp.Hovered:
		background = th.Bg2
	}
	if background != th.Card {
		c.Fill(r, th.Radius.Row, background)
	}
	inner := r.InsetXY(12, 0)
	icon := inner.CutLeft(th.Space.AvatarSmall).Center(th.Space.AvatarSmall, th.Space.AvatarSmall)
	inner.CutLeft(10)
	note := a.drawConvIcon(icon, it, chosen, background)
	if n := a.unreadOf(it.conv); n > 0 {
		note = a.newText(n)
		a.pill(inner.CutRight(a.pillWidth(note)), note)
		inner.CutRight(8)
	}
	font, ink := a.face.text, th.T1
	if chosen {
		font, ink = a.face.strong, th.Accent
	}
	c.TextIn(inner, font, ink, ui.AlignLeft, it.name)
	c.Record(ui.Node{ID: id, Role: ui.RoleOption, Label: it.name, Note: note, Rect: r, Selected: chosen})
	return resp.Clicked
}

// drawConvIcon draws a member's avatar with the presence, or the room's sign, and
// returns what it says.
func (a *App) drawConvIcon(r ui.Rect, it sideItem, selected bool, background ui.Color) (note string) {
	c, th := a.ctx, a.theme
	if it.member == nil {
		fill, ink := th.Bg2, th.T1
		if selected {
			fill, ink = th.Accent, th.OnAccent
		}
		c.Fill(r, 8, fill)
		c.TextIn(r, a.face.pill, ink, ui.AlignCenter, "#")
		return ""
	}
	a.avatar(r, it.name)
	a.presence(r, a.online(it.member), background)
	return a.presenceWord(it.member)
}

// unreadOf is how many messages of a conversation are new.
func (a *App) unreadOf(conv string) int {
	if c := a.state.Convs[conv]; c != nil {
		return c.Unread
	}
	return 0
}
