package engine

import (
	"bytes"
	"sync"
	"syscall/js"
	"time"

	"github.com/go-text/typesetting/font"
)

// breathAfter is for how long a frame may keep the page's thread before it gives it
// back. What can't be parted takes up to three times as long while the browser runs
// code for the first time, and a task should take less than 50 ms.
const breathAfter = 12 * time.Millisecond

// breath parts a long frame into several of the browser's tasks, so that keys and the
// network are heard meanwhile. Nothing of the frame is seen before its end, when all that
// was painted goes to the screen at once.
type breath struct {
	since time.Time
}

func (b *breath) begin() { b.since = time.Now() }

// take gives the page's thread back if it was kept for long since begin. Meanwhile mu, which the
// caller holds, is free: a finger that is lifted is answered while the browser waits.
func (b *breath) take(mu sync.Locker) {
	if b.since.IsZero() || time.Since(b.since) < breathAfter {
		return
	}
	mu.Unlock()
	nextTask()
	mu.Lock()
	b.begin()
}

// tasks has who waits for a message that is under way to this very page. It comes
// sooner than any timer.
var tasks struct {
	sync.Mutex
	waiting []chan struct{}
}

var tasksPort = sync.OnceValue(func() js.Value {
	channel := window.Get("MessageChannel").New()
	channel.Get("port2").Set("onmessage", js.FuncOf(func(js.Value, []js.Value) any {
		tasks.Lock()
		defer tasks.Unlock()
		close(tasks.waiting[0])
		tasks.waiting = tasks.waiting[1:]
		return nil
	}))
	return channel.Get("port1")
})

// nextTask waits for the browser's next task. It must not be called in an event's
// callback.
func nextTask() {
	turn := make(chan struct{})
	tasks.Lock()
	tasks.waiting = append(tasks.waiting, turn)
	tasks.Unlock()
	tasksPort().Call("postMessage", nil)
	<-turn
}

// breathing is a font file that a page reads beside its frames: the reading of each of
// the font's tables begins a task.
type breathing struct {
	*bytes.Reader
	breath breath
}

func newBreathing(data []byte) font.Resource {
	b := &breathing{Reader: bytes.NewReader(data)}
	b.breath.begin()
	return b
}

func (b *breathing) ReadAt(into []byte, at int64) (int, error) {
	b.breath.take(noLock{})
	return b.Reader.ReadAt(into, at)
}

type noLock struct{}

func (noLock) Lock()   {}
func (noLock) Unlock() {}
