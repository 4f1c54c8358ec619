package peer

import (
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

// A login leaves garbage that is several times what the connection needs
// afterwards, and an idle server makes none that would have it collected. So
// when a crowd has come in, and for tidyAfter nobody follows, the memory is given
// back to the system. For fewer it is not worth the collection.
const (
	crowd     = 200
	tidyAfter = time.Second
)

type tidier struct {
	mu     sync.Mutex
	logins int // since the last time
	timer  *time.Timer
}

func (t *tidier) loggedIn() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.logins++
	switch {
	case t.logins < crowd:
	case t.timer == nil:
		t.timer = time.AfterFunc(tidyAfter, t.tidy)
	default:
		t.timer.Reset(tidyAfter)
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
