package view

import (
	"strconv"
	"strings"

	"lobby/client/ui"
	"lobby/shared/wire"
)

// countText writes a number of unread messages.
func countText(n int) string {
	if n >= wire.MaxUnread {
		return "999+"
	}
	return strconv.Itoa(n)
}

// newText says how many messages are new.
func (a *App) newText(n int) string {
	if n >= wire.MaxUnread {
		return a.lang.T("new.many")
	}
	return a.lang.N("new.count", n)
}

// trimStop takes the full stop off a sentence that becomes a part of another.
func trimStop(s string) string { return strings.TrimRight(s, ".。") }

func (a *App) pillWidth(text string) float32 { return a.ctx.Width(a.face.pill, text) + 16 }

// pill draws a short text on the accent colour, in the middle of r's height.
func (a *App) pill(r ui.Rect, text string) {
	r = r.Center(r.W, 20)
	a.ctx.Fill(r, a.theme.Radius.Pill, a.theme.Accent)
	a.ctx.TextIn(r, a.face.pill, a.theme.OnAccent, ui.AlignCenter, text)
}
