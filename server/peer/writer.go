package peer

import (
	"sync"
	"time"
)

// writerRest is how long a writer that is done waits for another queue.
const writerRest = 100 * time.Millisecond

// writers are the goroutines that write what queues hold. Its zero value is
// ready. Sealing grows a goroutine's stack beyond what it starts with, and that
// takes longer than anything else on the way out but the system call, so that
// writers are worth keeping while there is much to write.
type writers struct {
	once  sync.Once
	ready chan *queue // where a queue meets a writer that waits
}

// start has a goroutine write what the queue holds.
func (w *writers) start(q *queue) {
	w.once.Do(func() { w.ready = make(chan *queue) })
	select {
	case w.ready <- q:
	default:
		go w.run(q)
	}
}

// run writes for one queue after the other. Each has the writer for itself, since
// writing to a client that does not read takes long.
func (w *writers) run(q *queue) {
	rest := time.NewTimer(writerRest)
	defer rest.Stop()
	for {
		q.write()
		rest.Reset(writerRest)
		select {
		case q = <-w.ready:
		case <-rest.C:
			return
		}
	}
}
