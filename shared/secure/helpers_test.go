package secure

import (
	"bytes"
	"crypto/rand"
	"errors"
	"net"
	"sync"
	"testing"
)

const prologue = "Test/1"

func newKey(t testing.TB) Key {
	t.Helper()
	k, err := GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// loopback returns the two ends of a TCP connection.
func loopback(t testing.TB) (client, server net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	client, err = net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	server, err = l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close(); server.Close() })
	return client, server
}

// shake runs both sides of a handshake and returns what each came to.
func shake(a, b net.Conn, forClient, forServer Config) (client, server *Conn, clientErr, serverErr error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		server, serverErr = Server(b, forServer)
	}()
	client, clientErr = Client(a, forClient)
	<-done
	return client, server, clientErr, serverErr
}

// connectPair returns both ends of a secure connection over TCP.
func connectPair(t testing.TB) (client, server *Conn) {
	t.Helper()
	a, b := loopback(t)
	client, server, errA, errB := shake(a, b,
		Config{Static: newKey(t), Prologue: prologue},
		Config{Static: newKey(t), Prologue: prologue})
	if err := errors.Join(errA, errB); err != nil {
		t.Fatal(err)
	}
	return client, server
}

// tap keeps what is written to a net.Conn, write by write.
type tap struct {
	net.Conn
	mu     sync.Mutex
	writes [][]byte
}

func (c *tap) Write(p []byte) (int, error) {
	c.mu.Lock()
	c.writes = append(c.writes, bytes.Clone(p))
	c.mu.Unlock()
	return c.Conn.Write(p)
}

var testKey = [32]byte{1, 2, 3}

func testDirection(t testing.TB) direction {
	t.Helper()
	d, err := newDirection(testKey)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// sealAll returns one frame for each plaintext, sealed under testKey.
func sealAll(t testing.TB, plaintexts ...string) [][]byte {
	t.Helper()
	d := testDirection(t)
	frames := make([][]byte, len(plaintexts))
	for i, p := range plaintexts {
		frame, err := d.seal(nil, []byte(p))
		if err != nil {
			t.Fatal(err)
		}
		frames[i] = frame
	}
	return frames
}

// openAll reads records under testKey from a connection that carries stream, in
// pieces of at most piece bytes, and then ends. It returns the plaintexts before
// the error that ended it.
func openAll(t testing.TB, stream []byte, piece int) ([]string, error) {
	t.Helper()
	near, far := net.Pipe()
	go func() {
		defer far.Close()
		for len(stream) > 0 {
			n := min(piece, len(stream))
			if _, err := far.Write(stream[:n]); err != nil {
				return // the reader has closed its end
			}
			stream = stream[n:]
		}
	}()
	defer near.Close()
	c := &Conn{nc: near, frames: newFrameReader(near), in: testDirection(t)}
	var got []string
	for {
		p, err := c.ReadRecord()
		if err != nil {
			if _, again := c.ReadRecord(); again != err {
				t.Errorf("the error is not final: %v, then %v", err, again)
			}
			return got, err
		}
		got = append(got, string(p))
	}
}

func concat(frames ...[]byte) []byte { return bytes.Join(frames, nil) }
