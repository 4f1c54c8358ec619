package door

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"lobby/server/household"
)

// Serve takes over one connection of the Lobby protocol, which may go on after it
// has returned, and closes it in the end. When ctx ends before the client is
// logged in, it ends the connection.
type Serve func(ctx context.Context, nc net.Conn, from netip.Addr)

// Limits bound what connections may cost before anyone has logged in. Take
// DefaultLimits and change what is to differ.
type Limits struct {
	First   time.Duration // until the first byte, and for the rest of an HTTP header
	Idle    time.Duration // between two HTTP requests of a connection
	Request time.Duration // for a whole HTTP request and its answer

	Connections int // at a time
	PerAddress  int // at a time, from one address
}

// DefaultLimits let a class of 60 behind one address, with several tabs each,
// in many times over. Request leaves time to fetch the page's program of some
// megabytes over a slow line.
var DefaultLimits = Limits{
	First:       10 * time.Second,
	Idle:        60 * time.Second,
	Request:     10 * time.Minute,
	Connections: 10_000,
	PerAddress:  1_000,
}

// Options say what is behind a door. Serve is required.
type Options struct {
	Serve  Serve
	Page   http.Handler // what is none of the door's own paths; nil answers 404
	Hosts  []string     // names that it answers to beside addresses and those of private networks
	Ready  func() error // what /readyz asks; nil is always ready
	Limits Limits
	Log    *slog.Logger
}

// Door is an open listener and the connections that came through it.
type Door struct {
	options  Options
	listener net.Listener
	counts   counts
	traffic  Traffic
	http     *http.Server
	letters  *handOver // HTTP connections on their way to http

	open    context.Context // ends when no more are let in
	shut    context.CancelFunc
	running sync.WaitGroup // the accept loop, the HTTP server, every open connection and who serves it

	mu    sync.Mutex
	conns map[*conn]struct{}
}

// Open serves what comes through a listener, which is the door's from then on.
func Open(listener net.Listener, o Options) *Door {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Ready == nil {
		o.Ready = func() error { return nil }
	}
	if o.Page == nil {
		o.Page = http.NotFoundHandler()
	}
	d := &Door{
		options:  o,
		listener: listener,
		counts:   counts{limits: o.Limits, addresses: make(map[netip.Prefix]int)},
		letters:  newHandOver(listener.Addr()),
		conns:    make(map[*conn]struct{}),
	}
	d.open, d.shut = context.WithCancel(context.Background())
	d.http = d.newHTTPServer()
	d.running.Go(func() { d.http.Serve(d.letters) }) // returns when letters is closed
	d.running.Go(d.acceptAll)
	return d
}

// Addr is the address that the door listens on.
func (d *Door) Addr() net.Addr { return d.listener.Addr() }

// Shut lets nobody in any more and ends the connections that are not logged in.
// The others are not touched.
func (d *Door) Shut() {
	d.listener.Close()
	d.shut()
	d.http.Close() // WebSockets are not its own any more and stay
}

// Close shuts the door and waits until every connection has ended, and Serve has
// returned for it; those that are there when ctx ends are cut.
func (d *Door) Close(ctx context.Context) error {
	d.Shut()
	ended := make(chan struct{})
	go func() {
		d.running.Wait()
		close(ended)
	}()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		d.cut()
		<-ended
		return ctx.Err()
	}
}

// cut closes every connection; those who serve it notice.
func (d *Door) cut() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for c := range d.conns {
		c.Conn.Close()
	}
}

// acceptAll lets connections in until the listener is closed.
func (d *Door) acceptAll() {
	for {
		nc, err := d.listener.Accept()
		if err == nil {
			d.letIn(nc)
			continue
		}
		if errors.Is(err, net.ErrClosed) {
			return
		}
		// Most likely too many open files: existing connections go on, and
		// some will end.
		d.options.Log.Error("a connection could not be accepted", "error", err)
		select {
		case <-time.After(100 * time.Millisecond):
		case <-d.open.Done():
			return
		}
	}
}

func (d *Door) letIn(nc net.Conn) {
	from := addressOf(nc)
	if err := d.counts.enter(household.Of(from)); err != nil {
		d.options.Log.Debug("turned away", "from", from, "reason", err)
		nc.Close()
		return
	}
	c := &conn{Conn: nc, door: d, from: from}
	d.running.Add(1) // until c.Close
	d.mu.Lock()
	d.conns[c] = struct{}{}
	d.mu.Unlock()
	d.running.Go(func() { d.sort(c) })
}

// sort reads the first byte and hands the connection to whoever it is for.
func (d *Door) sort(c *conn) {
	release := context.AfterFunc(d.open, func() { c.Conn.Close() })
	first, err := c.peek(d.options.Limits.First)
	release()
	switch {
	case err != nil:
		c.Close()
	case first == 0:
		d.options.Serve(d.open, c, c.from)
	case 'A' <= first && first <= 'Z':
		if !d.letters.hand(c) {
			c.Close()
		}
	default:
		d.options.Log.Debug("neither Lobby nor HTTP", "from", c.from, "first", first)
		c.Close()
	}
}

func addressOf(nc net.Conn) netip.Addr {
	if tcp, ok := nc.RemoteAddr().(*net.TCPAddr); ok {
		return tcp.AddrPort().Addr().Unmap().WithZone("")
	}
	return netip.Addr{}
}
