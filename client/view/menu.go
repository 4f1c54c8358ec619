package view

import (
	"lobby/client/model"
	"lobby/client/ui"
)

// menu is the small list of what can be done with what the right button was pressed on:
// for who uses the mouse alone.
type menu struct {
	at    ui.Point
	items []menuItem // none while it is closed
}

type menuItem struct {
	word string // key in the catalogue
	do   func()
}

var menuID = ui.NewID("menu")

const (
	menuRow     = 34
	menuPadding = 6
	menuLeast   = 128 // wide
)

// openMenu shows items at a place.
func (a *App) openMenu(at ui.Point, items ...menuItem) {
	if len(items) == 0 {
		return
	}
	a.menu = menu{at, items}
	a.changed = true
}

func (a *App) closeMenu() {
	a.menu = menu{}
	a.changed = true
}

// drawMenu draws it beside the pointer, where there is room. A press elsewhere closes it.
func (a *App) drawMenu() {
	c, th, m := a.ctx, a.theme, &a.menu
	if len(m.items) == 0 {
		return
	}
	page := a.bounds()
	width := float32(menuLeast)
	for _, it := range m.items {
		width = max(width, c.Width(a.face.text, a.lang.T(it.word))+2*(menuPadding+12))
	}
	area := ui.Rect{X: m.at.X, Y: m.at.Y, W: width, H: 2*menuPadding + menuRow*float32(len(m.items))}
	if area.Bottom() > page.H {
		area.Y -= area.H
	}
	area.X, area.Y = max(0, min(area.X, page.W-area.W)), max(0, area.Y)
	c.PushLayer(menuID, page, true)
	defer c.PopLayer()
	c.Closable()
	outside := c.Interact(menuID.Sub("outside"), page, ui.InteractOptions{})
	c.Interact(menuID.Sub("card"), area, ui.InteractOptions{})
	c.Shadow(area, th.Radius.Control, 16, th.Shade)
	c.Box(area, th.Radius.Control, th.Card, 1, th.Line)
	c.Record(ui.Node{ID: menuID, Role: ui.RoleDialog, Label: a.lang.T("menu"), Rect: area})
	inner := area.InsetXY(menuPadding, menuPadding)
	for i, it := range m.items {
		id, row, word := menuID.Num(uint64(i)), inner.CutTop(menuRow), a.lang.T(it.word)
		resp := c.Interact(id, row, ui.InteractOptions{Focusable: true, Cursor: ui.CursorPointer})
		if resp.Hovered || c.FocusVisible(id) {
			c.Fill(row, th.Radius.Control-2, th.Bg2)
		}
		c.TextIn(row.InsetXY(12, 0), a.face.text, th.T1, ui.AlignLeft, word)
		c.Record(ui.Node{ID: id, Role: ui.RoleButton, Label: word, Rect: row, Focused: resp.Focused})
		if resp.Clicked {
			a.closeMenu()
			it.do()
			return
		}
	}
	a.arrowsInMenu()
	_, again := c.MenuPressed(page)
	if outside.Down || again || c.KeyPressed(ui.KeyEscape, 0) {
		a.closeMenu()
	}
}

// arrowsInMenu moves the focus by the arrows, round the ends.
func (a *App) arrowsInMenu() {
	c, n := a.ctx, len(a.menu.items)
	by := 0
	switch {
	case c.KeyPressed(ui.KeyUp, 0):
		by = n - 1
	case c.KeyPressed(ui.KeyDown, 0):
		by = 1
	}
	for i := range n {
		if by != 0 && c.Focus() == menuID.Num(uint64(i)) {
			c.FocusByKey(menuID.Num(uint64((i + by) % n)))
			return
		}
	}
}

// logMenu offers to copy what is selected, or the link or the message at the pointer.
func (l *logView) logMenu(r ui.Rect) {
	a := l.app
	at, ok := a.ctx.MenuPressed(r)
	if !ok {
		return
	}
	var items []menuItem
	copies := func(word, text string) {
		items = append(items, menuItem{word, func() { a.ctx.Copy(text) }})
	}
	if text := l.selected(); text != "" {
		copies("action.copy", text)
	}
	if l.target != "" {
		copies("action.copy.link", l.target)
	}
	for _, b := range l.blocks {
		if at.Y >= b.top && at.Y < b.rect.Bottom() {
			copies("action.copy.message", b.passage.Text())
		}
	}
	a.openMenu(at, items...)
}

// composerMenu offers what the keys do with the text that is being written, and to
// send files or a folder.
func (a *App) composerMenu(box ui.Rect) {
	c, e := a.ctx, &a.composer.editor
	at, ok := c.MenuPressed(box)
	if !ok {
		return
	}
	c.SetFocus(composerID)
	var items []menuItem
	if text := e.Selected(); text != "" {
		items = append(items,
			menuItem{"action.cut", func() { c.Copy(text); e.DeleteSelection(); a.draftChanged() }},
			menuItem{"action.copy", func() { c.Copy(text) }})
	}
	items = append(items, menuItem{"action.paste", func() { c.AskPaste() }})
	if e.Text() != "" {
		items = append(items, menuItem{"action.select", e.SelectAll})
	}
	attach := func(folder bool) func() {
		return func() { a.do(model.AttachFiles{Conv: a.state.Active, Folder: folder}) }
	}
	items = append(items, menuItem{"offer.attach", attach(false)}, menuItem{"offer.attach.folder", attach(true)})
	a.openMenu(at, items...)
}
