package ui

// Response tells what the user did to a widget in this frame.
type Response struct {
	Hovered bool // the pointer is over it and holds nothing else
	Pressed bool // held down, the pointer still over it
	Held    bool // held down, wherever the pointer went meanwhile
	Down    bool // the press began in this frame
	Clicked bool // released where it was pressed, Enter or Space on the focus, or activated
	Focused bool // it has the focus
	Clicks  int  // Down: 1, 2 or 3 for a single, double or triple click
	Mods    Mods // Down: what was held

	Changed   bool // its text changed
	Submitted bool // Enter was pressed in it
	Refused   bool // text was typed or pasted that would exceed its limit
}

// InteractOptions say how a widget takes part.
type InteractOptions struct {
	Focusable bool
	Disabled  bool
	Inline    bool // stands in a text: a finger has to meet it
	Cursor    CursorShape
}

// Interact makes r a widget: it takes the pointer where no later widget of the
// same layer covers it, and the keyboard if it can have the focus.
func (c *Context) Interact(id ID, r Rect, o InteractOptions) Response {
	kind := regionWidget
	if o.Disabled {
		kind = regionDisabled
	}
	if c.inert {
		return Response{}
	}
	c.addRegion(region{id: id, rect: r, cursor: o.Cursor, kind: kind, target: o.Focusable && !o.Inline})
	if o.Disabled {
		return Response{}
	}
	resp := c.pointerResponse(id)
	if o.Focusable {
		c.addFocusable(id, r)
		resp.Focused = c.focus.id == id
		resp.Clicked = c.clickedByKey(id) || resp.Clicked
	}
	if c.activated(id) {
		resp.Clicked = true
		if o.Focusable {
			c.SetFocus(id)
			resp.Focused = true
		}
	}
	return resp
}

// activated reports whether id is to do what a click does. Like a key this reaches
// what is scrolled out of sight, and nothing below a modal layer.
func (c *Context) activated(id ID) bool {
	for i := range c.events {
		e := &c.events[i]
		if e.Kind == Activate && e.Widget == id && !e.used && c.layers.takesKeys() {
			e.used = true
			return true
		}
	}
	return false
}

func (c *Context) addRegion(r region) {
	r.rect = r.rect.Intersect(c.clip())
	if r.rect.Empty() || c.inert {
		return
	}
	r.layer = c.layers.current().id
	c.pointer.frame = append(c.pointer.frame, r)
}

func (c *Context) pointerResponse(id ID) Response {
	s := &c.pointer
	held := s.active == id
	resp := Response{
		Hovered: s.hot == id && (s.active == 0 || held) && (held || !c.in.Touch),
		Pressed: held && s.hot == id && !s.ending,
		Held:    held && !s.ending,
		Down:    s.pressed.id == id,
		Clicked: s.released == id,
	}
	if resp.Down {
		resp.Clicks, resp.Mods = s.pressed.clicks, s.pressed.mods
	}
	return resp
}

// clickedByKey reports whether Enter or Space was pressed on the focused widget;
// a key that is kept down clicks once.
func (c *Context) clickedByKey(id ID) bool {
	if !c.ownsKeys(id) {
		return false
	}
	clicked := false
	for i := range c.events {
		e := &c.events[i]
		if e.Kind != KeyPress || e.used || e.Mods != 0 || e.Key != KeyEnter && e.Key != KeySpace {
			continue
		}
		e.used = true
		if !e.Repeat {
			clicked, c.focus.keyboard = true, true
		}
	}
	return clicked
}
