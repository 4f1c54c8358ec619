package engine

import (
	"image"
	"math"
	"strings"
	"sync"
	"syscall/js"

	"github.com/hajimehoshi/ebiten/v2"
)

var (
	window   = js.Global()
	document = window.Get("document")
)

// fpsMode is the one in which Ebitengine asks for animation frames only when
// it has finished one. Then holding one back, as gate does, holds back all.
//
//lint:ignore SA1019 the window's mode has no other name
const fpsMode = ebiten.FPSModeVsyncOn

// tellSurroundings is off: Ebitengine keeps the text around the caret in a
// textarea, where the browser would edit it beside us. An empty one can only
// be typed into.
const tellSurroundings = false

func setTitle(title string) { document.Set("title", title) }

// setIcon draws nothing: a page has its icon from the server.
func setIcon(func() []image.Image) {}

// devicePixels returns the size of the page in device pixels, rounded as
// Ebitengine rounds its canvas.
func devicePixels(logical, scale float64) float64 { return max(1, math.Floor(logical*scale)) }

func displayHint() string { return "" }

func hidden() bool { return document.Get("hidden").Bool() }

// onMac says that shortcuts are made with the command key.
var onMac = strings.HasPrefix(window.Get("navigator").Get("platform").String(), "Mac")

// gate holds frames back while nothing happens. Without it a page that shows a
// still picture would run sixty frames a second. A frame waits in the gate at
// its very beginning, before it has looked at any input, until something
// rouses it.
type gate struct{}

var held struct {
	sync.Mutex
	waiting bool // a frame stands in the gate
	asked   bool // and an animation frame will let it through
	free    int  // so many frames need not wait
	pass    chan struct{}
}

var release = js.FuncOf(func(js.Value, []js.Value) any {
	held.Lock()
	defer held.Unlock()
	held.asked = false
	if held.waiting {
		held.waiting = false
		held.free--
		held.pass <- struct{}{}
	}
	return nil
})

func init() { held.pass = make(chan struct{}, 1) }

func (gate) wait() {
	held.Lock()
	if held.free > 0 {
		held.free--
		held.Unlock()
		return
	}
	held.waiting = true
	held.Unlock()
	<-held.pass
}

// rouse lets frames through the gate, the first one at the next animation
// frame: by then the event that roused it has reached Ebitengine too.
func rouse(frames int) {
	held.Lock()
	defer held.Unlock()
	held.free = max(held.free, frames)
	if held.waiting && !held.asked {
		held.asked = true
		window.Call("requestAnimationFrame", release)
	}
}

// backstage runs a frame of a page that nobody sees.
var backstage func()

// schedule makes a frame run. A hidden page gets no animation frames, but its
// App goes on: it answers what was done last before, and the title still counts
// what arrives. That takes a goroutine of its own, as a frame that moves the focus
// makes an event in its midst.
func schedule() {
	if hidden() && backstage != nil {
		go backstage()
		return
	}
	rouse(1)
}
