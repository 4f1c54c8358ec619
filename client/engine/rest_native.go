//go:build !js

package engine

import (
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// restAfter is how long no frame has to run until the program is at rest, and
// spare by how many bytes its memory must have grown since it was last.
const (
	restAfter = 5 * time.Second
	spare     = 16 << 20
)

// rest gives memory back to the system when the program comes to rest. After
// many messages at once the collector would keep it, for as many again.
type rest struct {
	timer *time.Timer
	held  atomic.Uint64 // bytes, when memory was last given back
}

// putOff is called with every frame.
func (r *rest) putOff() {
	if r.timer == nil {
		r.timer = time.AfterFunc(restAfter, r.giveBack)
		return
	}
	r.timer.Reset(restAfter)
}

func (r *rest) giveBack() {
	if heldMemory() >= r.held.Load()+spare {
		debug.FreeOSMemory()
		r.held.Store(heldMemory())
	}
}

// heldMemory is how much of the heap, used or not, the system can't have.
func heldMemory() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapSys - m.HeapReleased
}
