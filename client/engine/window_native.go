//go:build !js

package engine

import (
	"image"
	"math"
	"os"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/hajimehoshi/ebiten/v2"
)

// fpsMode is the one in which no frame runs unless there is input or
// ScheduleFrame was called. It is deprecated in favour of frames that return
// early, which cost some percent of a core where this one costs nothing.
//
//lint:ignore SA1019 for that reason
const fpsMode = ebiten.FPSModeVsyncOffMinimum

// wheelStep is how far one notch of a wheel scrolls, in logical pixels.
const wheelStep = 60

// tellSurroundings says that the input method is told the text around the
// caret.
const tellSurroundings = true

// schedule asks for a frame, and asks again while none comes: Ebitengine loses
// the wish when it waits for the window itself, as while the window is shown
// for the first time.
func schedule() {
	//lint:ignore SA1019 it belongs to fpsMode
	ebiten.ScheduleFrame()
	if asking.Swap(true) {
		return
	}
	time.AfterFunc(50*time.Millisecond, func() {
		asking.Store(false)
		if woken.Load() && running.Load() {
			schedule()
		}
	})
}

// asking says that schedule will look whether its frame came.
var asking atomic.Bool

func setTitle(title string) { ebiten.SetWindowTitle(title) }

func setIcon(draw func() []image.Image) { ebiten.SetWindowIcon(draw()) }

// devicePixels returns the size of a window in device pixels, rounded as
// Ebitengine rounds it.
func devicePixels(logical, scale float64) float64 { return max(1, math.Round(logical*scale)) }

// pixelRatio is how many pixels of its monitor a logical pixel of the window has.
func pixelRatio() float64 { return ebiten.Monitor().DeviceScaleFactor() }

// noticeRatio has nothing to do: Ebitengine follows a window from monitor to monitor.
func noticeRatio(last, now float64) {}

// gate holds frames back. A window needs none: fpsMode does it.
type gate struct{}

func (gate) wait() {}

// displayHint says what to do where no window can be opened.
func displayHint() string {
	switch {
	case runtime.GOOS == "windows" || runtime.GOOS == "darwin":
		return ""
	case os.Getenv("DISPLAY") == "":
		return " (DISPLAY is not set: a graphical session is needed, or the page in a browser)"
	}
	return " (the X server must be reachable, and libX11, libXcursor, libXi, libXrandr, libXinerama and libGL installed)"
}
