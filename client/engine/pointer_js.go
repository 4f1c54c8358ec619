package engine

import (
	"syscall/js"
	"time"

	"lobby/client/ui"
)

// pointer reads the mouse and the first finger from the page's own events. They
// come in order and each with its place, however slow the frames are; what
// Ebitengine makes of them keeps the last place alone, so that two quick clicks
// would land where the second one was.
type pointer struct {
	touch   bool // the last event came from a finger
	inside  bool
	clicks  clicks
	pending []ui.Event
	events  []ui.Event
}

// pointerButtons are the buttons by the numbers that pages give them.
var pointerButtons = map[int]ui.Button{0: ui.ButtonLeft, 1: ui.ButtonMiddle, 2: ui.ButtonRight}

// pixelsPerLine is how far a line scrolls in browsers that count wheels in
// lines.
const pixelsPerLine = 20

// moved notes where the pointer is.
func (p *pointer) moved(e js.Value) {
	if e.Get("isPrimary").Bool() {
		p.to(e, e.Get("pointerType").String() == "touch")
	}
}

// dragged notes where the pointer holds files over the page, or lets go of them: then
// a browser tells of no other move.
func (p *pointer) dragged(e js.Value) { p.to(e, false) }

func (p *pointer) to(e js.Value, touch bool) {
	p.touch, p.inside = touch, true
	move := ui.Event{Kind: ui.PointerMove, Pos: positionOf(e), Mods: modsOf(e)}
	if n := len(p.pending); n > 0 && p.pending[n-1].Kind == ui.PointerMove {
		p.pending[n-1] = move
		return
	}
	p.pending = append(p.pending, move)
}

// pressed notes that a button or finger is down. What it does outside the page
// until it is up is told to the page too.
func (p *pointer) pressed(e js.Value) {
	button, known := pointerButtons[e.Get("button").Int()]
	if !known || !e.Get("isPrimary").Bool() {
		return
	}
	p.moved(e)
	if target := e.Get("target"); target.Get("setPointerCapture").Truthy() {
		target.Call("setPointerCapture", e.Get("pointerId"))
	}
	pos := positionOf(e)
	p.pending = append(p.pending, ui.Event{
		Kind: ui.PointerDown, Pos: pos, Button: button, Mods: modsOf(e), Clicks: p.clicks.press(time.Now(), pos, button),
	})
}

// released notes that a button or finger is up, or that the browser has taken
// the finger for itself.
func (p *pointer) released(e js.Value) {
	button, known := pointerButtons[e.Get("button").Int()]
	if e.Get("type").String() == "pointercancel" {
		button, known = ui.ButtonLeft, true
	}
	if !known || !e.Get("isPrimary").Bool() {
		return
	}
	p.pending = append(p.pending, ui.Event{Kind: ui.PointerUp, Pos: positionOf(e), Button: button, Mods: modsOf(e)})
	if p.touch {
		p.left()
	}
}

// left notes that nothing points at the page any more.
func (p *pointer) left() {
	if p.inside {
		p.inside = false
		p.pending = append(p.pending, ui.Event{Kind: ui.PointerLeave})
	}
}

// turned notes that the wheel was turned.
func (p *pointer) turned(e js.Value, pageHeight float32) {
	step := float32(1)
	switch e.Get("deltaMode").Int() {
	case 1:
		step = pixelsPerLine
	case 2:
		step = pageHeight
	}
	p.pending = append(p.pending, ui.Event{
		Kind: ui.Scroll, Pos: positionOf(e), Mods: modsOf(e),
		Delta: ui.Point{X: -step * float32(e.Get("deltaX").Float()), Y: -step * float32(e.Get("deltaY").Float())},
	})
}

func positionOf(e js.Value) ui.Point {
	return ui.Point{X: float32(e.Get("clientX").Float()), Y: float32(e.Get("clientY").Float())}
}

// collect returns what the pointer did since the last call, valid until the
// next one.
func (p *pointer) collect(time.Time, float64, float32, float32, ui.Mods) []ui.Event {
	p.events, p.pending = p.pending, p.events[:0]
	return p.events
}
