package view

import (
	"hash/fnv"
	"strings"

	"github.com/rivo/uniseg"

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

// presence draws the dot at an avatar's corner: filled when online, a ring when
// not, so that it says so without colour too. The rim is the background's.
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
