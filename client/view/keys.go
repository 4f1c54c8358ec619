package view

import (
	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
)

// chatKeys does what the keys do that belong to no widget.
func (a *App) chatKeys() {
	c := a.ctx
	log := a.logOf(a.state.Active)
	page := log.height - 2*a.theme.Type.BaseLine
	switch {
	case c.KeyPressed(ui.KeyK, ui.Command):
		a.openSheet(sheetSwitcher)
	case c.KeyPressed(ui.KeyU, ui.Command):
		a.do(model.AttachFiles{Conv: a.state.Active})
	case c.KeyPressed(ui.KeyComma, ui.Command):
		a.openSheet(sheetSettings)
	case c.KeyPressed(ui.KeySlash, ui.Command):
		a.openSheet(sheetShortcuts)
	case c.KeyPressed(ui.KeyUp, ui.Alt):
		a.step(-1, false)
	case c.KeyPressed(ui.KeyDown, ui.Alt):
		a.step(1, false)
	case c.KeyPressed(ui.KeyUp, ui.Alt|ui.Shift):
		a.step(-1, true)
	case c.KeyPressed(ui.KeyDown, ui.Alt|ui.Shift):
		a.step(1, true)
	case c.KeyPressed(ui.KeyPageUp, 0):
		log.list.ScrollBy(page)
	case c.KeyPressed(ui.KeyPageDown, 0):
		log.list.ScrollBy(-page)
	case c.KeyPressed(ui.KeyHome, ui.Command):
		log.list.ToOldest()
	case c.KeyPressed(ui.KeyEnd, ui.Command):
		log.list.ToNewest()
	case c.KeyPressed(ui.KeyF6, 0):
		a.nextRegion(1)
	case c.KeyPressed(ui.KeyF6, ui.Shift):
		a.nextRegion(-1)
	case c.KeyPressed(ui.KeyEscape, 0):
		a.escape(log)
	}
}

// escape takes the offered emoji away or, where there are none, drops what is
// selected and jumps to the newest message.
func (a *App) escape(log *logView) {
	a.changed = true
	if a.dismissCompletion() {
		return
	}
	if log.selection.finger && !log.selection.empty() {
		log.selection = logSelection{}
		return
	}
	log.selection = logSelection{}
	log.list.ToNewest()
	a.ctx.SetFocus(composerID)
}

// zoomKeys change the size of everything, on every screen and over every layer.
func (a *App) zoomKeys() {
	c, percent := a.ctx, a.state.Settings.Percent()
	now := percent
	switch {
	case c.AnywherePressed(ui.KeyPlus, ui.Command), c.AnywherePressed(ui.KeyPlus, ui.Command|ui.Shift):
		now = nextSize(percent, 1)
	case c.AnywherePressed(ui.KeyMinus, ui.Command):
		now = nextSize(percent, -1)
	case c.AnywherePressed(ui.KeyZero, ui.Command):
		now = 100
	}
	if now != percent {
		a.do(model.SetTextSize{Percent: now})
	}
}

// step opens the conversation before or after the shown one, in the order of
// the list and around its ends.
func (a *App) step(by int, unreadOnly bool) {
	convs := []string{wire.Room}
	for _, m := range a.state.Others() {
		convs = append(convs, wire.Pair(a.state.Self.ID, m.ID))
	}
	at := 0
	for i, id := range convs {
		if id == a.state.Active {
			at = i
		}
	}
	for range convs {
		at = (at + by + len(convs)) % len(convs)
		conv := a.state.Convs[convs[at]]
		if !unreadOnly || conv != nil && conv.Unread > 0 {
			if convs[at] != a.state.Active {
				a.openConv(convs[at])
			}
			return
		}
	}
}

// nextRegion moves the focus between the composer and the conversation list.
func (a *App) nextRegion(by int) {
	regions := []ui.ID{composerID, searchID, sidebarID.Sub(a.state.Active)}
	if a.narrow() {
		regions = []ui.ID{composerID, chatID.Sub("menu")}
	}
	at := 0
	for i, id := range regions {
		if id == a.ctx.Focus() {
			at = i
		}
	}
	a.ctx.FocusByKey(regions[(at+by+len(regions))%len(regions)])
}
