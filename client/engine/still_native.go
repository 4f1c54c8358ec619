//go:build !js

package engine

import (
	"sync"
	"sync/atomic"
)

var (
	still     atomic.Bool
	stillOnce sync.Once
)

// Still reports whether the system asks for less motion; where it does not tell,
// it does not. The system is asked beside the frames, at the first call and again
// whenever the window gets the keyboard: Wake follows where the answer has
// changed.
func Still() bool {
	stillOnce.Do(refreshStill)
	return still.Load()
}

func refreshStill() {
	go func() {
		now := systemStill()
		if still.Swap(now) != now {
			Wake()
		}
	}()
}
