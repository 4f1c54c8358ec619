package view

import (
	"hash/fnv"
	"strings"

	"github.com/rivo/uniseg"

	"lobby/client/model"
	"lobby/client/ui"
)

// avatarInk is legible on every one of the theme's avatar colours.
var avatarInk = ui.Hex(0xffffff)

// avatarColor is the same for a name on every screen.
func (a *App) avatarColor(name string) ui.Color {
	h := fnv.New32a()
	h.Write([]byte(name))
	return a.theme.Avatars[h.Sum32()%uint32(len(a.theme.Avatars))]
}

// initial is the first letter of a name, as a person reads letters.
func initial(name string) string {
	letter, _, _, _ := uniseg.FirstGraphemeClusterInString(name, -1)
	return strings.ToUpper(letter)
}

// avatar draws a member's square with the initial.
func (a *App) avatar(r ui.Rect, name string) {
	radius, font := a.theme.Radius.Avatar, ui.Font{Size: 15, Weight: ui.Bold}
	if r.W < a.theme.Space.Avatar {
		radius, font.Size = 8, 12
	}
	a.ctx.Fill(r, radius, a.avatarColor(name))
	a.ctx.TextIn(r, font, avatarInk, ui.AlignCenter, initial(name))
}

// presenceKnown reports whether it can be told who is online: while there is no
// connection, what was true before need not be any more.
func (a *App) presenceKnown() bool { return a.state.Link.Status == model.LinkUp }

// online reports whether a member is known to be online.
func (a *App) online(m *model.Member) bool { return m != nil && m.Online && a.presenceKnown() }

// presenceWord says whether a member is online.
func (a *App) presenceWord(m *model.Member) string {
	switch {
	case !a.presenceKnown():
		return a.lang.T("status.unknown")
	case a.online(m):
		return a.lang.T("status.online")
	}
	return a.lang.T("status.offline")
}

// presence draws the dot at an avatar's corner: filled when online, a ring when
// not or not known, so that it says so without colour too. The rim is the background's.
func (a *App) presence(avatar ui.Rect, online bool, rim ui.Color) {
	dot := ui.Rect{X: avatar.Right() - 9, Y: avatar.Bottom() - 9, W: 12, H: 12}
	a.ctx.Fill(dot, 6, rim)
	dot = dot.Inset(2)
	if online {
		a.ctx.Fill(dot, 4, a.theme.OK)
		return
	}
	a.ctx.Box(dot, 4, rim, 1.5, a.theme.T3)
}
