package view

import (
	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
)

// sidebar is the screen's part of the conversation list.
type sidebar struct {
	scroll ui.ScrollState
	shown  string // the conversation whose row was brought into sight
}

var (
	sidebarID = ui.NewID("sidebar")
	searchID  = sidebarID.Sub("search")
)

const (
	sectionHeight = 28
	sectionGap    = 12
	sideInset     = 8
	footHeight    = 68
)

// sideItem is a line of the list: a section's title or a conversation.
type sideItem struct {
	title  string
	conv   string
	name   string
	member *model.Member
	height float32
}

// drawSidebar draws the way to the switcher, the conversations and who one is.
func (a *App) drawSidebar(r ui.Rect) {
	c, th := a.ctx, a.theme
	c.Fill(r, 0, th.Bg1)
	if !a.narrow() { // as a drawer it ends at what dims the rest
		c.Fill(ui.Rect{X: r.X, Y: r.Y, W: 1, H: r.H}, 0, th.Line)
		r.CutLeft(1)
	}
	foot := r.CutBottom(footHeight)
	a.drawFind(r.CutTop(a.theme.Space.HeaderHeight+4).InsetXY(12, 12))
	a.drawSideItems(r, a.sideItems())
	a.drawSelf(foot)
}

// drawFind draws what looks like a field and opens the switcher.
func (a *App) drawFind(r ui.Rect) {
	c, th := a.ctx, a.theme
	label := a.lang.T("search.members")
	resp := c.Interact(searchID, r, ui.InteractOptions{Focusable: true, Cursor: ui.CursorText})
	c.Record(ui.Node{ID: searchID, Role: ui.RoleButton, Label: label, Note: "Ctrl+K", Rect: r, Focused: resp.Focused})
	c.Box(r, th.Radius.Control, c.Tint(th.Bg2, resp), 1, th.Line)
	c.FocusRing(searchID, r, th.Radius.Control)
	inner := r.InsetXY(12, 0)
	if hint := c.Width(a.face.small, "Ctrl K"); !c.Touch() && c.Width(a.face.small, label)+8+hint <= inner.W {
		c.TextIn(inner.CutRight(hint), a.face.small, th.T2, ui.AlignRight, "Ctrl K")
	}
	c.TextIn(inner, a.face.small, th.T2, ui.AlignLeft, label)
	if resp.Clicked {
		a.openSheet(sheetSwitcher)
	}
}

// sideItems lists the conversations in sections.
func (a *App) sideItems() []sideItem {
	var items []sideItem
	section := func(title string) {
		items = append(items, sideItem{title: title, height: sectionHeight + sectionGap})
	}
	section(a.lang.T("section.rooms"))
	items = append(items, sideItem{conv: wire.Room, name: a.lang.T("room"), height: a.theme.Space.RowHeight})
	others := a.state.Others()
	online := 0
	for _, m := range others {
		if m.Online {
			online++
		}
	}
	for i, m := range others { // those online come first
		switch {
		case !a.presenceKnown():
			if i == 0 {
				section(a.lang.N("section.unknown", len(others)))
			}
		case i == 0 && online > 0:
			section(a.lang.T("section.online", "n", online))
		case i == online:
			section(a.lang.T("section.offline", "n", len(others)-online))
		}
		items = append(items, sideItem{conv: wire.Pair(a.state.Self.ID, m.ID), name: m.Name, member: m, height: a.theme.Space.RowHeight})
	}
	if len(others) == 0 {
		section(a.lang.T("nobody", "server", a.serverLabel()))
	}
	return items
}

func (a *App) drawSideItems(r ui.Rect, items []sideItem) {
	total := float32(sideInset)
	for _, it := range items {
		total += it.height
	}
	a.bringIntoSight(items, r.H)
	c := a.ctx
	c.Record(ui.Node{ID: sidebarID.Sub("list"), Role: ui.RoleList, Label: a.lang.T("conversations"), Rect: r})
	c.PushGroup(sidebarID.Sub("list"))
	defer c.PopGroup()
	c.ScrollArea(sidebarID.Sub("scroll"), r, &a.sidebar.scroll, total, func(inner ui.Rect) {
		for i, it := range items {
			row := inner.CutTop(it.height)
			if row.Bottom() < r.Y-a.theme.Space.RowHeight || row.Y > r.Bottom()+a.theme.Space.RowHeight {
				continue // out of sight; one row more on each side, so that Tab finds it
			}
			if it.conv == "" {
				a.drawSection(row, it.title)
				continue
			}
			a.drawSideRow(row.InsetXY(sideInset, 0), it)
			a.arrowsFrom(items, i)
		}
	})
}

// bringIntoSight scrolls the list, which is as tall as height, so that it shows the row
// of a conversation that was opened otherwise than by its row.
func (a *App) bringIntoSight(items []sideItem, height float32) {
	s, y := &a.sidebar, float32(0)
	if s.shown == a.state.Active {
		return
	}
	for _, it := range items {
		if it.conv == a.state.Active {
			s.shown = it.conv
			s.scroll.Y = max(min(s.scroll.Y, y), y+it.height+sideInset-height)
			return
		}
		y += it.height
	}
}

// arrowsFrom moves the focus by the arrows from one conversation to the one above or
// below.
func (a *App) arrowsFrom(items []sideItem, i int) {
	c, by := a.ctx, 0
	switch {
	case c.Focus() != sidebarID.Sub(items[i].conv):
	case c.KeyPressed(ui.KeyUp, 0):
		by = -1
	case c.KeyPressed(ui.KeyDown, 0):
		by = 1
	}
	if by == 0 {
		return
	}
	for i += by; i >= 0 && i < len(items); i += by {
		if items[i].conv != "" {
			c.FocusByKey(sidebarID.Sub(items[i].conv))
			return
		}
	}
}

func (a *App) drawSection(r ui.Rect, title string) {
	r.CutTop(sectionGap)
	y := r.InsetXY(20, 0)
	for i, line := range a.ctx.Wrap(a.face.pill, title, y.W) {
		a.ctx.TextIn(y.Offset(0, float32(i)*18), a.face.pill, a.theme.T2, ui.AlignLeft, line)
	}
}

func (a *App) drawSideRow(r ui.Rect, it sideItem) {
	c, th := a.ctx, a.theme
	id := sidebarID.Sub(it.conv)
	selected := it.conv == a.state.Active
	unread := a.unreadOf(it.conv)
	resp := c.Interact(id, r, ui.InteractOptions{Focusable: true, Cursor: ui.CursorPointer})
	background := th.Bg1
	if selected {
		background = th.Sel
	} else if resp.Hovered {
		background = th.Bg2
	}
	if background != th.Bg1 {
		c.Fill(r, a.theme.Radius.Row, background)
	}
	c.FocusRing(id, r, a.theme.Radius.Row)

	inner := r.InsetXY(12, 0)
	icon := inner.CutLeft(a.theme.Space.AvatarSmall).Center(a.theme.Space.AvatarSmall, a.theme.Space.AvatarSmall)
	inner.CutLeft(10)
	note := a.drawConvIcon(icon, it, selected, background)
	if unread > 0 {
		text := a.newText(unread)
		note = text
		a.pill(inner.CutRight(a.pillWidth(text)), text)
		inner.CutRight(8)
	}
	if a.state.Muted(it.conv) {
		c.DrawIcon(inner.CutRight(16).Center(14, 14), ui.IconBellOff, 1.25, th.T3)
		inner.CutRight(8)
	}
	font, ink := a.face.text, th.T1
	switch {
	case selected:
		font, ink = a.face.strong, th.Accent
	case unread > 0:
		font = a.face.strong
	case it.member != nil && !a.online(it.member):
		ink = th.T2
	}
	c.TextIn(inner, font, ink, ui.AlignLeft, it.name)
	c.Record(ui.Node{ID: id, Role: ui.RoleOption, Label: it.name, Note: note, Rect: r, Selected: selected, Focused: resp.Focused})
	onto := resp.Hovered && len(a.dropped) > 0
	if resp.Clicked || onto {
		a.openConv(it.conv)
	}
	if onto { // who is pointed at is meant, and not who is talked to
		a.offerDropped(it.conv)
	}
}

// drawSelf shows who is logged in, how the connection stands, and the settings.
func (a *App) drawSelf(r ui.Rect) {
	c, th := a.ctx, a.theme
	c.Fill(ui.Rect{X: r.X, Y: r.Y, W: r.W, H: 1}, 0, th.Line)
	inner := r.InsetXY(16, 0)
	gear := inner.CutRight(a.theme.Space.ControlHeight)
	if c.IconButton(settingsID.Sub("open"), gear.Center(a.theme.Space.ControlHeight, a.theme.Space.ControlHeight), ui.IconGear, a.lang.T("action.settings")).Clicked {
		a.openSheet(sheetSettings)
	}
	inner.CutRight(8)
	icon := inner.CutLeft(a.theme.Space.AvatarSmall).Center(a.theme.Space.AvatarSmall, a.theme.Space.AvatarSmall)
	up := a.state.Link.Status == model.LinkUp
	a.avatar(icon, a.state.Self.Name)
	a.presence(icon, up, th.Bg1)
	inner.CutLeft(10)
	key := "status.down"
	switch a.state.Link.Status {
	case model.LinkUp:
		key = "status.encrypted"
	case model.LinkConnecting:
		key = "status.connecting"
	}
	status := a.lang.T(key, "server", a.serverLabel())
	inner.CutTop(13)
	c.TextIn(inner.CutTop(a.theme.Type.BaseLine), a.face.strong, th.T1, ui.AlignLeft, a.state.Self.Name)
	c.TextIn(inner.CutTop(20), a.face.faint, th.T3, ui.AlignLeft, status)
	c.Record(ui.Node{ID: sidebarID.Sub("self"), Role: ui.RoleStatus, Label: status, Note: a.state.Self.Name, Rect: r})
}

// openConv shows a conversation, ready to be written to; with a finger, to be read
// first: the focus would bring the keyboard over half of it.
func (a *App) openConv(conv string) {
	a.drawer.open = false
	if a.ctx.Touch() {
		a.ctx.SetFocus(0)
	} else {
		a.ctx.SetFocus(composerID)
	}
	a.do(model.Open{Conv: conv})
}
