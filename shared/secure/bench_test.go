package secure

import (
	"fmt"
	"net"
	"runtime"
	"testing"
	"time"
)

// loop is a net.Conn without a network: it takes what is written and gives the
// same bytes again and again.
type loop struct {
	net.Conn // nil: no other method is called
	give     []byte
	rest     []byte
}

func (l *loop) Write(p []byte) (int, error)      { return len(p), nil }
func (l *loop) SetReadDeadline(time.Time) error  { return nil }
func (l *loop) SetWriteDeadline(time.Time) error { return nil }

func (l *loop) Read(p []byte) (int, error) {
	if len(l.rest) == 0 {
		l.rest = l.give
	}
	n := copy(p, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}

// writer returns a connection whose records go nowhere.
func writer(t testing.TB) *Conn {
	return &Conn{nc: &loop{}, out: testDirection(t), writeTimeout: time.Minute}
}

// reader returns a connection that reads one record of the given size for ever.
// That the same record is accepted again takes a count that is set back.
func reader(t testing.TB, size int) (read func() error) {
	frame := sealAll(t, string(make([]byte, size)))[0]
	nc := &loop{give: frame}
	c := &Conn{nc: nc, frames: newFrameReader(nc), in: testDirection(t)}
	c.SetReadTimeout(time.Minute)
	return func() error {
		c.in.count = 0
		_, err := c.ReadRecord()
		return err
	}
}

func TestRecordsAllocateNothing(t *testing.T) {
	if raceDetector {
		t.Skip("under the race detector sync.Pool drops buffers at random")
	}
	for _, size := range []int{150, 4 << 10, MaxPlaintext} {
		c, p := writer(t), make([]byte, size)
		if n := testing.AllocsPerRun(200, func() { c.WriteRecord(p) }); n != 0 {
			t.Errorf("writing a record of %d bytes: %v allocations", size, n)
		}
		read := reader(t, size)
		if n := testing.AllocsPerRun(200, func() { read() }); n != 0 {
			t.Errorf("reading a record of %d bytes: %v allocations", size, n)
		}
	}
	c, chunks := writer(t), [][]byte{make([]byte, 150), make([]byte, 3000), make([]byte, 60)}
	if n := testing.AllocsPerRun(200, func() { c.WriteChunks(chunks) }); n != 0 {
		t.Errorf("writing chunks: %v allocations", n)
	}
}

var benchmarkSizes = []int{150, 4 << 10, MaxPlaintext}

func BenchmarkWriteRecord(b *testing.B) {
	for _, size := range benchmarkSizes {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			c, p := writer(b), make([]byte, size)
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				if err := c.WriteRecord(p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkWriteChunks(b *testing.B) {
	for _, count := range []int{1, 16, 256} {
		b.Run(fmt.Sprintf("%dx150", count), func(b *testing.B) {
			c, chunks := writer(b), make([][]byte, count)
			for i := range chunks {
				chunks[i] = make([]byte, 150)
			}
			b.SetBytes(int64(150 * count))
			b.ReportAllocs()
			for b.Loop() {
				if err := c.WriteChunks(chunks); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkReadRecord(b *testing.B) {
	for _, size := range benchmarkSizes {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			read := reader(b, size)
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				if err := read(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkHandshake counts both ends, on a connection without a network.
func BenchmarkHandshake(b *testing.B) {
	forClient, forServer := Config{Static: newKey(b)}, Config{Static: newKey(b)}
	b.ReportAllocs()
	for b.Loop() {
		x, y := net.Pipe()
		if _, _, errA, errB := shake(x, y, forClient, forServer); errA != nil || errB != nil {
			b.Fatal(errA, errB)
		}
		x.Close()
	}
}

// BenchmarkIdleConnection reports the memory of the server's end of a TCP
// connection that a goroutine reads from: heap and stack, without the socket.
func BenchmarkIdleConnection(b *testing.B) {
	const count = 500
	forClient, forServer := Config{Static: newKey(b)}, Config{Static: newKey(b)}
	for b.Loop() {
		var clients, servers [count]net.Conn
		for i := range count {
			clients[i], servers[i] = loopback(b)
		}
		before := memory()
		var conns [count]*Conn
		for i := range count {
			go Client(clients[i], forClient)
			ready := make(chan struct{})
			go func() {
				conns[i], _ = Server(servers[i], forServer)
				close(ready)
				conns[i].ReadRecord()
			}()
			<-ready
		}
		b.ReportMetric(float64(memory()-before)/count, "B/conn")
		for i := range count {
			clients[i].Close()
			servers[i].Close()
		}
		runtime.KeepAlive(&conns)
	}
}

// memory returns what heap and stacks hold after a collection. Stacks shrink by
// half at each, so there are several.
func memory() uint64 {
	var m runtime.MemStats
	for range 4 {
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}
