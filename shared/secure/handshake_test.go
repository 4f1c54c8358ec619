package secure

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"testing"
	"time"
)

func TestHandshakeProvesBothKeys(t *testing.T) {
	a, b := loopback(t)
	clientKey, serverKey := newKey(t), newKey(t)
	var seenByClient, seenByServer [32]byte
	client, server, errA, errB := shake(a, b,
		Config{Static: clientKey, Verify: func(peer [32]byte) error { seenByClient = peer; return nil }},
		Config{Static: serverKey, Verify: func(peer [32]byte) error { seenByServer = peer; return nil }})
	if err := errors.Join(errA, errB); err != nil {
		t.Fatal(err)
	}
	if seenByClient != serverKey.Public || client.Peer() != serverKey.Public {
		t.Error("the client does not know the server's key")
	}
	if seenByServer != clientKey.Public || server.Peer() != clientKey.Public {
		t.Error("the server does not know the client's key")
	}
	if client.RemoteAddr().String() != a.RemoteAddr().String() {
		t.Error("RemoteAddr is not the net.Conn's")
	}
}

// Both sides work in turns on one core: who waited for the other within its turn
// would wait for ever.
func TestHandshakeInTurns(t *testing.T) {
	a, b := loopback(t)
	var core sync.Mutex
	turns := 0
	turn := func(work func()) {
		core.Lock()
		defer core.Unlock()
		turns++
		work()
	}
	_, _, clientErr, serverErr := shake(a, b, Config{Static: newKey(t), Turn: turn}, Config{Static: newKey(t), Turn: turn})
	if err := errors.Join(clientErr, serverErr); err != nil {
		t.Fatal(err)
	}
	if turns != 6 {
		t.Errorf("%d turns were taken, want one for each side of 3 messages", turns)
	}
}

func TestPrologueMustAgree(t *testing.T) {
	a, b := loopback(t)
	_, _, clientErr, serverErr := shake(a, b,
		Config{Static: newKey(t), Prologue: "Test/1"},
		Config{Static: newKey(t), Prologue: "Test/2"})
	if !errors.Is(clientErr, ErrHandshake) || !errors.Is(clientErr, ErrTampered) {
		t.Errorf("client: %v, want ErrHandshake and ErrTampered", clientErr)
	}
	if !errors.Is(serverErr, ErrHandshake) {
		t.Errorf("server: %v, want ErrHandshake", serverErr)
	}
}

func TestRefusedServerLearnsNothing(t *testing.T) {
	a, b := loopback(t)
	wire := &tap{Conn: a}
	changed := errors.New("the server's key has changed")
	_, _, clientErr, serverErr := shake(wire, b,
		Config{Static: newKey(t), Verify: func([32]byte) error { return changed }},
		Config{Static: newKey(t)})
	if !errors.Is(clientErr, ErrHandshake) || !errors.Is(clientErr, changed) {
		t.Errorf("client: %v, want ErrHandshake and what Verify returned", clientErr)
	}
	if !errors.Is(serverErr, ErrHandshake) || !errors.Is(serverErr, io.EOF) {
		t.Errorf("server: %v, want ErrHandshake and io.EOF", serverErr)
	}
	if len(wire.writes) != 1 {
		t.Errorf("the client sent %d messages, want only its first", len(wire.writes))
	}
}

func TestServerMayRefuseToo(t *testing.T) {
	a, b := loopback(t)
	refused := errors.New("unwelcome")
	_, _, _, serverErr := shake(a, b,
		Config{Static: newKey(t)},
		Config{Static: newKey(t), Verify: func([32]byte) error { return refused }})
	if !errors.Is(serverErr, refused) {
		t.Errorf("server: %v, want what Verify returned", serverErr)
	}
}

// The other side is not ours: each case is what it sends after our first message.
func TestHandshakeWithAStranger(t *testing.T) {
	tests := []struct {
		name  string
		reply []byte
		want  error
	}{
		{"nothing", nil, io.EOF},
		{"a web server", []byte("HTTP/1.1 400 Bad Request\r\n\r\n"), ErrOversized},
		{"one byte too many", concat([]byte{0, 97}, make([]byte, 97)), ErrOversized},
		{"one byte too few", concat([]byte{0, 95}, make([]byte, 95)), ErrUndersized},
		{"an empty frame", []byte{0, 0}, ErrUndersized},
		{"cut", concat([]byte{0, 96}, make([]byte, 50)), ErrTruncated},
		{"random bytes", concat([]byte{0, 96}, bytes.Repeat([]byte{9}, 96)), ErrTampered},
		{"a key of small order", concat([]byte{0, 96}, make([]byte, 96)), ErrTampered},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			near, far := loopback(t)
			go func() {
				io.ReadFull(far, make([]byte, headerSize+32))
				far.Write(test.reply)
				far.Close()
			}()
			_, err := Client(near, Config{Static: newKey(t)})
			if !errors.Is(err, ErrHandshake) || !errors.Is(err, test.want) {
				t.Errorf("%v, want ErrHandshake and %v", err, test.want)
			}
			if _, err := near.Read(make([]byte, 1)); !errors.Is(err, net.ErrClosed) {
				t.Errorf("the connection was not closed: %v", err)
			}
		})
	}
}

// A stranger in the middle changes one bit of each message in turn.
func TestEveryHandshakeMessageIsProtected(t *testing.T) {
	for i, size := range messageSizes {
		for _, at := range []int{0, size / 2, size - 1} {
			var sides [2]*flipper
			x, y := loopback(t)
			sides[i%2] = &flipper{message: i / 2, at: headerSize + at}
			sides[1-i%2] = &flipper{message: -1}
			sides[0].Conn, sides[1].Conn = x, y
			_, _, clientErr, serverErr := shake(sides[0], sides[1], Config{Static: newKey(t)}, Config{Static: newKey(t)})
			if clientErr == nil && serverErr == nil {
				t.Errorf("message %d, byte %d: changed unnoticed", i+1, at)
			}
		}
	}
}

// flipper changes one bit in one of its writes.
type flipper struct {
	net.Conn
	message, at int
	writes      int
}

func (f *flipper) Write(p []byte) (int, error) {
	if f.writes == f.message {
		p = bytes.Clone(p)
		p[f.at] ^= 1
	}
	f.writes++
	return f.Conn.Write(p)
}

func TestHandshakeTimeout(t *testing.T) {
	a, b := loopback(t) // nobody answers on b
	_, err := Client(a, Config{Static: newKey(t), HandshakeTimeout: time.Millisecond})
	if !errors.Is(err, ErrHandshake) || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("client: %v, want ErrHandshake and a timeout", err)
	}
	_, err = Server(b, Config{Static: newKey(t), HandshakeTimeout: time.Millisecond})
	if !errors.Is(err, ErrHandshake) {
		t.Errorf("server: %v, want ErrHandshake", err)
	}
}

// What bounded the handshake must not end the connection later.
func TestHandshakeTimeoutIsTakenBack(t *testing.T) {
	a, b := loopback(t)
	client := &deadlines{Conn: a}
	_, _, errA, errB := shake(client, b, Config{Static: newKey(t), HandshakeTimeout: time.Hour}, Config{Static: newKey(t)})
	if err := errors.Join(errA, errB); err != nil {
		t.Fatal(err)
	}
	if len(client.set) != 2 || client.set[0].IsZero() || !client.set[1].IsZero() {
		t.Errorf("deadlines %v, want one and then none", client.set)
	}
}

// deadlines keeps the deadlines that are set for reading and writing together.
type deadlines struct {
	net.Conn
	set []time.Time
}

func (d *deadlines) SetDeadline(t time.Time) error {
	d.set = append(d.set, t)
	return d.Conn.SetDeadline(t)
}

// The client's first record often arrives together with its last handshake
// message, and must not be lost with it.
func TestRecordRightBehindTheHandshake(t *testing.T) {
	a, b := loopback(t)
	done := make(chan error, 1)
	go func() {
		c, err := Client(&joiner{Conn: a}, Config{Static: newKey(t)})
		if err == nil {
			err = c.WriteRecord([]byte("hello"))
		}
		done <- err
	}()
	server, err := Server(b, Config{Static: newKey(t)})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := server.ReadRecord(); string(got) != "hello" {
		t.Errorf("received %q, %v", got, err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// joiner holds its second write back and sends it with the third.
type joiner struct {
	net.Conn
	writes int
	held   []byte
}

func (j *joiner) Write(p []byte) (int, error) {
	j.writes++
	if j.writes == 2 {
		j.held = bytes.Clone(p)
		return len(p), nil
	}
	if _, err := j.Conn.Write(concat(j.held, p)); err != nil {
		return 0, err
	}
	j.held = nil
	return len(p), nil
}

func TestNewKeyMatchesGenerateKey(t *testing.T) {
	generated := newKey(t)
	derived, err := NewKey(generated.Private)
	if err != nil || derived != generated {
		t.Errorf("derived another public key, %v", err)
	}
	if _, err := GenerateKey(io.LimitReader(rand.Reader, 31)); err == nil {
		t.Error("made a key of 31 bytes")
	}
}
