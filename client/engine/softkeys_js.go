package engine

import (
	"syscall/js"
	"time"
)

// tapping is set while a finger that was lifted is answered. Only then may a page
// ask a phone for its keyboard.
var tapping bool

// mostAnswers bounds in how many frames a tap is answered: the finger coming, going,
// and what that leads to.
const mostAnswers = 4

// tapped answers a finger that was lifted at once, and not in the next frame: that
// would be too late for the keyboard.
func (g *game) tapped() {
	g.mu.Lock()
	defer g.mu.Unlock()
	defer g.guard()
	if g.failed != nil {
		return
	}
	tapping = true
	defer func() { tapping = false }()
	for range mostAnswers {
		g.answer(true)
		if g.out.Wake.IsZero() || g.out.Wake.After(time.Now()) {
			return
		}
	}
}

// takeKeyboard gives the keyboard to the textarea that texts are typed into,
// or back to the canvas, and reports whether it was elsewhere. Ebitengine waits
// for a click to do so, and loses what is typed before. On a phone, where the
// textarea brings a keyboard that covers half of the page, it gets the focus when a
// finger taps on a field, which asked says.
func takeKeyboard(editing, asked bool) (changed bool) {
	area := document.Call("getElementById", "ebitengine-textinput")
	target := document.Call("querySelector", "canvas")
	if editing {
		target = area
	}
	if !target.Truthy() {
		return false
	}
	focused := document.Get("activeElement").Equal(target)
	if editing && fingers() {
		defer window.Set("_ebitengine_textinput_x", js.Undefined())
		if !tapping || !asked {
			return false
		}
		if focused { // else a keyboard that was put away would not come again
			area.Call("blur")
			focused = false
		}
	}
	if focused {
		return false
	}
	target.Call("focus", map[string]any{"preventScroll": true})
	// The wish to do the same at the next click is fulfilled.
	window.Set("_ebitengine_textinput_x", js.Undefined())
	return true
}

// fingers reports whether the page is used by touch first of all.
func fingers() bool {
	return window.Call("matchMedia", "(pointer: coarse)").Get("matches").Bool()
}

// fitPage keeps the page above a keyboard that covers part of it. Where the
// keyboard makes the page itself smaller, as index.html asks for, both heights are
// the same.
func fitPage() {
	seen := window.Get("visualViewport")
	if !seen.Truthy() || seen.Get("scale").Float() != 1 {
		return
	}
	style, height := document.Get("body").Get("style"), ""
	if visible := seen.Get("height").Float(); visible < window.Get("innerHeight").Float()-1 {
		height = pixels(float32(visible))
	}
	if style.Get("height").String() != height {
		style.Set("height", height)
		window.Call("scrollTo", 0, 0)
	}
}
