package view

import (
	"time"

	"lobby/client/ui"
)

// drawer is the conversation list of a narrow window, which lies over the log.
type drawer struct {
	open  bool
	shown bool      // as it was when it last began to come or to go
	began time.Time // when that was
}

var drawerID = sidebarID.Sub("drawer")

// drawerTime is how long the drawer takes to come or to go.
const drawerTime = 180 * time.Millisecond

// share returns how much of the drawer is in sight, from 0 to 1: it begins fast and
// comes to rest slowly. Where less motion is wanted it is there or not.
func (d *drawer) share(now time.Time, still bool) float32 {
	if d.open != d.shown {
		d.shown, d.began = d.open, now
	}
	left := 1 - float32(now.Sub(d.began))/float32(drawerTime)
	if still || left <= 0 {
		left = 0
	}
	left *= left * left
	if d.open {
		return 1 - left
	}
	return left
}

// drawDrawer lays the list over a narrow window; a press beside it closes it. While it
// goes it is nothing but a picture.
func (a *App) drawDrawer(r ui.Rect) {
	c, d := a.ctx, &a.drawer
	share := d.share(c.Now(), a.lessMotion())
	if share == 0 && !d.open {
		return
	}
	if share != 0 && share != 1 || d.began.Equal(c.Now()) {
		c.WakeIn(drawerFrame, "drawer")
	}
	area := r
	area.W = min(a.theme.Space.SidebarWidth+40, r.W-48)
	scrim := a.theme.Scrim
	scrim.A = uint8(float32(scrim.A) * share)
	c.PushLayer(drawerID.Sub("scrim"), ui.Rect{}, false)
	c.Fill(r, 0, scrim)
	c.PopLayer()
	if !d.open {
		c.PushLayer(drawerID.Sub("going"), ui.Rect{}, false)
		c.ShiftLayer(-area.W * (1 - share))
		c.Inert(func() { a.drawSidebar(area) })
		c.PopLayer()
		return
	}
	c.PushLayer(drawerID, r, true)
	defer c.PopLayer()
	c.ShiftLayer(-area.W * (1 - share))
	c.Record(ui.Node{ID: drawerID, Role: ui.RoleDialog, Label: a.lang.T("conversations"), Rect: area})
	a.drawSidebar(area)
	beside := r
	beside.CutLeft(area.W)
	_, swiped := c.Swiped()
	if c.Interact(drawerID.Sub("beside"), beside, ui.InteractOptions{}).Clicked || c.KeyPressed(ui.KeyEscape, 0) || swiped < -swipeLeast {
		d.open = false
		a.changed = true
	}
}

// drawerFrame is the time between the drawer's frames while it moves.
const drawerFrame = time.Second / 60
