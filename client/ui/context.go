package ui

import "time"

// Context is what the widgets of a window share: it is made once and kept from
// frame to frame. It belongs to one goroutine.
type Context struct {
	faces    Measurer // as given
	measurer Measurer // faces at the zoom
	zoom     float32
	theme    *Theme
	pictures Pictures // nil for none
	text     textCache

	in      Input
	batch   uint64  // counts the times that events came in
	pending []Event // events for the frames to come
	events  []event // events of this frame

	layers  layerStack
	pointer pointerState
	focus   focusState
	motion  scrollMotion
	still   bool      // less motion
	blink   time.Time // when the caret last had a reason to be seen

	clips  []Rect
	groups []ID        // what is recorded is part of the last one
	lists  [2]DrawList // this frame's and the last one's, by turns
	nodes  [2][]Node
	turn   int
	out    Output
	open   bool // between Begin and End
	moved  bool // End moved the focus
	inert  bool // what is drawn is no widget
}

// event is an Event that a widget may have used up.
type event struct {
	Event
	used bool
}

// New returns a context in the dark theme that measures text by m.
func New(m Measurer) *Context {
	return &Context{faces: m, measurer: m, zoom: 1, theme: &Dark, text: newTextCache()}
}

// Begin starts a frame. Events that can change who gets the next one (a press, a
// release, an activation, any key but those that move and delete in text) are handled one to a
// frame: what came after such an event waits, and Output.Wake asks for the next
// frame at once. So Tab and a letter that arrive together go where they should. A
// frame in which a widget used an event is followed by another one, too, so that
// what was drawn before the program answered does not stay.
func (c *Context) Begin(in Input) {
	if c.open {
		panic("ui: Begin within a frame")
	}
	c.open = true
	if len(c.pending) == 0 {
		c.batch++
	}
	in = c.zoomIn(in)
	c.in = in
	c.takeEvents(in.Events)
	c.text.check(c.measurer.Generation())

	c.turn = 1 - c.turn
	c.out = Output{List: c.lists[c.turn][:0], Nodes: c.nodes[c.turn][:0]}
	c.clips = append(c.clips[:0], Rect{0, 0, in.W, in.H})
	c.groups = c.groups[:0]
	c.layers.begin(c.Bounds())
	c.routePointer()
	c.focus.begin()
	c.routeMotion()
}

// moment says when an event came in. Events that came together may reach their
// widgets over several frames, and a window may hand over in several calls what
// happened at one time.
type moment struct {
	batch uint64
	at    time.Time
}

func (c *Context) moment() moment { return moment{c.batch, c.in.Now} }

func (m moment) meets(n moment) bool { return m.batch == n.batch || m.at.Equal(n.at) }

// takeEvents moves events from the queue into this frame, up to and with the
// first one that splits.
func (c *Context) takeEvents(fresh []Event) {
	c.pending = append(c.pending, fresh...)
	c.events = c.events[:0]
	for i, e := range c.pending {
		c.events = append(c.events, event{Event: e})
		if splits(e) {
			c.pending = append(c.pending[:0], c.pending[i+1:]...)
			return
		}
	}
	c.pending = c.pending[:0]
}

// splits reports whether e can change which widget gets the event after it.
func splits(e Event) bool {
	switch e.Kind {
	case PointerDown, PointerUp, FocusLost, Activate:
		return true
	case KeyPress:
		switch e.Key {
		case KeyBackspace, KeyDelete, KeyLeft, KeyRight, KeyUp, KeyDown, KeyHome, KeyEnd:
			return e.Mods&Alt != 0
		}
		return true
	}
	return false
}

// End finishes the frame. The list and nodes it returns stay as they are until
// the Begin after the next one. It panics where a layer or a clip was pushed and not
// popped: that is a mistake in the program.
func (c *Context) End() Output {
	if !c.open || len(c.clips) != 1 || len(c.layers.stack) != 1 {
		panic("ui: End with a layer or a clip still pushed, or without Begin")
	}
	c.open = false
	before := c.focus.id
	c.endFocus()
	c.moved = c.focus.id != before
	c.endPointer()
	if len(c.pending) > 0 || c.answered() {
		c.WakeAt(c.in.Now, "answer")
	}
	c.out.List = c.layers.gather(c.out.List)
	c.zoomOut(&c.out)
	c.lists[c.turn], c.nodes[c.turn] = c.out.List, c.out.Nodes
	return c.out
}

// answered reports whether a widget used an event of this frame. What the program
// changed in answer, it may have drawn before: that takes another frame.
func (c *Context) answered() bool {
	if c.pointer.pressed.id != 0 || c.pointer.released != 0 {
		return true
	}
	for i := range c.events {
		if c.events[i].used {
			return true
		}
	}
	return false
}

// Now returns the time of the frame.
func (c *Context) Now() time.Time { return c.in.Now }

// W returns the width of the window.
func (c *Context) W() float32 { return c.in.W }

// H returns the height of the window.
func (c *Context) H() float32 { return c.in.H }

// Size returns the width and height of the window.
func (c *Context) Size() (w, h float32) { return c.in.W, c.in.H }

// Bounds returns the area of the window.
func (c *Context) Bounds() Rect { return Rect{0, 0, c.in.W, c.in.H} }

// Measurer returns what text is measured by.
func (c *Context) Measurer() Measurer { return c.measurer }

// Theme returns the theme that widgets draw with.
func (c *Context) Theme() *Theme { return c.theme }

// SetTheme changes the theme; t must not be changed afterwards.
func (c *Context) SetTheme(t *Theme) { c.theme = t }

// Touch reports whether the pointer is a finger.
func (c *Context) Touch() bool { return c.in.Touch }

// Closable tells that something is open that Escape closes.
func (c *Context) Closable() { c.out.Back = true }

// SetLanguage tells what language this frame is in, as a BCP 47 tag.
func (c *Context) SetLanguage(tag string) { c.out.Language = tag }

// AskKeyboard asks for the keyboard of a phone, in answer to a tap.
func (c *Context) AskKeyboard() { c.out.Keyboard = true }

// Copy asks for s to be put on the clipboard.
func (c *Context) Copy(s string) { c.out.Copy = s }

// AskPaste asks for what is on the clipboard; it comes to the field that has the focus
// then.
func (c *Context) AskPaste() { c.out.Paste = true }

// OpenLink asks for a web address to be opened outside of the program.
func (c *Context) OpenLink(target string) { c.out.Open = target }

// Notifying says whether notifications can be shown.
func (c *Context) Notifying() NotifyState { return c.in.Notify }

// AskNotify asks the user to allow notifications; it is for the answer to a click.
func (c *Context) AskNotify() { c.out.AskNotify = true }

// WakeAt asks for a frame at t, or at once when t has passed, even if nothing
// comes in; why names what wants it. The earliest wish of a frame wins.
func (c *Context) WakeAt(t time.Time, why string) {
	if c.out.Wake.IsZero() || t.Before(c.out.Wake) {
		c.out.Wake, c.out.WakeWhy = t, why
	}
}

// WakeIn asks for a frame after d.
func (c *Context) WakeIn(d time.Duration, why string) { c.WakeAt(c.in.Now.Add(d), why) }

// Record adds a widget to what screen readers are told and tests look for, as part of
// the group that is open, or of the layer.
func (c *Context) Record(n Node) {
	if c.inert {
		return
	}
	for i := len(c.groups) - 1; i >= 0 && n.Parent == 0; i-- {
		if c.groups[i] != n.ID {
			n.Parent = c.groups[i]
		}
	}
	c.out.Nodes = append(c.out.Nodes, n)
}

// PushGroup says that what is recorded until PopGroup is part of the node id, which
// may be recorded before or after.
func (c *Context) PushGroup(id ID) { c.groups = append(c.groups, id) }

// PopGroup ends the last PushGroup.
func (c *Context) PopGroup() { c.groups = c.groups[:len(c.groups)-1] }

// PushClip restricts what is drawn and what can be pointed at to r, within the
// clip there is, until PopClip.
func (c *Context) PushClip(r Rect) { c.clips = append(c.clips, r.Intersect(c.clip())) }

// PopClip ends the last PushClip.
func (c *Context) PopClip() { c.clips = c.clips[:len(c.clips)-1] }

// Visible reports whether any of r is inside the clip.
func (c *Context) Visible(r Rect) bool { return !r.Intersect(c.clip()).Empty() }

func (c *Context) clip() Rect { return c.clips[len(c.clips)-1] }
