package ui

// segmentPadding is the space around all tabs, and at both sides of each label.
const segmentPadding = 4

// SegmentedRows returns in how many rows Segmented puts its tabs, so that every
// label has room: one, or half of them in each, or one to a row.
func (c *Context) SegmentedRows(labels []string, width float32) int {
	widest := float32(0)
	for _, label := range labels {
		widest = max(widest, c.Width(Font{Bold, c.theme.Type.Control}, label)+2*segmentPadding)
	}
	n := len(labels)
	for _, rows := range [2]int{1, 2} {
		if columns := (n + rows - 1) / rows; float32(columns)*widest <= width-2*segmentPadding {
			return rows
		}
	}
	return n
}

// Segmented draws tabs of which one is selected, in rows that share the height of r,
// and returns which one is selected now. Tab goes to the selected one; the arrows
// change it from there.
func (c *Context) Segmented(id ID, r Rect, labels []string, selected int) (now int) {
	t := c.theme
	c.Fill(r, t.Radius.Control+2, t.Bg2)
	inner := r.Inset(segmentPadding)
	rows := max(1, c.SegmentedRows(labels, r.W))
	columns := (len(labels) + rows - 1) / rows
	width, height := inner.W/float32(max(1, columns)), inner.H/float32(rows)
	now = selected
	c.Record(Node{ID: id, Role: RoleTabs, Rect: r})
	c.PushGroup(id)
	defer c.PopGroup()
	for i, label := range labels {
		tab := id.Num(uint64(i))
		area := Rect{inner.X + float32(i%columns)*width, inner.Y + float32(i/columns)*height, width, height}
		resp := c.Interact(tab, area, InteractOptions{Focusable: i == selected, Cursor: CursorPointer})
		if resp.Clicked {
			now = i
			c.SetFocus(tab) // so that the arrows go on from here
		}
		if i == selected {
			if step := c.arrowStep(tab); step != 0 {
				now = (i + step + len(labels)) % len(labels)
				c.SetFocus(id.Num(uint64(now)))
			}
		}
		c.Record(Node{ID: tab, Role: RoleTab, Label: label, Rect: area, Focused: resp.Focused, Selected: i == selected})
		c.segment(tab, area, label, i == selected, resp)
	}
	return now
}

func (c *Context) segment(id ID, r Rect, label string, selected bool, resp Response) {
	t := c.theme
	f, ink, radius := Font{Regular, t.Type.Control}, t.T2, t.Radius.Control
	if selected {
		f.Weight, ink = Bold, t.T1
		c.Fill(r, radius, t.Bg0)
	} else if resp.Hovered {
		c.Fill(r, radius, c.Tint(t.Bg2, resp))
	}
	c.TextIn(r.InsetXY(segmentPadding, 0), f, ink, AlignCenter, label)
	c.FocusRing(id, r, radius)
}

// arrowStep returns which way the arrows go from id, which has the focus: 1, -1 or 0.
func (c *Context) arrowStep(id ID) int {
	if !c.ownsKeys(id) {
		return 0
	}
	switch {
	case c.KeyPressed(KeyRight, 0), c.KeyPressed(KeyDown, 0):
		return 1
	case c.KeyPressed(KeyLeft, 0), c.KeyPressed(KeyUp, 0):
		return -1
	}
	return 0
}
