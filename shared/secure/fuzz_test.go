package secure

import (
	"errors"
	"io"
	"net"
	"slices"
	"testing"
)

// Whatever arrives, reading ends with a named error, and what was accepted is a
// beginning of what was sent.
func FuzzReadRecord(f *testing.F) {
	sent := []string{"zero", "", "two", "three"}
	frames := sealAll(f, sent...)
	f.Add(concat(frames...))
	f.Add(concat(frames[0], frames[2]))
	f.Add(concat(frames...)[:9])
	f.Add([]byte{0, 15})
	f.Add([]byte("GET / HTTP/1.1\r\n\r\n"))
	f.Fuzz(func(t *testing.T, stream []byte) {
		got, err := openAll(t, stream, 1<<16)
		again, errAgain := openAll(t, stream, 1)
		if !slices.Equal(got, again) || errAgain.Error() != err.Error() {
			t.Errorf("at once it is %q, %v; byte by byte %q, %v", got, err, again, errAgain)
		}
		if len(got) > len(sent) || !slices.Equal(got, sent[:len(got)]) {
			t.Errorf("accepted %q", got)
		}
		if err != io.EOF && !errors.Is(err, ErrTampered) && !errors.Is(err, ErrTruncated) && !errors.Is(err, ErrUndersized) {
			t.Errorf("ended with %v", err)
		}
	})
}

// A server survives whatever a stranger sends instead of a handshake.
func FuzzServerHandshake(f *testing.F) {
	key := newKey(f)
	f.Add([]byte("GET / HTTP/1.1\r\n\r\n"))
	f.Add(frame(32))
	f.Add(concat(frame(32), frame(64)))
	f.Fuzz(func(t *testing.T, stream []byte) {
		near, far := net.Pipe()
		go io.Copy(io.Discard, far)
		go func() {
			far.Write(stream)
			far.Close()
		}()
		if _, err := Server(near, Config{Static: key}); !errors.Is(err, ErrHandshake) {
			t.Errorf("%v, want ErrHandshake", err)
		}
	})
}

// A client survives whatever a server answers, and never sends its own key then.
func FuzzClientHandshake(f *testing.F) {
	key := newKey(f)
	f.Add([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"))
	f.Add(frame(96))
	f.Add(concat(frame(96), frame(64)))
	f.Add(frame(0))
	f.Fuzz(func(t *testing.T, stream []byte) {
		near, far := net.Pipe()
		sent := &tap{Conn: near}
		go io.Copy(io.Discard, far)
		go func() {
			far.Write(stream)
			far.Close()
		}()
		verified := false
		cfg := Config{Static: key, Verify: func([32]byte) error { verified = true; return nil }}
		if _, err := Client(sent, cfg); !errors.Is(err, ErrHandshake) || verified || len(sent.writes) > 1 {
			t.Errorf("%v, want ErrHandshake; verified %v, sent %d messages", err, verified, len(sent.writes))
		}
	})
}
