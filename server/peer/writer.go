package peer

import (
	"runtime"
	"sync"
	"time"
)

const (
	// writerRest is how long a writer that is done waits for another queue.
	writerRest = 100 * time.Millisecond

	// writerStall is how long no queue may be taken up, while some wait, before
	// there are more writers: all there are wait for clients that do not read.
	writerStall = time.Millisecond
)

// writers are the goroutines that write what queues hold. Its zero value is
// ready. There are as many at work as can run at a time, so that what goes to a
// whole room is written by a few that each go on with the next connection, and
// not by one for each that has to be woken first. Writing to a client that does
// not read takes long. When all are held up by such clients they no longer count,
// until they are done, and others take their place.
//
// Sealing grows a goroutine's stack beyond what it starts with, and that takes
// longer than anything else on the way out but the system call, so that writers
// are worth keeping while there is much to write.
type writers struct {
	mu       sync.Mutex
	ready    chan task // where a queue meets a writer that rests
	working  int       // writers that do not rest
	waiting  []*queue  // for a writer, in order
	taken    uint64    // how many queues have got a writer
	watching bool      // the waiting ones are looked after

	// Of the writers at work, held are held up. They took their queues when
	// fewer than heldBelow had been taken.
	held      int
	heldBelow uint64
}

// start has a goroutine write what the queue holds.
func (w *writers) start(q *queue) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ready == nil {
		w.ready = make(chan task)
	}
	w.waiting = append(w.waiting, q)
	w.employ()
	if len(w.waiting) > 0 && !w.watching {
		w.watch()
	}
}

// employ gives queues that wait to writers that rest, or to new ones. The caller
// holds mu.
func (w *writers) employ() {
	for len(w.waiting) > 0 && w.working-w.held < runtime.GOMAXPROCS(0) {
		w.working++
		task := w.next()
		select {
		case w.ready <- task:
		default:
			go w.run(task)
		}
	}
}

// watch looks later whether any queue has been taken meanwhile. The caller holds
// mu.
func (w *writers) watch() {
	w.watching = true
	before := w.taken
	time.AfterFunc(writerStall, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.taken == before {
			w.held, w.heldBelow = w.working, w.taken
			w.employ()
		}
		if w.watching = false; len(w.waiting) > 0 {
			w.watch()
		}
	})
}

// task is a queue that has got a writer.
type task struct {
	queue  *queue
	number uint64 // of the queues taken before it
}

// next takes the queue that has waited longest. The caller holds mu.
func (w *writers) next() task {
	t := task{w.waiting[0], w.taken}
	w.waiting[0] = nil
	w.waiting = w.waiting[1:]
	w.taken++
	return t
}

// run writes for one queue after the other.
func (w *writers) run(t task) {
	rest := time.NewTimer(writerRest)
	defer rest.Stop()
	for {
		for more := true; more; t, more = w.done(t) {
			t.queue.write()
		}
		rest.Reset(writerRest)
		select {
		case t = <-w.ready:
		case <-rest.C:
			return
		}
	}
}

// done ends a writer's task and returns the next one. If there is none the
// writer is to rest.
func (w *writers) done(t task) (task, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if t.number < w.heldBelow && w.held > 0 {
		w.held--
	}
	if len(w.waiting) > 0 && w.working-w.held <= runtime.GOMAXPROCS(0) {
		return w.next(), true
	}
	w.working--
	return task{}, false
}
