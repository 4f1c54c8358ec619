package ui

import (
	"math"
	"time"
)

// region is an area of the last frame that the pointer can do something with.
// Events are matched against what was on the screen when they were made.
type region struct {
	id     ID
	layer  ID
	rect   Rect // clipped
	cursor CursorShape
	kind   regionKind
	target bool // a finger that comes near is meant for it
}

type regionKind uint8

const (
	regionWidget   regionKind = iota // can be pressed
	regionDisabled                   // only covers what is below
	regionScroll                     // takes the wheel and fingers that move
)

// press is what a widget is told about the button going down on it.
type press struct {
	id     ID
	pos    Point
	clicks int
	mods   Mods
}

// pointerState tells who has the pointer. Hot is what it is over, active is what
// it was pressed on and is still held; focus is another matter altogether.
type pointerState struct {
	pos    Point
	down   Point // where it was pressed last
	inside bool  // in the window
	hot    ID
	active ID
	cursor CursorShape // of hot

	pressed  press // in this frame
	menu     bool  // the right button went down in this frame, at pos
	released ID    // active, which ended in this frame over itself
	ending   bool  // the button went up in this frame

	last, frame []region

	wheel wheelTurn
	touch touchDrag
	rests bool    // in this frame a finger has rested long enough
	swipe float32 // the way to the right of a finger that was lifted in this frame
}

// wheelTurn is how far the wheel was turned in this frame, and over what.
type wheelTurn struct {
	id    ID
	delta float32
}

// slop is how far a finger may move, in logical pixels, and still tap.
const slop = 8

// touchDrag is a finger that was put on something that scrolls.
type touchDrag struct {
	down     bool
	scroller ID
	start    Point
	began    time.Time
	moving   bool    // it has left the slop upwards or downwards, and scrolls
	sideways bool    // or to a side
	due      bool    // it seems to have rested long enough
	long     bool    // it rested, or holds something: it neither taps nor scrolls
	moved    float32 // in this frame
	lastY    float32
	lastAt   time.Time
	since    float32 // moved since then
	speed    float32 // logical pixels per second, smoothed
}

// hit returns the topmost region at p, of those that keep accepts, in the topmost
// layer there.
func (s *pointerState) hit(p Point, layer ID, keep func(regionKind) bool) *region {
	for i := len(s.last) - 1; i >= 0; i-- {
		r := &s.last[i]
		if r.layer == layer && keep(r.kind) && r.rect.Contains(p) {
			return r
		}
	}
	return nil
}

func canPress(k regionKind) bool  { return k != regionScroll }
func canScroll(k regionKind) bool { return k == regionScroll }

// routePointer gives the pointer's events to what was under it in the last frame.
func (c *Context) routePointer() {
	s := &c.pointer
	s.last, s.frame = s.frame, s.last[:0]
	s.pressed, s.released, s.ending, s.menu = press{}, 0, false, false
	s.wheel, s.rests, s.swipe = wheelTurn{}, false, 0
	if s.touch.moved = 0; !s.touch.down {
		s.touch = touchDrag{}
	}
	for i := range c.events {
		e := &c.events[i]
		switch e.Kind {
		case PointerMove:
			c.pointAt(e.Pos)
			c.dragTouch(e.Pos)
		case PointerDown:
			c.pointAt(e.Pos)
			c.pressAt(&e.Event)
		case PointerUp:
			c.pointAt(e.Pos)
			c.release(e.Button)
		case PointerLeave:
			s.inside, s.hot, s.cursor = false, 0, CursorDefault
		case Scroll:
			c.pointAt(e.Pos)
			c.turnWheel(&e.Event)
		case FocusLost:
			s.active, s.touch = 0, touchDrag{}
		}
	}
	if s.inside { // what is under a pointer at rest may have moved
		c.pointAt(s.pos)
	}
	c.restTouch()
}

func (c *Context) pointAt(p Point) {
	s := &c.pointer
	s.pos, s.inside = p, true
	s.hot, s.cursor = 0, CursorDefault
	layer := c.layers.at(p)
	r := s.hit(p, layer, canPress)
	if c.in.Touch && (r == nil || !r.target) {
		if near := s.near(p, layer); near != nil {
			r = near
		}
	}
	if r != nil && r.kind != regionDisabled {
		s.hot, s.cursor = r.id, r.cursor
	}
}

// fingerSize is how large, in logical pixels, what a finger taps on has to be at
// least (WCAG 2.2, success criterion 2.5.5). What is drawn smaller reaches so far.
const fingerSize = 44

// near returns the target that reaches to p, the one whose middle is nearest where
// there are several.
func (s *pointerState) near(p Point, layer ID) *region {
	var found *region
	least := float32(fingerSize * fingerSize)
	for i := range s.last {
		r := &s.last[i]
		if r.layer != layer || !r.target || !r.rect.Center(max(r.rect.W, fingerSize), max(r.rect.H, fingerSize)).Contains(p) {
			continue
		}
		dx, dy := max(0, r.rect.X-p.X, p.X-r.rect.Right()), max(0, r.rect.Y-p.Y, p.Y-r.rect.Bottom())
		if way := dx*dx + dy*dy; way < least {
			found, least = r, way
		}
	}
	return found
}

func (c *Context) pressAt(e *Event) {
	s := &c.pointer
	s.menu = e.Button == ButtonRight
	if e.Button != ButtonLeft {
		return
	}
	c.motion = scrollMotion{}
	s.active, s.down = s.hot, e.Pos
	s.pressed = press{s.hot, e.Pos, max(1, e.Clicks), e.Mods}
	if !c.in.Touch {
		c.focus.press(s.hot)
	} else {
		s.touch = touchDrag{down: true, start: e.Pos, began: c.in.Now, lastY: e.Pos.Y, lastAt: c.in.Now}
		if r := s.hit(e.Pos, c.layers.at(e.Pos), canScroll); r != nil {
			s.touch.scroller = r.id
		}
	}
}

func (c *Context) release(b Button) {
	s := &c.pointer
	if b != ButtonLeft {
		return
	}
	if s.active != 0 && s.active == s.hot && !(c.in.Touch && s.touch.long) {
		s.released = s.active
		if c.in.Touch { // not before: the finger might have been going to scroll
			c.focus.press(s.released)
		}
	}
	s.ending = true
	switch {
	case s.touch.moving:
		c.fling()
	case s.touch.sideways:
		s.swipe = s.pos.X - s.touch.start.X
	}
	s.touch.down, s.touch.moving = false, false
	if c.in.Touch { // a finger that was lifted is over nothing
		s.inside = false
	}
}

// turnWheel adds e to what the scrolling area under the pointer is told.
func (c *Context) turnWheel(e *Event) {
	s := &c.pointer
	if r := s.hit(e.Pos, c.layers.at(e.Pos), canScroll); r != nil {
		c.motion = scrollMotion{}
		if s.wheel.id != r.id {
			s.wheel = wheelTurn{id: r.id}
		}
		s.wheel.delta += e.Delta.Y
	}
}

// dragTouch follows a finger; once it has left the slop it scrolls or swipes, and
// no longer presses what it began on.
func (c *Context) dragTouch(p Point) {
	s := &c.pointer
	t := &s.touch
	if !t.down || t.long || t.sideways || s.ending {
		return
	}
	if !t.moving {
		dx, dy := abs(p.X-t.start.X), abs(p.Y-t.start.Y)
		switch {
		case max(dx, dy) < slop:
			return
		case dx > dy:
			t.sideways, s.active = true, 0
			return
		case t.scroller == 0:
			return
		}
		t.moving = true
		s.active = 0
	}
	dy := p.Y - t.lastY
	if dy == 0 { // such as where it is lifted
		return
	}
	t.moved += dy
	t.follow(dy, c.in.Now)
	t.lastY = p.Y
}

func abs(v float32) float32 { return max(v, -v) }

// longPress is how long a finger rests before that means more than a tap, as on
// the phones of both kinds.
const longPress = 500 * time.Millisecond

// restTouch notices that a finger has not moved for long enough.
func (c *Context) restTouch() {
	s := &c.pointer
	t := &s.touch
	if !t.down || t.moving || t.sideways || t.long {
		return
	}
	if since := c.in.Now.Sub(t.began); since < longPress {
		c.WakeAt(t.began.Add(longPress), "long press")
		return
	}
	if !t.due { // where frames are slow, the finger may be gone and that not be told yet
		t.due = true
		c.WakeIn(frameTime, "long press")
		return
	}
	t.long, s.rests = true, true
}

// LongPressed returns where a finger rests, in the frame in which it has rested
// long enough, if that is in r and not in a layer above the one being drawn.
func (c *Context) LongPressed(r Rect) (at Point, ok bool) {
	at = c.pointer.touch.start
	return at, c.pointer.rests && r.Contains(at) && c.layers.at(at) == c.layers.current().id
}

// MenuPressed returns where the right button was pressed in this frame, if that is in r
// and not in a layer above the one being drawn.
func (c *Context) MenuPressed(r Rect) (at Point, ok bool) {
	at = c.pointer.pos
	return at, c.pointer.menu && r.Contains(at) && c.layers.at(at) == c.layers.current().id
}

// Swiped returns how far to the right a finger was moved that is lifted in this
// frame, and where it began; 0 where it was moved up or down, or there is none.
func (c *Context) Swiped() (from Point, dx float32) { return c.pointer.touch.start, c.pointer.swipe }

// Grab makes id what the pointer holds, in place of what it was pressed on. That
// is then not clicked, and a finger does not scroll.
func (c *Context) Grab(id ID) { c.pointer.active, c.pointer.touch.long = id, true }

// PressedAt returns where the pointer was pressed last, and how far it has been
// moved from there.
func (c *Context) PressedAt() (at Point, moved float32) {
	s := &c.pointer
	return s.down, float32(math.Hypot(float64(s.pos.X-s.down.X), float64(s.pos.Y-s.down.Y)))
}

// endPointer forgets what was held once its release has been seen by everyone.
func (c *Context) endPointer() {
	s := &c.pointer
	if s.ending {
		s.active = 0
		if !s.inside {
			s.hot, s.cursor = 0, CursorDefault
		}
	}
	for i := range s.frame { // the pointer's shape is that of what it holds
		if s.frame[i].id == s.active && s.active != 0 && s.active != s.hot {
			c.out.Cursor = s.frame[i].cursor
			return
		}
	}
	c.out.Cursor = s.cursor
}

// Pointer returns where the pointer is, or was last.
func (c *Context) Pointer() Point { return c.pointer.pos }
