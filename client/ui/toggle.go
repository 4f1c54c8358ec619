package ui

// Toggle draws a switch with its label before it and returns whether it is on now.
func (c *Context) Toggle(id ID, r Rect, label string, on bool) (now bool) {
	t := c.theme
	resp := c.Interact(id, r, InteractOptions{Focusable: true, Cursor: CursorPointer})
	c.Record(Node{ID: id, Role: RoleSwitch, Label: label, Rect: r, Focused: resp.Focused, Selected: on})
	c.FocusRing(id, r.InsetXY(-5, 0), t.Radius.Row) // clear of the label and of the knob
	const width, height, knob = 40, 22, 16
	track := r
	track = track.CutRight(width).Center(width, height)
	r.CutRight(width + 12)
	c.TextIn(r, Font{Regular, t.Type.Control}, t.T1, AlignLeft, label)
	spot := Rect{track.X + 3, track.Y + 3, knob, knob}
	if on {
		c.Fill(track, height/2, c.Tint(t.Accent, resp))
		c.Fill(spot.Offset(width-knob-6, 0), knob/2, t.OnAccent)
	} else {
		c.Box(track, height/2, c.Tint(t.Bg2, resp), 1.5, t.T3)
		c.Fill(spot, knob/2, t.T2)
	}
	return on != resp.Clicked
}
