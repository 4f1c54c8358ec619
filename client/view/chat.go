package view

import (
	"strings"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
)

var chatID = ui.NewID("chat")

// drawChat lays out the conversation: the list on the right, or over the log in
// a narrow window; the header, the log and the composer.
func (a *App) drawChat(in ui.Input, entered bool) {
	conv := a.state.Convs[a.state.Active]
	if conv == nil {
		return
	}
	if entered {
		a.drawer, a.sheet, a.menu = drawer{}, sheetNone, menu{}
		a.login.register = false // who is logged in has an account
		a.composer.conv = ""     // it may have held another member's draft
		a.ctx.SetFocus(composerID)
	}
	a.chatKeys()
	r := a.bounds()
	if a.narrow() {
		a.drawConversation(r, conv, in)
		if from, dx := a.ctx.Swiped(); dx > swipeLeast && from.X < swipeEdge && !a.covered() {
			a.drawer.open = true
		}
		a.drawDrawer(r)
	} else {
		a.drawer = drawer{}
		side := r.CutRight(a.theme.Space.SidebarWidth)
		a.drawConversation(r, conv, in)
		a.drawSidebar(side)
	}
	a.drawSheet()
	a.drawMenu()
	a.drawAsk()
	a.drawChooser()
	if a.covered() {
		a.refuseDropped()
	} else {
		a.offerDropped(conv.ID)
	}
	if a.ctx.Focus() == 0 && !a.ctx.Touch() && !a.covered() {
		a.ctx.SetFocus(composerID) // what had it is gone; who types on means to write
	}
	if a.drawer.open || a.sheet != sheetNone || a.asking {
		a.ctx.Closable()
	}
}

// refuseDropped says that what was dropped is not offered: what lies over the chat hides
// to whom it would go.
func (a *App) refuseDropped() {
	if len(a.dropped) > 0 {
		a.composer.refused = "drop.covered"
		a.dropped = nil
		a.changed = true
	}
}

// offerDropped offers in a conversation what was dropped, if anything was.
func (a *App) offerDropped(conv string) {
	if len(a.dropped) > 0 {
		a.do(model.SendFiles{Conv: conv, Paths: a.dropped})
		a.dropped, a.composer.refused = nil, ""
	}
}

// A finger that moves so far to the right from so near to the left edge brings the
// conversation list, in logical pixels.
const (
	swipeEdge  = 48
	swipeLeast = 48
)

// drawConversation draws the column of header, log and composer.
func (a *App) drawConversation(r ui.Rect, conv *model.Conv, in ui.Input) {
	pad := float32(a.theme.Space.WindowPadding)
	if a.narrow() {
		pad = a.theme.Space.NarrowPadding
	}
	a.drawHeader(r.CutTop(a.theme.Space.HeaderHeight), conv, pad)
	a.drawBanner(&r, pad)
	box := a.composerArea(&r, conv, pad)
	notice, lines := a.noticeArea(&r, pad)
	a.drawLog(r, conv, pad, in)
	a.drawNotice(notice, lines)
	a.drawComposer(box, conv)
	a.copySelection(a.logOf(conv.ID))
}

func (a *App) drawHeader(r ui.Rect, conv *model.Conv, pad float32) {
	c, th := a.ctx, a.theme
	c.Fill(ui.Rect{X: r.X, Y: r.Bottom() - 1, W: r.W, H: 1}, 0, th.Line)
	r = r.InsetXY(pad, 0)
	if a.narrow() {
		menu := r.CutLeft(20)
		hit := ui.Rect{X: menu.X - 12, Y: menu.Y + 6, W: 44, H: 44}
		if c.IconButton(chatID.Sub("menu"), hit, ui.IconMenu, a.lang.T("action.menu")).Clicked {
			a.drawer.open = true
			a.changed = true
		}
		r.CutLeft(12)
		if n := a.state.UnreadTotal(); n > 0 {
			a.pill(r.CutRight(a.pillWidth(countText(n))), countText(n))
		}
	}
	if a.roomy() {
		a.muteButton(r.CutRight(a.theme.Space.ControlHeight), conv)
		r.CutRight(8)
	}
	title, note := a.convTitle(conv), a.convNote(conv)
	c.Record(ui.Node{ID: chatID.Sub("title"), Role: ui.RoleHeading, Label: title, Note: note, Rect: r})
	w := min(c.Width(a.face.title, title), r.W)
	c.TextIn(r.CutLeft(w), a.face.title, th.T1, ui.AlignLeft, title)
	r.CutLeft(12)
	if !a.narrow() {
		c.TextIn(r, a.face.small, th.T2, ui.AlignLeft, note)
	}
}

// muteButton says whether the conversation is told of outside of the window, and
// changes that.
func (a *App) muteButton(r ui.Rect, conv *model.Conv) {
	muted := a.state.Muted(conv.ID)
	icon, label := ui.IconBell, a.lang.T("action.mute")
	if muted {
		icon, label = ui.IconBellOff, a.lang.T("action.unmute")
	}
	size := a.theme.Space.ControlHeight
	if a.ctx.IconButton(chatID.Sub("mute"), r.Center(size, size), icon, label).Clicked {
		a.do(model.SetMuted{Conv: conv.ID, On: !muted})
	}
}

// convTitle is what a conversation is called at its head.
func (a *App) convTitle(conv *model.Conv) string {
	if conv.ID == wire.Room {
		return a.lang.T("room.title")
	}
	return a.convName(conv.ID)
}

// convName is what a conversation is called in a list.
func (a *App) convName(id string) string {
	if id == wire.Room {
		return a.lang.T("room")
	}
	other, _ := wire.Other(id, a.state.Self.ID)
	return a.state.Name(other)
}

func (a *App) convNote(conv *model.Conv) string {
	if conv.ID == wire.Room {
		if !a.presenceKnown() {
			return a.lang.N("members.unknown", len(a.state.Members))
		}
		online := 0
		for _, m := range a.state.Members {
			if m.Online {
				online++
			}
		}
		return a.lang.N("members.count", len(a.state.Members), "online", online)
	}
	other, _ := wire.Other(conv.ID, a.state.Self.ID)
	return a.presenceWord(a.state.Members[other])
}

// drawBanner says, while there is no connection, why and what happens next.
func (a *App) drawBanner(r *ui.Rect, pad float32) {
	link := &a.state.Link
	if link.Status == model.LinkUp {
		return
	}
	c, th := a.ctx, a.theme
	text := a.bannerText()
	if n := a.state.Unsent(); n > 0 {
		if !strings.HasSuffix(text, "。") { // a full stop as wide as a letter brings its space
			text += " "
		}
		text += a.lang.N("banner.pending", n)
	}
	retry := link.Status == model.LinkWaiting
	label := a.lang.T("action.retry.now")
	buttonWidth := c.Width(a.face.strong, label) + 32
	width := r.W - 2*pad - 28
	below := retry && width-buttonWidth-12 < bannerLeast
	if retry && !below {
		width -= buttonWidth + 12
	}
	lines := c.Wrap(a.face.small, text, width)
	height := max(float32(len(lines))*20, th.Space.ControlHeight)
	if below {
		height += th.Space.ControlHeight + 4
	}
	area := r.CutTop(height + 12)
	c.Fill(area, 0, th.Bg1)
	c.Fill(ui.Rect{X: area.X, Y: area.Bottom() - 1, W: area.W, H: 1}, 0, th.Line)
	c.Record(ui.Node{ID: chatID.Sub("banner"), Role: ui.RoleStatus, Label: text, Rect: area})
	inner := area.InsetXY(pad, 6)
	if retry {
		button := inner
		if below {
			button = inner.CutBottom(th.Space.ControlHeight)
		} else {
			button = inner.CutRight(buttonWidth)
			inner.CutRight(12)
		}
		if c.Button(chatID.Sub("retry"), button, label, ui.ButtonOptions{Style: ui.ButtonPlain}).Clicked {
			a.do(model.ReconnectNow{})
		}
	}
	c.DrawIcon(inner.CutLeft(28).Center(16, 16).Offset(-6, 0), ui.IconWarning, 1.5, th.Warn)
	inner.CutTop((inner.H - float32(len(lines))*20) / 2)
	for _, line := range lines {
		c.TextIn(inner.CutTop(20), a.face.small, th.T1, ui.AlignLeft, line)
	}
}

// bannerLeast is how wide the banner's text is at least; in a narrower window the
// button goes below it.
const bannerLeast = 180

func (a *App) bannerText() string {
	link := &a.state.Link
	why := ""
	if link.Cause.Code != "" {
		why = trimStop(a.sentence(&link.Cause))
	}
	switch link.Status {
	case model.LinkConnecting:
		return a.lang.T("banner.connecting", "server", a.serverLabel())
	case model.LinkWaiting:
		left := link.RetryAt.Sub(a.ctx.Now())
		a.ctx.WakeIn(left%1e9+1e6, "countdown")
		return a.lang.N("banner.waiting", seconds(left), "why", why)
	}
	return a.lang.T("banner.down", "why", why)
}

// noticeWidth is how wide a notice is at most, in logical pixels: beyond it the close
// button is far from the text.
const noticeWidth = 520

// noticeArea returns the place of a passing problem, if there is one, above the
// composer, and the lines of its text. The place is cut off the bottom of r, so that
// the newest message stays in sight, except where that would leave less than as much.
func (a *App) noticeArea(r *ui.Rect, pad float32) (area ui.Rect, lines []string) {
	text := a.noticeText()
	if text == "" {
		return area, nil
	}
	width := min(r.W-2*pad, noticeWidth)
	lines = a.ctx.Wrap(a.face.small, text, width-88)
	h := max(float32(len(lines))*20+20, a.theme.Space.ControlHeight+8)
	area = ui.Rect{X: r.X + (r.W-width)/2, Y: r.Bottom() - h, W: width, H: h}
	if r.H > 2*h+8 {
		r.CutBottom(h + 8)
	}
	return area, lines
}

// drawNotice shows a passing problem until it is closed.
func (a *App) drawNotice(area ui.Rect, lines []string) {
	if len(lines) == 0 {
		return
	}
	c, th := a.ctx, a.theme
	id := chatID.Sub("notice")
	c.PushLayer(id, area, false)
	defer c.PopLayer()
	c.Shadow(area, th.Radius.Card, 16, th.Shade)
	c.Box(area, th.Radius.Card, th.Bg2, 1, th.Line)
	c.Record(ui.Node{ID: id, Role: ui.RoleAlert, Label: a.noticeText(), Rect: area})
	inner := area.InsetXY(12, 4)
	if c.IconButton(id.Sub("close"), inner.CutRight(th.Space.ControlHeight), ui.IconClose, a.lang.T("action.close")).Clicked {
		a.composer.refused = ""
		a.do(model.DismissNotice{})
	}
	c.DrawIcon(inner.CutLeft(24).Center(16, 16), ui.IconWarning, 1.5, th.Danger)
	inner.CutLeft(8)
	inner.CutTop((inner.H - float32(len(lines))*20) / 2)
	for _, line := range lines {
		c.TextIn(inner.CutTop(20), a.face.small, th.T1, ui.AlignLeft, line)
	}
}

func (a *App) noticeText() string {
	switch {
	case a.composer.refused != "":
		return a.lang.T(a.composer.refused, "max", composerMax)
	case a.state.Notice != nil:
		said := a.sentence(&a.state.Notice.Problem)
		if name := a.state.Notice.File; name != "" {
			return a.lang.T("notice.file", "name", name, "text", said)
		}
		return said
	}
	return ""
}

// serverLabel is how the server in use is called.
func (a *App) serverLabel() string {
	return first(a.state.Link.Server, first(a.login.server.Text(), a.state.Settings.Server))
}
