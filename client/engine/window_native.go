//go:build !js

package engine

import (
	"math"
	"os"
	"runtime"

	"github.com/hajimehoshi/ebiten/v2"
)

// fpsMode is the one in which no frame runs unless there is input or
// ScheduleFrame was called. It is deprecated in favour of frames that return
// early, which cost some percent of a core where this one costs nothing.
const fpsMode = ebiten.FPSModeVsyncOffMinimum

// wheelStep is how far one notch of a wheel scrolls, in logical pixels.
const wheelStep = 60

// tellSurroundings says that the input method is told the text around the
// caret.
const tellSurroundings = true

func schedule() { ebiten.ScheduleFrame() }

func setTitle(title string) { ebiten.SetWindowTitle(title) }

// pointerOutside has nothing to add to where the pointer is.
func pointerOutside() bool { return false }

// devicePixels returns the size of a window in device pixels, rounded as
// Ebitengine rounds it.
func devicePixels(logical, scale float64) float64 { return max(1, math.Round(logical*scale)) }

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
