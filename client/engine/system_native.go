//go:build !js

package engine

import (
	"os"
	"sync"
	"sync/atomic"

	"github.com/hajimehoshi/ebiten/v2"
)

// Locale returns the user's language and region in the form "zh_TW.UTF-8" or
// "zh-TW", or nothing where the system does not tell.
func Locale() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" && v != "C" && v != "POSIX" && v != "C.UTF-8" {
			return v
		}
	}
	return systemLocale()
}

var (
	dark     atomic.Bool
	darkOnce sync.Once
)

// Dark reports whether the system asks for dark windows; where it does not
// tell, they are dark. Finding out may run a program, so it is done at the
// first call and again, beside the frames, whenever the window gets the
// keyboard.
func Dark() bool {
	darkOnce.Do(func() { dark.Store(ebiten.SystemColorMode() != ebiten.ColorModeLight) })
	return dark.Load()
}

func refreshDark() {
	go func() {
		now := ebiten.SystemColorMode() != ebiten.ColorModeLight
		if dark.Swap(now) != now {
			Wake()
		}
	}()
}
