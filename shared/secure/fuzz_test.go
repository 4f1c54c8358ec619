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
