//go:build !js

package engine

import (
	"log/slog"
	"sync"
	"sync/atomic"
)

// chime makes the sound of a new message. The engine's own audio ends the program
// where there is no sound device, so the system is asked, beside the frames: what
// can't be heard is not said but to the log.
type chime struct{ playing atomic.Bool }

var theChime = sync.OnceValue(chimeWAV)

func (c *chime) play(log *slog.Logger) {
	if c.playing.Swap(true) {
		return
	}
	go func() {
		defer c.playing.Store(false)
		if err := playWAV(theChime()); err != nil {
			log.Debug("the sound of a new message could not be made", "error", err)
		}
	}()
}
