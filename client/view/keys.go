package view

import (
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
		if a.narrow() {
			a.drawer = true
		}
		c.SetFocus(searchID)
		a.changed = true
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

// escape closes what is uppermost, then jumps to the newest message.
func (a *App) escape(log *logView) {
	if a.sidebar.search.Text() != "" || a.ctx.Focus() == searchID {
		a.sidebar.search.SetText("")
	} else {
		log.list.ToNewest()
	}
	a.ctx.SetFocus(composerID)
	a.changed = true
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
		regions = regions[:1]
	}
	at := 0
	for i, id := range regions {
		if id == a.ctx.Focus() {
			at = i
		}
	}
	a.ctx.FocusByKey(regions[(at+by+len(regions))%len(regions)])
}
