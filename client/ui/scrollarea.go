package ui

// ScrollState is how far an area is scrolled; the zero ScrollState is at the top.
type ScrollState struct {
	Y   float32 // how much of the content is above the area, logical pixels
	bar scrollBar
}

// ScrollArea shows the part of a content that fits into r. Draw is called with the
// area of the whole content, moved by how far it is scrolled. A widget in it that
// gets the focus by Tab is scrolled into sight.
func (c *Context) ScrollArea(id ID, r Rect, st *ScrollState, contentHeight float32, draw func(r Rect)) {
	most := max(0, contentHeight-r.H)
	before := st.Y
	if at, dragged := c.dragScrollBar(id, r, &st.bar); dragged {
		st.Y = at
	}
	delta := c.scrolled(id)
	st.Y = max(0, min(most, st.Y-delta))
	if delta != 0 && (st.Y == 0 || st.Y == most) {
		c.stopMotion(id)
	}
	if most > 0 {
		c.addRegion(region{id: id, rect: r, kind: regionScroll})
	}
	focusedAbove := c.focus.rect
	c.PushClip(r)
	draw(Rect{r.X, r.Y - st.Y, r.W, contentHeight})
	c.PopClip()
	if c.focus.rect != focusedAbove && c.focus.reveal {
		c.reveal(r, st, most, c.focus.rect)
	}
	if most > 0 {
		c.drawScrollBar(id, r, &st.bar, st.Y, most, st.Y != before)
	}
}

// revealMargin is how far from the edges what was scrolled into sight stays.
const revealMargin = 12

// reveal scrolls so that what is at target is inside r.
func (c *Context) reveal(r Rect, st *ScrollState, most float32, target Rect) {
	y := st.Y
	if over := target.Bottom() + revealMargin - r.Bottom(); over > 0 {
		y += over
	}
	if under := r.Y + revealMargin - (target.Y - (y - st.Y)); under > 0 {
		y -= under
	}
	y = max(0, min(most, y))
	if y != st.Y {
		st.Y = y
		c.WakeAt(c.in.Now, "reveal")
	}
}
