package peer

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"lobby/shared/secure"
	"lobby/shared/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// inQueue runs a test in a bubble with a queue and the other side of its
// connection, which has no buffer: what the test does not read stays with the
// writer.
func inQueue(t *testing.T, limits Limits, test func(*testing.T, *queue, *secure.Conn)) {
	synctest.Test(t, func(t *testing.T) {
		q, client := connectQueue(t, limits, new(writers))
		test(t, q, client)
		q.abandon()
		q.wait()
		time.Sleep(2 * writerRest) // in the bubble: its writers go home
	})
}

// connectQueue makes a queue and the other side of its connection.
func connectQueue(t *testing.T, limits Limits, w *writers) (*queue, *secure.Conn) {
	near, far := net.Pipe()
	t.Cleanup(func() { near.Close(); far.Close() })
	server := make(chan *secure.Conn)
	go func() {
		conn, err := secure.Server(near, secure.Config{Static: newKey(t), WriteTimeout: limits.Write})
		if err != nil {
			t.Error(err)
		}
		server <- conn
	}()
	client, err := secure.Client(far, secure.Config{Static: newKey(t)})
	if err != nil {
		t.Fatal(err)
	}
	return newQueue(near, <-server, limits, w), client
}

// TestWritersAreNotHeldUp: clients that don't read, however many, keep nobody
// else waiting for longer than it takes to notice, and that once.
func TestWritersAreNotHeldUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := new(writers)
		limits := Limits{Queue: 1 << 20}
		var queues []*queue
		for range 3*runtime.GOMAXPROCS(0) + 1 {
			q, _ := connectQueue(t, limits, w)
			queues = append(queues, q)
			q.push([]byte("nobody reads this\n"))
		}
		synctest.Wait()
		q, client := connectQueue(t, limits, w)
		queues = append(queues, q)
		begun := time.Now()
		for n := range 10 {
			q.push([]byte("line\n"))
			client.SetReadTimeout(time.Second)
			if record, err := client.ReadRecord(); err != nil || string(record) != "line\n" {
				t.Fatalf("%q, %v", record, err)
			}
			if took := time.Since(begun); took > 10*writerStall {
				t.Fatalf("line %d came after %s of the bubble's time", n+1, took)
			}
		}
		for _, q := range queues {
			q.abandon()
			q.wait()
		}
		time.Sleep(2 * writerRest)
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.working != 0 || w.held != 0 || len(w.waiting) != 0 {
			t.Errorf("%d at work, %d held up, %d wait", w.working, w.held, len(w.waiting))
		}
	})
}

func newKey(t *testing.T) secure.Key {
	key, err := secure.GenerateKey(rand.Reader)
	if err != nil {
		t.Error(err)
	}
	return key
}

// TestWritersRest holds that a writer serves the next queue too while it rests,
// and then ends.
func TestWritersRest(t *testing.T) {
	inQueue(t, Limits{Queue: 1 << 20}, func(t *testing.T, q *queue, client *secure.Conn) {
		go drain(client)
		for range 3 {
			q.push([]byte("line\n"))
			synctest.Wait()
			if n := resting(q); n != 1 {
				t.Errorf("%d writers rest after a push, want 1", n)
			}
			time.Sleep(writerRest / 2)
		}
		time.Sleep(writerRest)
		if n := resting(q); n != 0 {
			t.Errorf("%d writers after their rest", n)
		}
	})
}

// resting counts the writers that wait for a queue. Each is given q, which it
// can't look into before all are counted.
func resting(q *queue) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	for n := 0; ; n++ {
		select {
		case q.writers.ready <- task{queue: q}:
		default:
			return n
		}
	}
}

// drain reads until the connection ends.
func drain(c *secure.Conn) (records int, lines []string) {
	for {
		record, err := c.ReadRecord()
		if err != nil {
			return records, lines
		}
		records++
		for line := range bytes.Lines(record) {
			lines = append(lines, string(line))
		}
	}
}

func TestQueuedChunksShareRecords(t *testing.T) {
	inQueue(t, DefaultLimits, func(t *testing.T, q *queue, client *secure.Conn) {
		const count = 10_000
		var want []string
		for i := range count {
			want = append(want, fmt.Sprintln("line", i))
			q.push([]byte(want[i]))
		}
		q.end(wire.Bye{Code: wire.CodeStopping})
		records, lines := drain(client)
		if len(lines) != count+1 || strings.Join(lines[:count], "") != strings.Join(want, "") {
			t.Errorf("%d lines came, the last %q", len(lines), lines[len(lines)-1])
		}
		if records > 5 {
			t.Errorf("%d bytes came in %d records", len(strings.Join(lines, "")), records)
		}
	})
}

func TestEndIsTheLastWord(t *testing.T) {
	inQueue(t, DefaultLimits, func(t *testing.T, q *queue, client *secure.Conn) {
		q.push([]byte("first\n"))
		q.end(wire.Bye{Code: wire.CodeStopping})
		q.end(wire.Bye{Code: wire.CodeSlow})
		q.push([]byte("too late\n"))
		if q.pushWaiting([]byte("too late\n")) {
			t.Error("an ending queue takes an answer")
		}
		_, lines := drain(client)
		if len(lines) != 2 || lines[0] != "first\n" || !strings.Contains(lines[1], `"bye"`) || !strings.Contains(lines[1], `"stopping"`) {
			t.Errorf("there came %q", lines)
		}
	})
}

func TestOverflowEndsTheConnection(t *testing.T) {
	limits := DefaultLimits
	limits.Queue = 4096
	inQueue(t, limits, func(t *testing.T, q *queue, client *secure.Conn) {
		chunk := []byte(strings.Repeat("x", 511) + "\n")
		for range 100 {
			q.push(chunk)
		}
		if q.bytes > limits.Queue {
			t.Errorf("%d bytes are queued, at most %d are allowed", q.bytes, limits.Queue)
		}
		_, lines := drain(client)
		if last := lines[len(lines)-1]; len(lines) > 10 || !strings.Contains(last, `"slow"`) {
			t.Errorf("%d lines came, the last %q", len(lines), last)
		}
	})
}

func TestOverflowOfOneWhoNeverReads(t *testing.T) {
	limits := DefaultLimits
	limits.Queue = 4096
	inQueue(t, limits, func(t *testing.T, q *queue, client *secure.Conn) {
		for range 100 {
			q.push(make([]byte, 512))
		}
		start := time.Now()
		q.wait()
		if took := time.Since(start); took != limits.End {
			t.Errorf("the connection was cut after %v, want %v", took, limits.End)
		}
		if _, err := client.ReadRecord(); err != io.EOF {
			t.Errorf("the client's side is not closed: %v", err)
		}
	})
}

func TestAnswersWaitForRoom(t *testing.T) {
	limits := DefaultLimits
	limits.Queue = 4096
	inQueue(t, limits, func(t *testing.T, q *queue, client *secure.Conn) {
		const count = 100
		done := make(chan bool)
		go func() {
			took := true
			for range count {
				took = q.pushWaiting([]byte(strings.Repeat("x", 511)+"\n")) && took
			}
			q.end(wire.Bye{})
			done <- took
		}()
		synctest.Wait()
		if q.bytes > limits.Queue/2 {
			t.Errorf("%d bytes are queued, at most %d are allowed", q.bytes, limits.Queue/2)
		}
		if _, lines := drain(client); len(lines) != count+1 {
			t.Errorf("%d lines came, want %d", len(lines), count+1)
		}
		if !<-done {
			t.Error("an answer was not taken")
		}
	})
}

func TestAbandonedWaitersGoOn(t *testing.T) {
	limits := DefaultLimits
	limits.Queue = 1024
	inQueue(t, limits, func(t *testing.T, q *queue, client *secure.Conn) {
		done := make(chan bool)
		go func() {
			for q.pushWaiting(make([]byte, 512)) {
			}
			close(done)
		}()
		synctest.Wait()
		q.abandon()
		<-done
		q.wait()
	})
}

func TestWriterEndsWhenIdle(t *testing.T) {
	inQueue(t, DefaultLimits, func(t *testing.T, q *queue, client *secure.Conn) {
		for range 3 {
			q.push([]byte("line\n"))
			if _, err := client.ReadRecord(); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			if q.writing || q.bytes != 0 {
				t.Errorf("with nothing queued: writing %t, %d bytes", q.writing, q.bytes)
			}
		}
	})
}
