package door

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"

	"github.com/coder/websocket"
)

// maxHeader bounds a request's header, in bytes.
const maxHeader = 16 << 10

// newHTTPServer serves the page, /ws, /healthz and /readyz.
func (d *Door) newHTTPServer() *http.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "ok\n") })
	mux.HandleFunc("GET /readyz", d.serveReady)
	known := newHosts(d.options.Hosts)
	mux.Handle("GET /ws", known.onlyKnown(http.HandlerFunc(d.serveWebSocket)))
	mux.Handle("/", known.onlyKnown(d.options.Page))
	return &http.Server{
		Handler:           withSecurityHeaders(mux),
		ReadHeaderTimeout: d.options.Limits.First,
		ReadTimeout:       d.options.Limits.Request,
		WriteTimeout:      d.options.Limits.Request,
		IdleTimeout:       d.options.Limits.Idle,
		MaxHeaderBytes:    maxHeader,
		ConnContext: func(ctx context.Context, nc net.Conn) context.Context {
			return context.WithValue(ctx, connKey{}, nc)
		},
		ErrorLog: slog.NewLogLogger(d.options.Log.Handler(), slog.LevelDebug),
	}
}

// policy lets the page run its WebAssembly, talk to its own server, and nothing
// else. 'unsafe-inline' is for styles alone: the engine sets its canvas's size
// that way.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

func withSecurityHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// serveReady tells whether the server can store what it is sent. Why not is in
// its log: who asks may be anybody.
func (d *Door) serveReady(w http.ResponseWriter, _ *http.Request) {
	if err := d.options.Ready(); err != nil {
		d.options.Log.Debug("not ready", "error", err)
		http.Error(w, "not ready: events can't be stored", http.StatusServiceUnavailable)
		return
	}
	io.WriteString(w, "ok\n")
}

// serveWebSocket serves the Lobby protocol inside a WebSocket. Only pages from
// this very host may open one, which Accept sees to: a page elsewhere could
// otherwise have its visitors' browsers knock here.
func (d *Door) serveWebSocket(w http.ResponseWriter, r *http.Request) {
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		d.options.Log.Debug("no WebSocket", "error", err) // Accept has answered
		return
	}
	// The frames inside bound their own size, and a message of the WebSocket
	// is read as a stream, so that it needs no limit.
	below := r.Context().Value(connKey{}).(*conn)
	// The request's context ends with this function, the connection does not.
	nc := websocket.NetConn(context.Background(), ws, websocket.MessageBinary)
	s := &socket{Conn: nc, ws: ws, below: below}
	d.running.Add(1) // http.Server does not wait for who has taken a connection over
	defer d.running.Done()
	d.options.Serve(d.open, s, below.from)
}

// connKey finds the *conn of a request in its context.
type connKey struct{}

// socket is a WebSocket as a net.Conn. Unlike websocket.NetConn's own, its Close
// never waits for the other side.
type socket struct {
	net.Conn
	ws    *websocket.Conn
	below *conn
}

// CloseWrite says that nothing more comes, and waits some seconds for the other
// side to say so too. A Read must be going on, or Close be called soon.
func (s *socket) CloseWrite() error { return s.ws.Close(websocket.StatusNormalClosure, "") }

// Close cuts the connection.
func (s *socket) Close() error {
	err := s.below.Close()
	s.ws.CloseNow() // only frees what it holds: there is no connection any more
	return err
}

// handOver is the listener from which the HTTP server takes the connections
// that sort has found to be HTTP.
type handOver struct {
	addr   net.Addr
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newHandOver(addr net.Addr) *handOver {
	return &handOver{addr: addr, conns: make(chan net.Conn), closed: make(chan struct{})}
}

// hand passes a connection on. It reports false when the listener is closed.
func (h *handOver) hand(nc net.Conn) bool {
	select {
	case h.conns <- nc:
		return true
	case <-h.closed:
		return false
	}
}

func (h *handOver) Accept() (net.Conn, error) {
	select {
	case nc := <-h.conns:
		return nc, nil
	case <-h.closed:
		return nil, net.ErrClosed
	}
}

func (h *handOver) Close() error {
	h.once.Do(func() { close(h.closed) })
	return nil
}

func (h *handOver) Addr() net.Addr { return h.addr }
