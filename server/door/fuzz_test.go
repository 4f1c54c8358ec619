package door

import (
	"bytes"
	"io"
	"net"
	"testing"
	"time"
)

// Whatever comes first is served byte by byte, answered as HTTP, or closed
// without a word.
func FuzzFirstBytes(f *testing.F) {
	f.Add([]byte("\x00\x20 and a key"))
	f.Add([]byte("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"))
	f.Add([]byte("GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n\x82\x85"))
	f.Add([]byte("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n"))
	f.Add([]byte("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
	f.Add([]byte("\x16\x03\x01"))
	d := open(f)
	f.Fuzz(func(t *testing.T, first []byte) {
		nc, err := net.Dial("tcp", d.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer nc.Close()
		nc.SetDeadline(time.Now().Add(patience))
		nc.Write(first) // may fail: closed already
		nc.(*net.TCPConn).CloseWrite()
		answer, err := io.ReadAll(nc)
		if ne, ok := err.(net.Error); ok && ne.Timeout() {
			t.Fatalf("%q hangs", first)
		}
		switch {
		case len(first) > 0 && first[0] == 0:
			if !bytes.Equal(answer, first) {
				t.Errorf("%q was served as %q", first, answer)
			}
		case len(first) > 0 && 'A' <= first[0] && first[0] <= 'Z':
			if len(answer) > 0 && !bytes.HasPrefix(answer, []byte("HTTP/1.")) {
				t.Errorf("%q was answered with %q", first, answer)
			}
		case len(answer) > 0:
			t.Errorf("%q was answered with %q", first, answer)
		}
	})
}
