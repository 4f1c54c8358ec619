package ui

// ButtonStyle says how much a button asks to be pressed.
type ButtonStyle uint8

// The styles.
const (
	ButtonPlain   ButtonStyle = iota // raised
	ButtonPrimary                    // in the accent colour: at most one in a view
	ButtonDanger                     // destroys something
	ButtonGhost                      // text alone, raised while hovered
)

// ButtonOptions say what a button looks like.
type ButtonOptions struct {
	Style    ButtonStyle
	Disabled bool
	Icon     Icon   // before the label
	Note     string // told to screen readers after the label
	Font     Font   // bold at the size of controls where it is zero
}

// Button draws a button with a label.
func (c *Context) Button(id ID, r Rect, label string, o ButtonOptions) Response {
	resp := c.Interact(id, r, InteractOptions{Focusable: true, Disabled: o.Disabled, Cursor: CursorPointer})
	c.Record(Node{
		ID: id, Role: RoleButton, Label: label, Note: o.Note, Rect: r,
		Focused: resp.Focused, Disabled: o.Disabled,
	})
	if !c.Visible(r.Inset(-3)) {
		return resp
	}
	fill, ink := c.buttonColors(o, resp)
	radius := min(c.theme.Radius.Control, r.H/2)
	c.Fill(r, radius, fill)
	c.buttonLabel(r, label, o, ink)
	c.FocusRing(id, r, radius)
	return resp
}

// Parts of 255 by which a surface turns towards the text's colour.
const (
	hoverTint   = 16
	pressedTint = 34
)

func (c *Context) buttonColors(o ButtonOptions, resp Response) (fill, ink Color) {
	t := c.theme
	switch o.Style {
	case ButtonPrimary:
		fill, ink = t.Accent, t.OnAccent
	case ButtonDanger:
		fill, ink = t.Danger, t.OnDanger
	case ButtonGhost:
		fill, ink = t.T1.Alpha(0), t.T2
	default:
		fill, ink = t.Bg2, t.T1
	}
	if o.Disabled {
		if o.Style != ButtonGhost {
			fill = t.Bg2
		}
		return fill, t.T3
	}
	return c.Tint(fill, resp), ink
}

// Tint returns a surface's colour as it looks while it is hovered or pressed.
func (c *Context) Tint(surface Color, resp Response) Color {
	switch {
	case resp.Pressed:
		return Mix(surface, c.theme.T1, pressedTint)
	case resp.Hovered:
		return Mix(surface, c.theme.T1, hoverTint)
	}
	return surface
}

func (c *Context) buttonLabel(r Rect, label string, o ButtonOptions, ink Color) {
	f := o.Font
	if f.Size == 0 {
		f = Font{Bold, c.theme.Type.Control}
	}
	inner := r.InsetXY(min(8, r.W/8), 0)
	if o.Icon != IconNone {
		size, gap := f.Size+2, float32(6)
		width := min(inner.W, size+gap+c.Width(f, label))
		inner = inner.Center(width, inner.H)
		c.DrawIcon(inner.CutLeft(size).Center(size, size), o.Icon, iconStroke, ink)
		inner.CutLeft(gap)
		c.TextIn(inner, f, ink, AlignLeft, label)
		return
	}
	c.TextIn(inner, f, ink, AlignCenter, label)
}

// iconStroke is the width of the strokes of icons in controls.
const iconStroke = 1.5

// IconButton draws a button that shows an icon alone; the label is told to screen
// readers.
func (c *Context) IconButton(id ID, r Rect, icon Icon, label string) Response {
	resp := c.Interact(id, r, InteractOptions{Focusable: true, Cursor: CursorPointer})
	c.Record(Node{ID: id, Role: RoleButton, Label: label, Rect: r, Focused: resp.Focused})
	radius := min(c.theme.Radius.Control, min(r.W, r.H)/2)
	c.Fill(r, radius, c.Tint(c.theme.T1.Alpha(0), resp))
	size := min(20, min(r.W, r.H))
	ink := c.theme.T2
	if resp.Hovered {
		ink = c.theme.T1
	}
	c.DrawIcon(r.Center(size, size), icon, iconStroke, ink)
	c.FocusRing(id, r, radius)
	return resp
}
