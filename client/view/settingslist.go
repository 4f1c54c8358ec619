package view

import (
	"encoding/hex"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
)

// drawAccount draws who is logged in, and what that member can do about it.
func (a *App) drawAccount(r *ui.Rect) {
	c, th := a.ctx, a.theme
	a.settingHead(r, "self")
	a.settingText(r, a.lang.T("settings.account", "name", a.state.Self.Name))
	r.CutTop(8)
	change, leave := a.lang.T("password.change"), a.lang.T("action.logout")
	row := r.CutTop(th.Space.ControlHeight)
	first, second := row, row
	if wide := c.Width(a.face.sender, leave) + 40; wide+12+c.Width(a.face.sender, change)+40 <= row.W {
		second = row.CutRight(wide)
		row.CutRight(12)
		first = row
	} else {
		r.CutTop(8)
		second = r.CutTop(th.Space.ControlHeight)
	}
	if c.Button(settingsID.Sub("password"), first, change, ui.ButtonOptions{}).Clicked {
		a.openSheet(sheetPassword)
	}
	if c.Button(settingsID.Sub("logout"), second, leave, ui.ButtonOptions{Style: ui.ButtonDanger}).Clicked {
		a.openSheet(sheetNone)
		a.do(model.LogOut{})
	}
}

// drawDevices lists from where the member logs in without the password.
func (a *App) drawDevices(r *ui.Rect) {
	a.settingHead(r, "devices")
	a.settingText(r, a.lang.T("settings.devices.note"))
	r.CutTop(8)
	list := &a.state.Devices
	if p := list.Problem; p != nil {
		a.drawAlert(r, settingsID.Sub("devices problem"), a.ctx.Wrap(a.face.small, a.sentence(p), r.W-20))
		r.CutTop(4)
	}
	if !list.Had {
		key := "settings.devices.busy"
		if a.state.Link.Status != model.LinkUp {
			key = "settings.devices.offline"
		}
		if list.Problem == nil {
			a.settingText(r, a.lang.T(key))
		}
		return
	}
	for _, d := range list.List {
		it := settingItem{key: "device " + hex.EncodeToString(d.Key), title: first(d.Label, a.lang.T("device.unnamed")), note: a.deviceNote(d)}
		if !d.This {
			it.ask = a.lang.T("device.forget.ask")
		}
		if a.settingCard(r, it) {
			a.do(model.ForgetDevice{Key: d.Key})
		}
	}
}

// deviceNote says when a device was last there.
func (a *App) deviceNote(d wire.Device) string {
	switch {
	case d.This:
		return a.lang.T("device.this")
	case d.Online:
		return a.lang.T("device.online")
	}
	seen := d.Seen.In(a.o.Zone)
	return a.lang.T("device.seen", "time", a.lang.Day(seen, a.ctx.Now())+" "+a.lang.Clock(seen))
}

// drawKnown lists the servers that this device remembers by their fingerprints.
func (a *App) drawKnown(r *ui.Rect) {
	a.settingHead(r, "known")
	if len(a.state.Known) == 0 {
		a.settingText(r, a.lang.T("settings.known.none"))
		return
	}
	for _, k := range a.state.Known {
		it := settingItem{key: "known " + k.Server, title: k.Server, note: k.Words, ask: a.lang.T("known.forget.ask")}
		if k.Server == a.state.Link.Server {
			it.ask = ""
		}
		if a.settingCard(r, it) {
			a.do(model.ForgetServer{Server: k.Server})
		}
	}
}

// settingItem is something that is remembered and can be removed.
type settingItem struct {
	key         string // among all of them
	title, note string
	ask         string // the question before it is removed; without one it can't be
}

// settingCard draws an item. Its button is answered by the question, and that by
// two more; it reports that the item is to be removed.
func (a *App) settingCard(r *ui.Rect, it settingItem) (removed bool) {
	c, th := a.ctx, a.theme
	id := settingsID.Sub(it.key)
	remove, keep := a.lang.T("action.remove"), a.lang.T("action.cancel")
	width := c.Width(a.face.sender, remove) + 28
	asking := a.removing == it.key && it.ask != ""
	beside := it.ask != "" && !asking && r.W-24-width >= 160

	textWidth := r.W - 24
	if beside {
		textWidth -= width + 12
	}
	notes := c.Wrap(a.face.small, it.note, textWidth)
	var question []string
	if asking {
		question = c.Wrap(a.face.small, it.ask, textWidth)
	}
	height := 24 + 22 + 2 + 20*float32(len(notes)+len(question))
	if it.ask != "" && !beside {
		height += 8 + th.Space.ControlHeight
	}
	card := r.CutTop(height)
	r.CutTop(8)
	c.Box(card, th.Radius.Card, th.Bg1, 1, th.Line)
	c.Record(ui.Node{ID: id, Role: ui.RoleText, Label: it.title, Value: it.note, Rect: card})
	inner := card.InsetXY(12, 12)
	button := ui.Rect{}
	if beside {
		button = inner.CutRight(width).Center(width, th.Space.ControlHeight)
		inner.CutRight(12)
	}
	c.TextIn(inner.CutTop(22), a.face.sender, th.T1, ui.AlignLeft, it.title)
	inner.CutTop(2)
	for _, line := range notes {
		c.TextIn(inner.CutTop(20), a.face.small, th.T2, ui.AlignLeft, line)
	}
	if it.ask == "" {
		return false
	}
	removeID := id.Sub("remove")
	if !asking {
		if !beside {
			button = inner.CutBottom(th.Space.ControlHeight)
		}
		if c.Button(removeID, button, remove, ui.ButtonOptions{Note: it.title}).Clicked {
			a.removing = it.key
			a.ctx.SetFocus(id.Sub("keep"))
			a.changed = true
		}
		return false
	}
	area := inner
	area.H = 20 * float32(len(question))
	c.Record(ui.Node{ID: id.Sub("ask"), Role: ui.RoleAlert, Label: it.ask, Note: it.title, Rect: area})
	for _, line := range question {
		c.TextIn(inner.CutTop(20), a.face.small, th.Danger, ui.AlignLeft, line)
	}
	row := inner.CutBottom(th.Space.ControlHeight)
	half := min(max(width, c.Width(a.face.sender, keep)+28), (row.W-8)/2)
	removed = c.Button(id.Sub("sure"), row.CutRight(half), remove, ui.ButtonOptions{Style: ui.ButtonDanger, Note: it.title}).Clicked
	row.CutRight(8)
	kept := c.Button(id.Sub("keep"), row.CutRight(half), keep, ui.ButtonOptions{Note: it.title}).Clicked
	if removed || kept {
		a.removing = ""
		a.ctx.SetFocus(removeID)
		a.changed = true
	}
	return removed
}
