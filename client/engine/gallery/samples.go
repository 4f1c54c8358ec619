package main

import (
	"strconv"

	"lobby/client/ui"
)

// lists are the widgets that scroll, with rows as a program draws them.
func lists() []entry {
	return []entry{
		{"Lists", "list, with its newest row below", 268, 132, func() widget {
			st := &ui.ListState{}
			return func(c *ui.Context, id ui.ID, r ui.Rect) { c.List(id, r, st, people{id, 40}) }
		}, []pose{hovered, pressed, focused, draggedUp}},
		{"Lists", "list of few rows", 268, 132, func() widget {
			st := &ui.ListState{}
			return func(c *ui.Context, id ui.ID, r ui.Rect) { c.List(id, r, st, people{id, 2}) }
		}, nil},
		{"Lists", "scroll area", 268, 132, func() widget {
			st := &ui.ScrollState{}
			return func(c *ui.Context, id ui.ID, r ui.Rect) {
				rows := people{id, 12}
				c.ScrollArea(id, r, st, 12*rowHeight, func(inner ui.Rect) {
					for i := range rows.Len() {
						rows.Draw(c, i, inner.CutTop(rowHeight))
					}
				})
			}
		}, []pose{hovered, focused, draggedDown}},
	}
}

const rowHeight = 44

// people is a list of rows, of which some are selected or unread.
type people struct {
	id ui.ID
	n  int
}

func (p people) Len() int                            { return p.n }
func (p people) Key(i int) uint64                    { return uint64(i) + 1 }
func (p people) Height(i int, width float32) float32 { return rowHeight }
func (p people) Draw(c *ui.Context, i int, r ui.Rect) {
	names := [4]string{"怡君", "Alexander von Humboldt the Younger", "佐藤", longChinese}
	selected, unread := i%4 == 1, i%4 == 2
	th, id, name := c.Theme(), p.id.Num(uint64(i)), names[i%4]
	r = r.InsetXY(4, 4)
	resp := c.Interact(id, r, ui.InteractOptions{Focusable: true, Cursor: ui.CursorPointer})
	c.Record(ui.Node{ID: id, Role: ui.RoleOption, Label: name, Rect: r, Focused: resp.Focused, Selected: selected})
	fill, f := th.T1.Alpha(0), c.Font(th.Type.Base)
	if selected {
		fill = th.Sel
	}
	c.Fill(r, th.Radius.Row, c.Tint(fill, resp))
	c.FocusRing(id, r, th.Radius.Row)
	r = r.InsetXY(8, 0)
	avatar(c, r.CutLeft(th.Space.AvatarSmall).Center(th.Space.AvatarSmall, th.Space.AvatarSmall), i, name)
	r.CutLeft(th.Space.GapAvatarText)
	if unread {
		f.Weight = ui.Bold
		badge(c, r.CutRight(28), "12")
		r.CutRight(8)
	}
	c.TextIn(r, f, th.T1, ui.AlignLeft, name)
}

// avatar draws a square with an initial.
func avatar(c *ui.Context, r ui.Rect, i int, name string) {
	th := c.Theme()
	c.Fill(r, 8, th.Avatars[i%len(th.Avatars)])
	c.TextIn(r, c.BoldFont(th.Type.Faint), ui.Hex(0xffffff), ui.AlignCenter, string([]rune(name)[:1]))
}

// badge draws a count on the accent colour.
func badge(c *ui.Context, r ui.Rect, text string) {
	th := c.Theme()
	r = r.Center(r.W, 20)
	c.Fill(r, th.Radius.Pill, th.Accent)
	c.TextIn(r, c.BoldFont(th.Type.Faint), th.OnAccent, ui.AlignCenter, text)
}

// layers are what lies over the rest.
func layers() []entry {
	return []entry{
		{"Layers", "menu", 220, 160, func() widget { return (&popup{rows: []string{"複製", "儲存圖片…", longChinese}}).menu }, []pose{opened}},
		{"Layers", "dialog", 320, 200, func() widget { return (&popup{}).dialog }, []pose{opened}},
		{"Layers", "link, with where it leads as a tooltip", 340, 60, func() widget { return link }, []pose{overLink, focused}},
		{"Layers", "toast", 320, 48, func() widget { return toast }, []pose{focused}},
	}
}

// popup is a button that opens something, which a choice, Escape or a click beside
// it closes.
type popup struct {
	open bool
	rows []string
}

// opener draws the button, and reports whether the layer is open.
func (p *popup) opener(c *ui.Context, id ui.ID, r ui.Rect, label string) bool {
	if c.Button(id, r.CutTop(36), label, ui.ButtonOptions{}).Clicked {
		p.open = true
	}
	return p.open
}

// cover takes what is done beside the layer, which lies at area.
func (p *popup) cover(c *ui.Context, id ui.ID, area ui.Rect) {
	outside := c.Interact(id.Sub("outside"), c.Bounds(), ui.InteractOptions{}).Clicked
	c.Interact(id.Sub("inside"), area, ui.InteractOptions{})
	if outside || c.KeyPressed(ui.KeyEscape, 0) {
		p.open = false
	}
}

func (p *popup) menu(c *ui.Context, id ui.ID, r ui.Rect) {
	if !p.opener(c, id, r, "更多") {
		return
	}
	th := c.Theme()
	area := ui.Rect{X: r.X, Y: r.Y + 40, W: r.W, H: float32(len(p.rows))*36 + 8}
	c.PushLayer(id.Sub("layer"), c.Bounds(), true)
	defer c.PopLayer()
	p.cover(c, id, area)
	c.Shadow(area, th.Radius.Card, 16, th.Shade)
	c.Box(area, th.Radius.Card, th.Card, 1, th.Line)
	inner := area.Inset(4)
	for i, label := range p.rows {
		if c.Button(id.Num(uint64(i)), inner.CutTop(36), label, ui.ButtonOptions{Style: ui.ButtonGhost}).Clicked {
			p.open = false
		}
	}
}

func (p *popup) dialog(c *ui.Context, id ui.ID, r ui.Rect) {
	if !p.opener(c, id, r, "清除紀錄…") {
		return
	}
	th := c.Theme()
	c.PushLayer(id.Sub("layer"), c.Bounds(), true)
	defer c.PopLayer()
	c.Fill(c.Bounds(), 0, th.Scrim)
	card := c.Bounds().Center(280, 160)
	p.cover(c, id, card)
	c.Shadow(card, th.Radius.Dialog, 40, th.Shade)
	c.Box(card, th.Radius.Dialog, th.Card, 1, th.Line)
	c.Record(ui.Node{ID: id.Sub("layer"), Role: ui.RoleDialog, Label: "清除紀錄", Rect: card})
	inner := card.Inset(20)
	c.TextIn(inner.CutTop(28), c.BoldFont(th.Type.Heading), th.T1, ui.AlignLeft, "清除紀錄？")
	for _, line := range c.Wrap(c.Font(th.Type.Base), "之後就找不回來了。", inner.W) {
		c.TextIn(inner.CutTop(th.Type.BaseLine), c.Font(th.Type.Base), th.T2, ui.AlignLeft, line)
	}
	row := inner.CutBottom(36)
	clearing := row.CutRight(88)
	row.CutRight(8)
	no := c.Button(id.Sub("no"), row.CutRight(88), "取消", ui.ButtonOptions{})
	yes := c.Button(id.Sub("yes"), clearing, "清除", ui.ButtonOptions{Style: ui.ButtonDanger})
	if no.Clicked || yes.Clicked {
		p.open = false
	}
}

// link draws an address in a text, and while it is hovered or focused where it leads.
func link(c *ui.Context, id ui.ID, r ui.Rect) {
	th := c.Theme()
	address := "http://192.168.1.20:7070/"
	text := "投影片在 " + address + " 上面"
	p := c.Passage(c.Font(th.Type.Base), text, r.W, th.Type.BaseLine, func(string) []ui.Span {
		return []ui.Span{{Start: len("投影片在 "), End: len("投影片在 " + address)}}
	})
	c.DrawPassage(p, r, th.T1, th.Accent)
	c.EachPart(p, r, p.Marks[0].Start, p.Marks[0].End, func(part ui.Rect, label string) {
		resp := c.Interact(id, part, ui.InteractOptions{Focusable: true, Inline: true, Cursor: ui.CursorPointer})
		c.Record(ui.Node{ID: id, Role: ui.RoleLink, Label: label, Rect: part, Focused: resp.Focused})
		c.FocusRing(id, part, 4)
		if !resp.Hovered && !c.FocusVisible(id) {
			return
		}
		c.Fill(ui.Rect{X: part.X, Y: part.Bottom() - 3, W: part.W, H: 1}, 0, th.Accent)
		f := c.Font(th.Type.Faint)
		tip := ui.Rect{X: r.X, Y: part.Bottom() + 6, W: c.Width(f, address) + 20, H: 26}
		c.PushLayer(id.Sub("tip"), ui.Rect{}, false)
		c.Shadow(tip, 6, 10, th.Shade)
		c.Box(tip, 6, th.Bg2, 1, th.Line)
		c.TextIn(tip.InsetXY(10, 0), f, th.T2, ui.AlignLeft, address)
		c.PopLayer()
	})
}

// toast draws a line that tells of something done, with a way to undo it.
func toast(c *ui.Context, id ui.ID, r ui.Rect) {
	th := c.Theme()
	c.Shadow(r, th.Radius.Card, 16, th.Shade)
	c.Box(r, th.Radius.Card, th.Card, 1, th.Line)
	r = r.InsetXY(12, 6)
	c.Button(id, r.CutRight(72), "復原", ui.ButtonOptions{Style: ui.ButtonGhost})
	c.DrawIcon(r.CutLeft(18).Center(18, 18), ui.IconCheck, 1.5, th.OK)
	r.CutLeft(8)
	c.TextIn(r, c.Font(th.Type.Control), th.T1, ui.AlignLeft, "已移除「"+strconv.Itoa(3)+" 則訊息」的選取")
}
