package session

import (
	"context"
	"errors"
	"sync"
	"time"

	"lobby/shared/secure"
	"lobby/shared/wire"
)

// maxQueued bounds what waits to be written, in bytes. It holds five hundred of
// the longest messages, written while the line was down; more than that means
// that the server does not read.
const maxQueued = 8 << 20

var errQueueFull = errors.New("the server does not take what is sent to it")

// link is one connection after its handshake: it numbers requests, queues them
// for the writer, and knows which are not answered.
type link struct {
	conn *secure.Conn
	wake chan struct{} // has a value when the queue may have something

	mu       sync.Mutex
	queue    [][]byte // encoded
	queued   int      // bytes in queue
	last     uint64   // number of the last request
	asked    map[uint64]wire.Request
	welcomed bool
	err      error // why no more can be sent
}

func newLink(conn *secure.Conn) *link {
	return &link{conn: conn, wake: make(chan struct{}, 1), asked: map[uint64]wire.Request{}}
}

// send queues a request. On a connection that has ended it does nothing.
func (l *link) send(r wire.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil {
		return
	}
	line, err := wire.Append(nil, numbered(r, l.last+1))
	if err == nil && l.queued+len(line) > maxQueued {
		err = errQueueFull
	}
	if err != nil {
		l.failLocked(err)
		return
	}
	l.last++
	l.asked[l.last] = r
	l.queue = append(l.queue, line)
	l.queued += len(line)
	poke(l.wake)
}

// answered returns the request that an answer is for. With the last part of
// the answer it is forgotten.
func (l *link) answered(re uint64, last bool) (wire.Request, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r, ok := l.asked[re]
	if last {
		delete(l.asked, re)
	}
	return r, ok
}

// idle reports whether every request was answered.
func (l *link) idle() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.asked) == 0
}

func (l *link) isWelcomed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.welcomed
}

func (l *link) setWelcomed() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.welcomed = true
}

// fail ends the connection. The first error is the one that counts.
func (l *link) fail(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.failLocked(err)
}

func (l *link) failLocked(err error) {
	if l.err == nil {
		l.err = err
	}
	l.conn.Close()
}

// reason returns why the connection ended, when its reader ended with err.
func (l *link) reason(err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil {
		return l.err
	}
	return err
}

func (l *link) take() [][]byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	queue := l.queue
	l.queue, l.queued = nil, 0
	return queue
}

// write sends what is queued, and a ping after a silence, until ctx ends.
func (l *link) write(ctx context.Context) {
	silence := time.NewTimer(wire.PingAfter)
	defer silence.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-silence.C:
			l.send(wire.Ping{})
		case <-l.wake:
		}
		chunks := l.take()
		if len(chunks) == 0 {
			continue
		}
		if err := l.conn.WriteChunks(chunks); err != nil {
			l.fail(err)
			return
		}
		silence.Reset(wire.PingAfter)
	}
}

// numbered returns the request with its id set.
func numbered(r wire.Request, id uint64) wire.Request {
	switch r := r.(type) {
	case wire.Register:
		r.ID = id
		return r
	case wire.Login:
		r.ID = id
		return r
	case wire.Resume:
		r.ID = id
		return r
	case wire.Sync:
		r.ID = id
		return r
	case wire.Send:
		r.ID = id
		return r
	case wire.History:
		r.ID = id
		return r
	case wire.Read:
		r.ID = id
		return r
	case wire.Logout:
		r.ID = id
		return r
	case wire.Ping:
		r.ID = id
		return r
	case wire.ChangePassword:
		r.ID = id
		return r
	case wire.Devices:
		r.ID = id
		return r
	case wire.Forget:
		r.ID = id
		return r
	case wire.Offer:
		r.ID = id
		return r
	case wire.Respond:
		r.ID = id
		return r
	case wire.Transfer:
		r.ID = id
		return r
	}
	return r
}
