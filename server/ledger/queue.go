package ledger

import (
	"sync"

	"lobby/shared/wire"
)

// queue holds the drafts that wait for the committer, up to a count and a size.
type queue struct {
	maxEvents int
	maxBytes  int64

	mu     sync.Mutex
	filled sync.Cond // something was put, or the queue was closed
	drafts []Draft
	bytes  int64
	closed bool
}

func newQueue(maxEvents int, maxBytes int64) *queue {
	q := &queue{maxEvents: maxEvents, maxBytes: maxBytes}
	q.filled.L = &q.mu
	return q
}

func (q *queue) put(d Draft) error {
	cost := cost(&d.Event)
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.closed:
		return ErrClosed
	case len(q.drafts) >= q.maxEvents || q.bytes+cost > q.maxBytes:
		return ErrBusy
	}
	q.drafts = append(q.drafts, d)
	q.bytes += cost
	q.filled.Signal()
	return nil
}

// take waits until something is queued and returns all of it. It returns
// nothing once the queue is closed and empty. into is memory for drafts that
// come next.
func (q *queue) take(into []Draft) []Draft {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.drafts) == 0 && !q.closed {
		q.filled.Wait()
	}
	batch := q.drafts
	q.drafts, q.bytes = into[:0], 0
	return batch
}

// close refuses what comes from now on. It says whether it was open.
func (q *queue) close() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	first := !q.closed
	q.closed = true
	q.filled.Signal()
	return first
}

// cost is about what a queued event takes in memory, in bytes.
func cost(e *wire.Event) int64 {
	return int64(256 + len(e.Conv) + len(e.CID) + len(e.Text) + 8*len(e.Members))
}
