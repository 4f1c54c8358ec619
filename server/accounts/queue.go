package accounts

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"lobby/shared/wire"
)

// queue lets few callers hash at once and few wait for their turn, because each
// hash takes tens of milliseconds of a core and megabytes of memory.
type queue struct {
	slots chan struct{} // one for each caller that may hash
	limit int64         // callers that may hash or wait
	held  atomic.Int64  // callers that do
}

func newQueue(hashing, waiting int) *queue {
	return &queue{slots: make(chan struct{}, hashing), limit: int64(hashing + waiting)}
}

// busyRetry is what a caller that finds the line full is told to wait: most of
// what a full line of defaultWaiting takes on one core, at about 20 ms each.
const busyRetry = 2 * time.Second

// do calls work in its turn, on the caller's goroutine. The error is a Fault of
// CodeBusy when the line is full, or ctx's when it ends before the turn comes;
// work was then not called. Work that has begun is not cut short.
func (q *queue) do(ctx context.Context, work func()) error {
	defer q.held.Add(-1)
	if q.held.Add(1) > q.limit {
		return &wire.Fault{Code: wire.CodeBusy, RetryMS: busyRetry.Milliseconds(), Text: "too many logins at once"}
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("wait to hash a password: %w", err)
	}
	select {
	case q.slots <- struct{}{}:
	case <-ctx.Done():
		return fmt.Errorf("wait to hash a password: %w", ctx.Err())
	}
	defer func() { <-q.slots }()
	work()
	return nil
}
