//go:build !js

package engine

import (
	"time"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/inpututil"

	"lobby/client/ui"
)

// pointer follows the mouse and the first finger.
type pointer struct {
	pos    ui.Point
	inside bool
	down   [3]bool
	clicks clicks

	touch  bool // the last event came from a finger
	finger ebiten.TouchID
	held   bool // finger is down
	ids    []ebiten.TouchID
	events []ui.Event
}

var buttons = [...]ebiten.MouseButton{
	ui.ButtonLeft: ebiten.MouseButtonLeft, ui.ButtonRight: ebiten.MouseButtonRight, ui.ButtonMiddle: ebiten.MouseButtonMiddle,
}

// collect returns what the pointer did since the last call, valid until the
// next one. Within a frame Ebitengine tells no order: the pointer moves first,
// then it is pressed and released, then the wheel turns.
func (p *pointer) collect(now time.Time, scale float64, w, h float32, mods ui.Mods) []ui.Event {
	p.events = p.events[:0]
	p.fingers(now, scale, mods)
	if !p.held {
		p.mouse(now, scale, w, h, mods)
	}
	return p.events
}

func (p *pointer) mouse(now time.Time, scale float64, w, h float32, mods ui.Mods) {
	x, y := ebiten.CursorPositionF()
	pos := ui.Point{X: float32(x / scale), Y: float32(y / scale)}
	pressed := p.down[ui.ButtonLeft] || p.down[ui.ButtonRight] || p.down[ui.ButtonMiddle]
	inside := pos.X >= 0 && pos.Y >= 0 && pos.X < w && pos.Y < h
	if pos != p.pos && (inside || pressed) {
		p.touch = false
		p.pos = pos
		p.put(ui.Event{Kind: ui.PointerMove, Pos: pos, Mods: mods})
	}
	if p.inside && !inside && !pressed {
		p.pos = pos
		p.put(ui.Event{Kind: ui.PointerLeave, Pos: pos})
	}
	p.inside = inside || pressed
	for b, button := range buttons {
		p.button(now, ui.Button(b), inpututil.IsMouseButtonJustPressed(button), inpututil.IsMouseButtonJustReleased(button), mods)
	}
	if x, y := ebiten.Wheel(); (x != 0 || y != 0) && inside {
		p.put(ui.Event{
			Kind: ui.Scroll, Pos: p.pos, Mods: mods,
			Delta: ui.Point{X: float32(x * wheelStep), Y: float32(y * wheelStep)},
		})
	}
}

// button reports a button's change. A short click may be pressed and released
// within one frame, or released and pressed again.
func (p *pointer) button(now time.Time, b ui.Button, pressed, released bool, mods ui.Mods) {
	up := ui.Event{Kind: ui.PointerUp, Pos: p.pos, Button: b, Mods: mods}
	if released && p.down[b] {
		p.down[b], released = false, false
		p.put(up)
	}
	if pressed {
		p.touch = false
		p.down[b] = true
		p.put(ui.Event{Kind: ui.PointerDown, Pos: p.pos, Button: b, Mods: mods, Clicks: p.clicks.press(now, p.pos, b)})
	}
	if released && p.down[b] {
		p.down[b] = false
		p.put(up)
	}
}

// fingers turns the first finger that touches into a pointer with its left
// button down.
func (p *pointer) fingers(now time.Time, scale float64, mods ui.Mods) {
	p.ids = ebiten.AppendTouchIDs(p.ids[:0])
	if p.held {
		for _, id := range p.ids {
			if id != p.finger {
				continue
			}
			if pos := touchPosition(id, scale); pos != p.pos {
				p.pos = pos
				p.put(ui.Event{Kind: ui.PointerMove, Pos: pos, Mods: mods})
			}
			return
		}
		p.held = false
		p.put(ui.Event{Kind: ui.PointerUp, Pos: p.pos, Mods: mods})
		p.put(ui.Event{Kind: ui.PointerLeave, Pos: p.pos})
	}
	if len(p.ids) == 0 {
		return
	}
	p.finger, p.held, p.touch = p.ids[0], true, true
	p.pos = touchPosition(p.finger, scale)
	p.put(ui.Event{Kind: ui.PointerMove, Pos: p.pos, Mods: mods})
	p.put(ui.Event{Kind: ui.PointerDown, Pos: p.pos, Mods: mods, Clicks: p.clicks.press(now, p.pos, ui.ButtonLeft)})
}

func touchPosition(id ebiten.TouchID, scale float64) ui.Point {
	x, y := ebiten.TouchPositionF(id)
	return ui.Point{X: float32(x / scale), Y: float32(y / scale)}
}

func (p *pointer) put(e ui.Event) { p.events = append(p.events, e) }
