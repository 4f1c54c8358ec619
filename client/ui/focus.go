package ui

import "slices"

// focusable is a widget of this frame that can have the focus.
type focusable struct {
	id    ID
	layer int // index among the frame's layers
	rect  Rect
}

// focusState tells who has the keyboard.
type focusState struct {
	id       ID
	owner    ID   // who had the focus when the frame began gets the frame's keys
	keyboard bool // it came by keyboard, so it is shown by a ring
	set      bool // it was given in this frame, perhaps to what is drawn in the next
	reveal   bool // it moved by keyboard: what scrolls shall show it

	frame []focusable // in call order
	rect  Rect        // of the focused widget in this frame

	modal  ID           // the last frame's topmost modal layer
	before []savedFocus // what had the focus when each open modal layer came
	given  bool         // it was given, over a modal layer, to asked, which was not in that layer
	asked  ID           // or to nothing
}

type savedFocus struct{ modal, focus ID }

func (f *focusState) begin() {
	f.owner = f.id
	f.frame = f.frame[:0]
	f.set, f.rect = false, Rect{}
}

// press gives the focus to a pressed widget that can have it. A press on anything
// else leaves the focus where it is: reading on does not end writing.
func (f *focusState) press(id ID) {
	for _, x := range f.frame { // still the last frame's
		if x.id == id {
			f.id, f.keyboard, f.reveal = id, false, false
			return
		}
	}
	f.keyboard = false
}

// add registers a widget that can have the focus.
func (c *Context) addFocusable(id ID, r Rect) {
	f := &c.focus
	f.frame = append(f.frame, focusable{id, c.layers.stack[len(c.layers.stack)-1], r})
	if f.id == id {
		f.rect = r
	}
}

// SetFocus gives the focus to a widget of this frame or the next; 0 takes it away.
func (c *Context) SetFocus(id ID) {
	if c.focus.id != id {
		c.blink = c.in.Now
		c.WakeAt(c.in.Now, "focus")
	}
	c.focus.id, c.focus.set = id, true
}

// FocusByKey is SetFocus for a shortcut: the focus is shown, and scrolled to.
func (c *Context) FocusByKey(id ID) {
	c.SetFocus(id)
	c.focus.keyboard, c.focus.reveal = true, true
}

// Focus returns which widget has the focus.
func (c *Context) Focus() ID { return c.focus.id }

// FocusMoved reports whether the end of the last frame moved the focus: for Tab, to
// a dialog or back from one. That frame still shows it where it was, or nowhere.
func (c *Context) FocusMoved() bool { return c.moved }

// FocusVisible reports whether id has the focus and shows it by a ring, because
// it came by keyboard.
func (c *Context) FocusVisible(id ID) bool {
	return c.focus.id == id && c.focus.keyboard && c.in.Focused
}

// FocusRing draws a ring around r while id has the focus and got it by keyboard.
func (c *Context) FocusRing(id ID, r Rect, radius float32) {
	if c.FocusVisible(id) {
		c.Box(r.Inset(-3), radius+3, Color{}, 2, c.theme.Accent)
	}
}

// KeyPressed reports whether a key was pressed in this frame with exactly the
// modifiers m, and not used by a widget that was called before; it uses it up.
// Below a modal layer no key is ever pressed.
func (c *Context) KeyPressed(k Key, m Mods) bool {
	return c.layers.takesKeys() && c.AnywherePressed(k, m)
}

// AnywherePressed is KeyPressed for the few keys that do the same over and below
// every layer.
func (c *Context) AnywherePressed(k Key, m Mods) bool {
	for i := range c.events {
		e := &c.events[i]
		if e.Kind == KeyPress && e.Key == k && e.Mods == m && !e.used {
			e.used = true
			return true
		}
	}
	return false
}

// TakeKeys offers the keys and the text of this frame to take, in the order in which
// they were typed, without those that a widget that was called before has used. What
// take returns true for is used up. Below a modal layer nothing is offered.
func (c *Context) TakeKeys(take func(e Event) bool) {
	if !c.layers.takesKeys() {
		return
	}
	for i := range c.events {
		e := &c.events[i]
		typed := e.Kind == KeyPress || e.Kind == Text || e.Kind == Preedit || e.Kind == Paste
		if typed && !e.used {
			e.used = take(e.Event)
		}
	}
}

// ownsKeys reports whether the keys of this frame are id's.
func (c *Context) ownsKeys(id ID) bool { return c.focus.owner == id && c.layers.takesKeys() }

// endFocus moves the focus for Tab and for modal layers that came or went, and
// takes it from a widget that is gone.
func (c *Context) endFocus() {
	before := c.focus.id
	c.focus.reveal = false
	c.trapFocus()
	c.tabFocus()
	f := &c.focus
	if !f.set && !f.present(f.id) {
		f.id = 0
	}
	if f.id != before {
		c.blink = c.in.Now
		c.WakeAt(c.in.Now, "focus")
	}
}

func (f *focusState) present(id ID) bool {
	for _, x := range f.frame {
		if x.id == id {
			return true
		}
	}
	return false
}

// trapFocus brings the focus into a modal layer when it opens, and back to where
// it was when it has closed.
func (c *Context) trapFocus() {
	f := &c.focus
	at := topModal(c.layers.frame)
	now := c.layers.frame[at].id
	if now != f.modal {
		saved := f.owner
		before, gone := f.drop(c.layers.frame)
		if gone {
			saved = before // of a layer that this one takes the place of
		}
		switch {
		case f.set || !gone:
		case f.given:
			f.id = f.asked
		default:
			f.id = before
		}
		if at > 0 && !f.saved(now) {
			f.before = append(f.before, savedFocus{now, saved})
		} else if gone {
			f.set, f.given = true, false // perhaps to what is drawn in the next frame
		}
		f.modal = now
	}
	if at == 0 {
		return
	}
	for _, x := range f.frame {
		if x.id == f.id && x.layer >= at {
			f.given = false
			return
		}
	}
	if f.set { // the next frame tells whether it is drawn in the layer
		f.given, f.asked = true, f.id
		return
	}
	if f.given { // it was not: it waits until the layer has closed
		f.before[len(f.before)-1].focus, f.given = f.asked, false
	}
	f.id = 0
	for _, x := range f.frame {
		if x.layer >= at {
			f.id = x.id
			return
		}
	}
}

func (f *focusState) saved(modal ID) bool {
	for _, s := range f.before {
		if s.modal == modal {
			return true
		}
	}
	return false
}

// drop forgets the modal layers that are gone, and returns what had the focus before
// the first of them.
func (f *focusState) drop(open []layer) (before ID, gone bool) {
	for i, s := range f.before {
		isOpen := slices.ContainsFunc(open, func(l layer) bool { return l.modal && l.id == s.modal })
		if !isOpen {
			f.before = f.before[:i]
			return s.focus, true
		}
	}
	return 0, false
}

// tabFocus moves the focus for Tab keys that nobody used, within the topmost
// modal layer.
func (c *Context) tabFocus() {
	f := &c.focus
	for i := range c.events {
		e := &c.events[i]
		if e.Kind != KeyPress || e.Key != KeyTab || e.used || e.Mods&^Shift != 0 {
			continue
		}
		e.used = true
		if id := f.neighbour(e.Mods&Shift != 0, topModal(c.layers.frame)); id != 0 {
			f.id, f.keyboard, f.reveal = id, true, true
			c.WakeAt(c.in.Now, "focus")
		}
	}
}

// neighbour returns the widget after or before the focused one, round the ends,
// among those in layer least and above.
func (f *focusState) neighbour(back bool, least int) ID {
	var first, last, prev, next ID
	seen := false
	for _, x := range f.frame {
		if x.layer < least {
			continue
		}
		if first == 0 {
			first = x.id
		}
		if x.id == f.id {
			seen, prev = true, last
		} else if seen && next == 0 {
			next = x.id
		}
		last = x.id
	}
	switch {
	case back && prev != 0:
		return prev
	case back:
		return last
	case next != 0:
		return next
	}
	return first
}
