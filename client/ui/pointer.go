package ui

import "time"

// region is an area of the last frame that the pointer can do something with.
// Events are matched against what was on the screen when they were made.
type region struct {
	id     ID
	layer  ID
	rect   Rect // clipped
	cursor CursorShape
	kind   regionKind
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
	inside bool // in the window
	hot    ID
	active ID
	cursor CursorShape // of hot

	pressed  press // in this frame
	released ID    // active, which ended in this frame over itself
	ending   bool  // the button went up in this frame

	last, frame []region

	wheel wheelTurn
	touch touchDrag
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
	moving   bool    // it has left the slop
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
	s.pressed, s.released, s.ending = press{}, 0, false
	s.wheel = wheelTurn{}
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
}

func (c *Context) pointAt(p Point) {
	s := &c.pointer
	s.pos, s.inside = p, true
	s.hot, s.cursor = 0, CursorDefault
	if r := s.hit(p, c.layers.at(p), canPress); r != nil && r.kind != regionDisabled {
		s.hot, s.cursor = r.id, r.cursor
	}
}

func (c *Context) pressAt(e *Event) {
	s := &c.pointer
	if e.Button != ButtonLeft {
		return
	}
	c.motion = scrollMotion{}
	s.active = s.hot
	s.pressed = press{s.hot, e.Pos, max(1, e.Clicks), e.Mods}
	if !c.in.Touch {
		c.focus.press(s.hot)
	} else {
		s.touch = touchDrag{down: true, start: e.Pos, lastY: e.Pos.Y, lastAt: c.in.Now}
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
	if s.active != 0 && s.active == s.hot {
		s.released = s.active
		if c.in.Touch { // not before: the finger might have been going to scroll
			c.focus.press(s.released)
		}
	}
	s.ending = true
	if s.touch.moving {
		c.fling()
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

// dragTouch follows a finger; once it has left the slop it scrolls, and no longer
// presses what it began on.
func (c *Context) dragTouch(p Point) {
	s := &c.pointer
	t := &s.touch
	if t.scroller == 0 || !t.down || s.ending {
		return
	}
	if !t.moving {
		if dy := p.Y - t.start.Y; dy < slop && dy > -slop {
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
