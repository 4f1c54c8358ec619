package view

import "lobby/client/ui"

// picker is the small sheet of emoji behind the composer's button.
type picker struct {
	query  ui.Editor
	chosen int
	scroll ui.ScrollState
}

var (
	pickerID      = ui.NewID("emoji picker")
	pickerQueryID = pickerID.Sub("query")
)

func (p *picker) reset() {
	p.query.SetText("")
	p.chosen, p.scroll = 0, ui.ScrollState{}
}

const (
	pickerCell   = 38
	pickerHeight = 340
	pickerSign   = 22 // size of a sign, logical pixels per em
	pickerFoot   = 36
)

// drawPicker draws the sheet above the end of the composer.
func (a *App) drawPicker() {
	c, th, p, page := a.ctx, a.theme, &a.picker, a.bounds()
	c.PushLayer(pickerID, page, true)
	defer c.PopLayer()
	outside := c.Interact(pickerID.Sub("outside"), page, ui.InteractOptions{}).Clicked
	margin := th.Space.NarrowPadding
	anchor := a.composer.box
	area := ui.Rect{W: min(9*pickerCell+24, page.W-2*margin), H: min(pickerHeight, anchor.Y-margin-8)}
	area.X, area.Y = max(margin, anchor.Right()-area.W), anchor.Y-area.H-8
	c.Interact(pickerID.Sub("card"), area, ui.InteractOptions{})
	c.Shadow(area, th.Radius.Card, 28, th.Shade)
	c.Box(area, th.Radius.Card, th.Card, 1, th.Line)
	label := a.lang.T("emoji")
	c.Record(ui.Node{ID: pickerID, Role: ui.RoleDialog, Label: label, Rect: area})

	r := area.InsetXY(12, 0)
	field := r.CutTop(52)
	found := findEmoji(p.query.Text())
	columns := max(1, int(r.W/pickerCell))
	a.moveInGrid(len(found), columns)
	resp := c.TextField(pickerQueryID, field.InsetXY(4, 10), &p.query, ui.FieldOptions{Label: a.lang.T("emoji.find"), Placeholder: a.lang.T("emoji.find"), MaxRunes: 32, Bare: true})
	c.Fill(ui.Rect{X: area.X, Y: field.Bottom() - 1, W: area.W, H: 1}, 0, th.Line)
	if resp.Changed {
		p.chosen, p.scroll = 0, ui.ScrollState{}
		a.changed = true
	}
	foot := r.CutBottom(pickerFoot)
	picked, pointed := a.drawGrid(r, found, columns)
	if len(found) > 0 {
		p.chosen = min(p.chosen, len(found)-1)
		named := found[p.chosen]
		if pointed >= 0 {
			named = found[pointed]
		}
		c.TextIn(foot.InsetXY(4, 0), a.face.small, th.T2, ui.AlignLeft, named.sign+"  "+a.emojiName(named)+"  :"+named.english[0]+":")
		if resp.Submitted {
			picked = found[p.chosen].sign
		}
	}
	switch {
	case picked != "":
		a.openSheet(sheetNone)
		a.insertEmoji(picked)
	case outside, c.KeyPressed(ui.KeyEscape, 0):
		a.openSheet(sheetNone)
	}
}

// moveInGrid moves the choice by the arrows, before the field could take them.
func (a *App) moveInGrid(n, columns int) {
	c, p := a.ctx, &a.picker
	by := 0
	switch {
	case c.KeyPressed(ui.KeyLeft, 0):
		by = -1
	case c.KeyPressed(ui.KeyRight, 0):
		by = 1
	case c.KeyPressed(ui.KeyUp, 0):
		by = -columns
	case c.KeyPressed(ui.KeyDown, 0):
		by = columns
	}
	if to := p.chosen + by; by != 0 && to >= 0 && to < n {
		p.chosen = to
		top := float32(to/columns) * pickerCell
		p.scroll.Y = max(top-4*pickerCell, min(p.scroll.Y, top))
	}
}

// drawGrid draws the signs; it returns the one that was clicked, and the index of the
// one that the pointer is over, -1 for none.
func (a *App) drawGrid(r ui.Rect, found []emoji, columns int) (picked string, pointed int) {
	c, th, p := a.ctx, a.theme, &a.picker
	pointed = -1
	if len(found) == 0 {
		text := a.lang.T("search.none", "text", p.query.Text())
		c.TextIn(r, a.face.small, th.T2, ui.AlignCenter, text)
		c.Record(ui.Node{ID: pickerID.Sub("none"), Role: ui.RoleStatus, Label: text, Rect: r})
		return "", pointed
	}
	c.Record(ui.Node{ID: pickerID.Sub("list"), Role: ui.RoleList, Label: a.lang.T("emoji"), Rect: r})
	c.PushGroup(pickerID.Sub("list"))
	defer c.PopGroup()
	rows := (len(found) + columns - 1) / columns
	c.ScrollArea(pickerID.Sub("scroll"), r, &p.scroll, float32(rows)*pickerCell, func(inner ui.Rect) {
		for i, e := range found {
			cell := ui.Rect{X: inner.X + float32(i%columns)*pickerCell, Y: inner.Y + float32(i/columns)*pickerCell, W: pickerCell, H: pickerCell}
			if !c.Visible(cell) {
				continue
			}
			id := pickerID.Sub(e.sign)
			resp := c.Interact(id, cell, ui.InteractOptions{Cursor: ui.CursorPointer})
			switch {
			case i == p.chosen:
				c.Box(cell.Inset(1), 8, th.Sel, 1.5, th.Accent)
			case resp.Hovered:
				c.Fill(cell.Inset(1), 8, th.Bg2)
			}
			c.TextIn(cell, ui.Font{Size: pickerSign}, th.T1, ui.AlignCenter, e.sign)
			c.Record(ui.Node{ID: id, Role: ui.RoleOption, Label: a.emojiName(e), Value: e.sign, Rect: cell, Selected: i == p.chosen})
			if resp.Hovered {
				pointed = i
			}
			if resp.Clicked {
				picked = e.sign
			}
		}
	})
	return picked, pointed
}
