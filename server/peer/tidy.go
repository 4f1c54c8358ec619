package peer

import (
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

// A login leaves garbage that is several times what the connection needs
// afterwards, and an idle server makes none that would have it collected. So with
// each crowd that comes in the garbage is collected, before what stays has spread
// over more memory than it needs; and when for tidyAfter nobody follows, what is
// free is given back to the system. For fewer it is not worth the collection.
const (
	crowd     = 250
	tidyAfter = time.Second
)

type tidier struct {
	mu     sync.Mutex
	logins int // since the last time that memory was given back
	timer  *time.Timer
}

func (t *tidier) loggedIn() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.logins++
	switch {
	case t.logins < crowd:
		return
	case t.timer == nil:
		t.timer = time.AfterFunc(tidyAfter, t.tidy)
	default:
		t.timer.Reset(tidyAfter)
	}
	if t.logins%crowd == 0 {
		go runtime.GC()
	}
}

func (t *tidier) tidy() {
	t.mu.Lock()
	t.logins = 0
	t.mu.Unlock()
	// A pool gives its buffers up in the second collection in which they lie
	// unused; FreeOSMemory makes the second.
	runtime.GC()
	debug.FreeOSMemory()
}
