package peer

import (
	"fmt"
	"net"
	"sync"
	"time"

	"lobby/shared/secure"
	"lobby/shared/wire"
)

// queue is what waits to be written to one connection.
//
//   - push never waits. Beyond the limit it ends the connection: a client that
//     does not read must not cost memory, and finds what it missed in the log.
//   - pushWaiting waits until there is little in the queue. It is for answers,
//     which nobody shares, and which only the asking client's own goroutine has
//     to wait for.
//   - A goroutine writes while there is something to write, and then leaves the
//     queue. It takes all that is queued at once, so that a deep queue becomes
//     few records.
//   - end lets what is queued go out, then a last message, then closes; abandon
//     closes at once. After either nothing more is taken.
type queue struct {
	nc    net.Conn
	conn  *secure.Conn
	limit int           // bytes
	room  int           // bytes up to which answers are queued
	grace time.Duration // from end until the connection is cut

	writers  *writers
	overflow func() // told when push ends the connection

	mu      sync.Mutex
	changed sync.Cond // bytes became fewer, ending was set, or the writer ended
	chunks  [][]byte
	bytes   int // in chunks, and in what the writer has taken
	writing bool
	ending  bool
	cut     *time.Timer // closes the connection when grace is over
}

// keptChunks is how long a slice of chunks is kept between two bursts, in
// chunks of 24 bytes; idle connections are many.
const keptChunks = 8

// maxRoom is how much of a client's queue its answers may take, in bytes.
const maxRoom = 512 << 10

func newQueue(nc net.Conn, conn *secure.Conn, limits Limits, w *writers) *queue {
	q := &queue{nc: nc, conn: conn, limit: limits.Queue, room: min(limits.Queue/2, maxRoom), grace: limits.End, writers: w, overflow: func() {}}
	q.changed.L = &q.mu
	return q
}

// push queues chunks of whole messages.
func (q *queue) push(chunks ...[]byte) {
	size := 0
	for _, chunk := range chunks {
		size += len(chunk)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.ending {
		return
	}
	if q.bytes+size > q.limit {
		for i, dropped := range q.chunks {
			q.bytes -= len(dropped)
			q.chunks[i] = nil
		}
		q.chunks = q.chunks[:0]
		q.overflow()
		q.endLocked(wire.Bye{Code: wire.CodeSlow, Text: fmt.Sprintf("more than %d bytes waited to be read", q.limit)})
		return
	}
	q.add(chunks...)
}

// pushWaiting queues a chunk once there is room. It reports false when the
// connection is ending.
func (q *queue) pushWaiting(chunk []byte) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for !q.ending && q.bytes > 0 && q.bytes+len(chunk) > q.room {
		q.changed.Wait()
	}
	if q.ending {
		return false
	}
	q.add(chunk)
	return true
}

// end queues a last message, if the connection is not ending already.
func (q *queue) end(bye wire.Bye) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.ending {
		q.endLocked(bye)
	}
}

func (q *queue) endLocked(bye wire.Bye) {
	q.ending = true
	q.cut = time.AfterFunc(q.grace, func() { q.nc.Close() })
	if line, err := wire.Append(nil, bye); err == nil {
		q.add(line)
	}
	q.changed.Broadcast()
}

// abandon closes the connection; what is queued is lost.
func (q *queue) abandon() {
	q.mu.Lock()
	q.ending = true
	q.changed.Broadcast()
	q.mu.Unlock()
	q.nc.Close()
}

// isEnding reports whether nothing more is taken.
func (q *queue) isEnding() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.ending
}

// wait returns when the writer has ended. The connection must be ending.
func (q *queue) wait() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.writing {
		q.changed.Wait()
	}
	if q.cut != nil {
		q.cut.Stop()
	}
}

func (q *queue) add(chunks ...[]byte) {
	q.chunks = append(q.chunks, chunks...)
	for _, chunk := range chunks {
		q.bytes += len(chunk)
	}
	if !q.writing {
		q.writing = true
		q.writers.start(q)
	}
}

// write is called by the writer: see writers.
func (q *queue) write() {
	var taken [][]byte
	for {
		var last bool
		if taken, last = q.take(taken); len(taken) > 0 {
			if err := q.conn.WriteChunks(taken); err != nil {
				q.abandon()
			}
			continue
		}
		if last {
			closeWriting(q.nc) // may wait for the other side
			q.ended()
		}
		return
	}
}

// take returns what is queued and takes back the slice of what was written. With
// nothing queued the writer is to end, and when last is set, to close first and
// say so when it has.
func (q *queue) take(written [][]byte) (chunks [][]byte, last bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, chunk := range written {
		q.bytes -= len(chunk)
		written[i] = nil
	}
	q.changed.Broadcast()
	if len(q.chunks) > 0 {
		chunks = q.chunks
		q.chunks = written[:0]
		return chunks, false
	}
	if cap(q.chunks) > keptChunks {
		q.chunks = nil
	}
	q.writing = q.ending
	return nil, q.ending
}

// ended notes that the writer has closed the connection and is done.
func (q *queue) ended() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.writing = false
	q.changed.Broadcast()
}

// closeWriting ends our direction of the connection where that can be done by
// itself. Closing it whole while the client still sends would make its system
// throw away our last message unread.
func closeWriting(nc net.Conn) {
	if half, ok := nc.(interface{ CloseWrite() error }); ok && half.CloseWrite() == nil {
		return
	}
	nc.Close()
}
