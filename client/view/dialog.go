package view

import (
	"lobby/client/model"
	"lobby/client/ui"
)

// sheet names what lies over the chat; there is one at a time.
type sheet uint8

const (
	sheetNone sheet = iota
	sheetSettings
	sheetPassword
	sheetShortcuts
	sheetSwitcher
	sheetPicker
	sheetPicture
)

// dialog is a card over the chat whose content scrolls where the window is too low
// for it.
type dialog struct {
	scroll ui.ScrollState
	height float32 // of the content at the last frame
	top    float32 // of the card, in page
	page   ui.Rect // that the card was placed in
}

const dialogHead = 72 // title and close button

// dialogPadding is the space around a dialog's content.
func (a *App) dialogPadding() float32 {
	if a.roomy() {
		return 24
	}
	return 12
}

// openSheet lays something over the chat, in place of the drawer that it may have been
// opened from.
func (a *App) openSheet(s sheet) {
	if s != sheetNone {
		a.drawer.open = false
	}
	back := s == sheetSettings && a.sheet == sheetPassword
	if s != sheetPassword && !back {
		a.settings = dialog{}
	}
	a.sheet = s
	a.shortcuts, a.change, a.removing = dialog{}, dialog{}, ""
	a.switcher.reset()
	a.picker.reset()
	a.changed = true
	switch s {
	case sheetSettings:
		a.do(model.ListDevices{})
	case sheetPassword:
		a.openPassword()
	}
}

// covered reports whether something hides what the chat shows.
func (a *App) covered() bool {
	return a.drawer.open || a.state.Chooser != nil || a.sheet != sheetNone && a.sheet != sheetPicker
}

// drawSheet draws what lies over the chat.
func (a *App) drawSheet() {
	switch a.sheet {
	case sheetSettings:
		a.drawDialog(settingsID, &a.settings, a.lang.T("settings.title"), a.drawSettings, a.closeSheet)
	case sheetPassword:
		a.drawDialog(changeID, &a.change, a.lang.T("password.change"), a.drawPassword, a.closePassword)
	case sheetShortcuts:
		a.drawDialog(shortcutsID, &a.shortcuts, a.lang.T("keys.title"), a.drawShortcuts, a.closeSheet)
	case sheetSwitcher:
		a.drawSwitcher()
	case sheetPicker:
		a.drawPicker()
	case sheetPicture:
		a.drawViewer()
	}
}

func (a *App) closeSheet() { a.openSheet(sheetNone) }

// drawDialog draws the card, its title and the way out, which leads where leave
// says; draw cuts its content off the top of the area it is given. Its height is
// known when it has been drawn once.
func (a *App) drawDialog(id ui.ID, d *dialog, title string, draw func(r *ui.Rect), leave func()) {
	c, th, page := a.ctx, a.theme, a.bounds()
	c.PushLayer(id, page, true)
	defer c.PopLayer()
	c.Fill(page, 0, th.Scrim)
	outside := c.Interact(id.Sub("outside"), page, ui.InteractOptions{}).Clicked
	pad := a.dialogPadding()
	card := d.place(page, th.Space.DialogWidth, dialogHead+d.height+pad, th.Space.NarrowPadding)
	c.Interact(id.Sub("card"), card, ui.InteractOptions{})
	c.Shadow(card, th.Radius.Dialog, 40, th.Shade)
	c.Box(card, th.Radius.Dialog, th.Card, 1, th.Line)
	c.Record(ui.Node{ID: id, Role: ui.RoleDialog, Label: title, Rect: card})

	r := card
	head := r.CutTop(dialogHead).InsetXY(pad, 16)
	closed := c.IconButton(id.Sub("close"), head.CutRight(th.Space.ControlHeight).Center(32, 32), ui.IconClose, a.lang.T("action.close")).Clicked
	c.TextIn(head, a.face.heading, th.T1, ui.AlignLeft, title)
	r.CutBottom(min(pad, r.H) - 4)
	c.ScrollArea(id.Sub("scroll"), r, &d.scroll, d.height+4, func(inner ui.Rect) {
		inner = inner.InsetXY(pad, 0)
		inner.H = unbounded
		top := inner.Y
		draw(&inner)
		if used := inner.Y - top; used != d.height {
			d.height = used
			a.changed = true
		}
	})
	a.scrollByKeys(&d.scroll, r.H)
	if closed || outside || c.KeyPressed(ui.KeyEscape, 0) {
		leave()
	}
}

// place returns where a card lies whose whole content makes it this wide and tall: in
// the middle of the page at first, and then with its head where it is as long as the
// page keeps its size. What comes into it later, such as an answer of the server,
// makes it grow downwards, so that nothing moves under the pointer.
func (d *dialog) place(page ui.Rect, width, height, margin float32) ui.Rect {
	width = min(width, page.W-2*margin)
	if d.page == page {
		return ui.Rect{X: page.X + (page.W-width)/2, Y: d.top, W: width, H: min(height, page.Bottom()-margin-d.top)}
	}
	card := page.Center(width, min(height, page.H-2*margin))
	if d.height > 0 {
		d.page, d.top = page, card.Y
	}
	return card
}

// scrollByKeys scrolls what is as tall as height by the keys that nothing in it used.
func (a *App) scrollByKeys(s *ui.ScrollState, height float32) {
	c, line := a.ctx, a.theme.Space.RowHeight
	before := s.Y
	switch {
	case c.KeyPressed(ui.KeyUp, 0):
		s.Y -= line
	case c.KeyPressed(ui.KeyDown, 0):
		s.Y += line
	case c.KeyPressed(ui.KeyPageUp, 0):
		s.Y -= height - line
	case c.KeyPressed(ui.KeyPageDown, 0):
		s.Y += height - line
	case c.KeyPressed(ui.KeyHome, 0):
		s.Y = 0
	case c.KeyPressed(ui.KeyEnd, 0):
		s.Y = unbounded
	}
	a.changed = a.changed || s.Y != before
}

// unbounded is more than the content of any dialog is tall.
const unbounded = 1 << 16
