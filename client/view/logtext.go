package view

import "lobby/client/ui"

// drawText draws a message's text: what is selected of it, and its links.
func (l *logView) drawText(id ui.ID, lay rowLayout, r ui.Rect, ink ui.Color) {
	a := l.app
	c, th, p := a.ctx, a.theme, lay.text
	c.Interact(logTextID, r, ui.InteractOptions{Cursor: ui.CursorText})
	block := textBlock{lay.key, r, p, r.Y}
	if lay.head {
		block.top -= a.theme.Type.BaseLine
	}
	l.blocks = append(l.blocks, block)
	if from, to := l.selectedPart(lay.key, len(p.Text())); from < to {
		c.EachPart(p, r, from, to, func(part ui.Rect, _ string) { c.Fill(part, 0, th.Selection) })
	}
	c.DrawPassage(p, r, ink, th.Accent)
	for i, span := range p.Marks {
		l.link(id.Sub("link").Num(uint64(i)), p, r, span)
	}
}

// link makes a widget of a web address in a text. Its target is told before it is
// opened, which only a click or Enter does.
func (l *logView) link(id ui.ID, p *ui.Passage, r ui.Rect, span ui.Span) {
	c, th := l.app.ctx, l.app.theme
	target, ok := linkTarget(p.Text()[span.Start:span.End])
	if !ok {
		return
	}
	var all ui.Rect
	var resp ui.Response
	c.EachPart(p, r, span.Start, span.End, func(part ui.Rect, _ string) {
		first := all.Empty() // only the first of several lines is a stop for Tab
		now := c.Interact(id, part, ui.InteractOptions{Focusable: first, Inline: true, Cursor: ui.CursorPointer})
		if first {
			resp = now
		}
		all = all.Union(part)
	})
	l.takeOver(resp)
	c.Record(ui.Node{ID: id, Role: ui.RoleLink, Label: p.Text()[span.Start:span.End], Note: target, Rect: all, Focused: resp.Focused})
	if resp.Hovered || c.FocusVisible(id) {
		l.target, l.targetAt = target, all
		c.EachPart(p, r, span.Start, span.End, func(part ui.Rect, _ string) {
			c.Fill(ui.Rect{X: part.X, Y: c.Baseline(part, l.app.face.text) + 2, W: part.W, H: 1}, 0, th.Accent)
		})
		c.FocusRing(id, all, 4)
	}
	if resp.Clicked {
		c.OpenLink(target)
	}
}

// drawTarget tells above a link, or below where there is no room, where it leads to.
func (a *App) drawTarget(log ui.Rect, pad float32, target string, link ui.Rect) {
	c, th := a.ctx, a.theme
	width := min(c.Width(a.face.faint, target)+20, log.W-2*pad)
	area := ui.Rect{X: min(link.X, log.Right()-pad-width), Y: link.Y - 30, W: width, H: 26}
	if area.Y < log.Y {
		area.Y = link.Bottom() + 4
	}
	id := logID.Sub("target")
	c.PushLayer(id, ui.Rect{}, false)
	defer c.PopLayer()
	c.Shadow(area, 6, 10, th.Shade)
	c.Box(area, 6, th.Bg2, 1, th.Line)
	c.TextIn(area.InsetXY(10, 0), a.face.faint, th.T2, ui.AlignLeft, target)
	c.Record(ui.Node{ID: id, Role: ui.RoleText, Label: target, Rect: area})
}
