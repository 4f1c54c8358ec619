package door

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"go.uber.org/goleak"
)

// net/http waits half a second for a client to read a refusal, in a goroutine of
// its own.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("net/http.(*conn).closeWriteAndWait"))
}

// patience ends a test that would hang.
const patience = 30 * time.Second

// open opens a door behind which everything that comes in is sent back.
func open(t testing.TB, edits ...func(*Options)) *Door {
	t.Helper()
	o := Options{
		Limits: DefaultLimits,
		Log:    slog.New(slog.DiscardHandler),
		Page:   http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "page ", r.URL.Path) }),
		Serve: func(ctx context.Context, nc net.Conn, from netip.Addr) {
			defer nc.Close()
			stop := context.AfterFunc(ctx, func() { nc.Close() })
			defer stop()
			io.Copy(nc, nc)
		},
	}
	for _, edit := range edits {
		edit(&o)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := Open(listener, o)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := d.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	return d
}

func dial(t *testing.T, d *Door) net.Conn {
	t.Helper()
	nc, err := net.Dial("tcp", d.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { nc.Close() })
	nc.SetDeadline(time.Now().Add(patience))
	return nc
}

// echoes sends text and expects it back.
func echoes(t *testing.T, nc net.Conn, text string) {
	t.Helper()
	if _, err := io.WriteString(nc, text); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, len(text))
	if _, err := io.ReadFull(nc, got); err != nil || string(got) != text {
		t.Errorf("sent %q, got back %q, %v", text, got, err)
	}
}

// closed expects the connection to end without a byte.
func closed(t *testing.T, nc net.Conn) {
	t.Helper()
	n, err := nc.Read(make([]byte, 1))
	if ne, ok := err.(net.Error); n > 0 || ok && ne.Timeout() {
		t.Errorf("read %d bytes, %v, where the connection should end", n, err)
	}
}

func TestFramesAreServed(t *testing.T) {
	d := open(t)
	nc := dial(t, d)
	echoes(t, nc, "\x00")
	echoes(t, nc, "\x20 and the rest")
}

func TestOtherFirstBytesAreClosed(t *testing.T) {
	d := open(t)
	for _, first := range []string{"\x16\x03\x01", "\x01", "get", " ", "{", "\xff"} {
		nc := dial(t, d)
		io.WriteString(nc, first)
		closed(t, nc)
	}
}

func TestSilenceIsClosed(t *testing.T) {
	d := open(t, func(o *Options) { o.Limits.First = 100 * time.Millisecond })
	closed(t, dial(t, d))
	slow := dial(t, d)
	io.WriteString(slow, "GET / HTTP/1.1\r\nX-Slow: ")
	if answer, err := io.ReadAll(slow); err != nil || bytes.Contains(answer, []byte("200")) {
		t.Errorf("half a header was answered with %q, %v", answer, err)
	}
}

func TestHTTP(t *testing.T) {
	d := open(t)
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for path, want := range map[string]string{"/": "page /", "/some/file.wasm": "page /some/file.wasm", "/healthz": "ok\n"} {
		response, err := client.Get("http://" + d.Addr().String() + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK || string(body) != want {
			t.Errorf("%s: %s, %q, %v", path, response.Status, body, err)
		}
		if response.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s lacks nosniff", path)
		}
		if policy := response.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "'wasm-unsafe-eval'") {
			t.Errorf("%s has the policy %q", path, policy)
		}
	}
}

func TestHugeHeaderIsRefused(t *testing.T) {
	nc := dial(t, open(t))
	go fmt.Fprintf(nc, "GET / HTTP/1.1\r\nHost: x\r\nX-Long: %s\r\n\r\n", strings.Repeat("x", 1<<20))
	line, err := bufio.NewReader(nc).ReadString('\n')
	if err != nil || !strings.Contains(line, "431") {
		t.Errorf("answered with %q, %v", line, err)
	}
}

func dialWebSocket(t *testing.T, d *Door, origin string) (net.Conn, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	header := http.Header{}
	if origin != "" {
		header.Set("Origin", origin)
	}
	ws, _, err := websocket.Dial(ctx, "ws://"+d.Addr().String()+"/ws", &websocket.DialOptions{HTTPHeader: header})
	if err != nil {
		return nil, err
	}
	t.Cleanup(func() { ws.CloseNow() })
	return websocket.NetConn(ctx, ws, websocket.MessageBinary), nil
}

func TestWebSocketCarriesFrames(t *testing.T) {
	d := open(t)
	for _, origin := range []string{"", "http://" + d.Addr().String()} {
		nc, err := dialWebSocket(t, d, origin)
		if err != nil {
			t.Fatal(err)
		}
		echoes(t, nc, "\x00\x20 in a WebSocket")
		echoes(t, nc, strings.Repeat("x", 200_000))
	}
}

func TestWebSocketFromElsewhereIsRefused(t *testing.T) {
	if _, err := dialWebSocket(t, open(t), "http://example.com"); err == nil || !strings.Contains(err.Error(), "403") {
		t.Errorf("a page from elsewhere got %v", err)
	}
}

// A half-closed WebSocket has sent all it had to say.
func TestWebSocketEndsByHalves(t *testing.T) {
	d := open(t, func(o *Options) {
		o.Serve = func(_ context.Context, nc net.Conn, _ netip.Addr) {
			defer nc.Close()
			var reading = make(chan struct{})
			go func() {
				defer close(reading)
				io.Copy(io.Discard, nc)
			}()
			io.WriteString(nc, "last words")
			nc.(interface{ CloseWrite() error }).CloseWrite()
			<-reading
		}
	})
	nc, err := dialWebSocket(t, d, "")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(nc); err != nil || string(got) != "last words" {
		t.Errorf("read %q, %v", got, err)
	}
}

func TestLimits(t *testing.T) {
	for name, limit := range map[string]func(*Options){
		"over all":    func(o *Options) { o.Limits.Connections = 2 },
		"per address": func(o *Options) { o.Limits.PerAddress = 2 },
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t, limit)
			first, second := dial(t, d), dial(t, d)
			echoes(t, first, "\x00")
			echoes(t, second, "\x00")
			closed(t, dial(t, d))
			first.Close()
			for { // until the server has noticed
				third, err := net.Dial("tcp", d.Addr().String())
				if err != nil {
					t.Fatal(err)
				}
				third.SetDeadline(time.Now().Add(patience))
				third.Write([]byte{0})
				_, err = io.ReadFull(third, make([]byte, 1))
				third.Close()
				if err == nil {
					return
				}
			}
		})
	}
}

func TestShutLeavesOnlyWhoIsServed(t *testing.T) {
	d := open(t, untilHangUp)
	silent, page, member := dial(t, d), dial(t, d), dial(t, d)
	io.WriteString(page, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	if _, err := bufio.NewReader(page).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	echoes(t, member, "\x00")
	d.Shut()
	closed(t, silent)
	if _, err := io.Copy(io.Discard, page); err != nil {
		t.Errorf("the page's connection ends with %v", err)
	}
	echoes(t, member, "ok")
	if _, err := net.Dial("tcp", d.Addr().String()); err == nil {
		t.Error("a shut door opens")
	}
	member.Close()
}

// untilHangUp serves connections that a shut door does not end.
func untilHangUp(o *Options) {
	o.Serve = func(_ context.Context, nc net.Conn, _ netip.Addr) {
		defer nc.Close()
		io.Copy(nc, nc)
	}
}

func TestCloseCutsWhoDoesNotHangUp(t *testing.T) {
	d := open(t, untilHangUp)
	nc := dial(t, d)
	ws, err := dialWebSocket(t, d, "")
	if err != nil {
		t.Fatal(err)
	}
	echoes(t, nc, "\x00")
	echoes(t, ws, "\x00")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := d.Close(ctx); err == nil {
		t.Error("nobody had to be cut")
	}
	closed(t, nc)
	closed(t, ws)
}

// What serves a connection may have something to do when that is closed already;
// what it needs for that is closed after the door.
func TestCloseWaitsForWhoServes(t *testing.T) {
	for _, dialled := range []string{"native", "WebSocket"} {
		closing, release := make(chan struct{}), make(chan struct{})
		returned := false
		d := open(t, func(o *Options) {
			o.Serve = func(_ context.Context, nc net.Conn, _ netip.Addr) {
				nc.Close()
				close(closing)
				<-release
				returned = true
			}
		})
		if dialled == "native" {
			dial(t, d).Write([]byte{0})
		} else {
			ws, _, err := websocket.Dial(t.Context(), "ws://"+d.Addr().String()+"/ws", nil)
			if err != nil {
				t.Fatal(err)
			}
			defer ws.CloseNow()
		}
		<-closing
		context.AfterFunc(d.open, func() { close(release) }) // once Close has begun
		if err := d.Close(t.Context()); err != nil || !returned {
			t.Errorf("%s: closed before Serve had returned, %v", dialled, err)
		}
	}
}
