package fault

import (
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// proxy is the network between one client and the server. Its methods are for
// any goroutine.
type proxy struct {
	target   func() string // the server's address at this moment, "" while it is down
	listener net.Listener
	running  sync.WaitGroup

	mu      sync.Mutex
	weather weather
	off     bool          // nobody gets through
	changed chan struct{} // closed when the weather changes
	lines   map[*line]struct{}
	carried int64         // bytes, both ways
	mark    int64         // how many are waited for
	marked  chan struct{} // closed when they are there; nil if nobody waits
}

// weather is what happens to everything that passes. The zero value is fine
// weather.
type weather struct {
	up, down flow // towards the server, towards the client
}

// flow is one direction. A stalled one takes nothing any more, and nobody is
// told.
type flow struct {
	stalled bool
	delay   time.Duration // before each piece goes on
	rate    int           // bytes a second; 0 is no bound
}

// piece is how much goes on at a time, in bytes.
const piece = 1400

// line is one connection through a proxy.
type line struct {
	client, server net.Conn
	budget         atomic.Int64 // bytes until the line is cut
	deserted       atomic.Bool  // the client is gone and the server is not told
	cutOnce        sync.Once
	cut            chan struct{} // closed when it was
}

// unlimited is more than a line ever carries.
const unlimited = 1 << 60

func newProxy(t testing.TB, target func() string) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{target: target, listener: listener, changed: make(chan struct{}), lines: make(map[*line]struct{})}
	p.running.Go(p.accept)
	t.Cleanup(p.close)
	return p
}

func (p *proxy) addr() string { return p.listener.Addr().String() }

func (p *proxy) close() {
	p.listener.Close()
	p.cutLines()
	p.running.Wait()
}

func (p *proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.running.Go(func() { p.carry(client) })
	}
}

// carry connects a client with the server and passes on what they say.
func (p *proxy) carry(client net.Conn) {
	server, err := net.Dial("tcp", p.target())
	if err != nil {
		client.Close()
		return
	}
	l := &line{client: client, server: server, cut: make(chan struct{})}
	l.budget.Store(unlimited)
	if !p.enter(l) {
		client.Close()
		server.Close()
		return
	}
	var both sync.WaitGroup
	both.Go(func() { p.pass(l, server, client, func(w weather) flow { return w.up }) })
	both.Go(func() { p.pass(l, client, server, func(w weather) flow { return w.down }) })
	both.Wait()
	client.Close()
	server.Close()
	p.mu.Lock()
	delete(p.lines, l)
	p.mu.Unlock()
}

// pass carries one direction of a line until either end closes it.
func (p *proxy) pass(l *line, to, from net.Conn, of func(weather) flow) {
	buf := make([]byte, piece)
	for {
		n, err := from.Read(buf)
		if n > 0 {
			if !p.delay(l, n, of) {
				return
			}
			whole := l.budget.Add(int64(-n)) >= 0
			if !whole {
				n /= 2 // the cut is within a frame
			}
			if _, writeErr := to.Write(buf[:n]); writeErr != nil || !whole {
				err = errCut
			}
			p.count(n)
		}
		switch {
		case err == nil:
			continue
		case l.deserted.Load():
			<-l.cut
		case errors.Is(err, io.EOF):
			to.(*net.TCPConn).CloseWrite()
		default:
			l.reset()
		}
		return
	}
}

// count adds to what was carried.
func (p *proxy) count(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.carried += int64(n); p.marked != nil && p.carried >= p.mark {
		close(p.marked)
		p.marked = nil
	}
}

// bytes is how many bytes were carried so far, both ways.
func (p *proxy) bytes() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.carried
}

// awaitBytes waits until so many bytes more were carried, or none come any more. One
// goroutine waits at a time.
func (p *proxy) awaitBytes(n int64) {
	reached := make(chan struct{})
	p.mu.Lock()
	p.mark, p.marked = p.carried+n, reached
	p.mu.Unlock()
	for before := int64(-1); before != p.bytes(); {
		before = p.bytes()
		select {
		case <-reached:
			return
		case <-time.After(quietLine):
		}
	}
}

// quietLine is for how long a line carries nothing when a file is through, or can't go on.
const quietLine = 100 * time.Millisecond

var errCut = errors.New("the line is cut")

// delay waits as the weather says before n bytes go on. It reports false when
// the line was cut meanwhile.
func (p *proxy) delay(l *line, n int, of func(weather) flow) bool {
	for {
		p.mu.Lock()
		f, changed := of(p.weather), p.changed
		p.mu.Unlock()
		wait := f.delay
		if f.rate > 0 {
			wait += time.Duration(n) * time.Second / time.Duration(f.rate)
		}
		var due <-chan time.Time // never, on a stalled line
		if !f.stalled {
			if wait == 0 {
				return true
			}
			due = time.After(wait)
		}
		select {
		case <-due:
			return true
		case <-changed:
		case <-l.cut:
			return false
		}
	}
}

// reset ends a line so that both ends are told at once.
func (l *line) reset() {
	l.cutOnce.Do(func() {
		close(l.cut)
		for _, nc := range []net.Conn{l.client, l.server} {
			nc.(*net.TCPConn).SetLinger(0)
			nc.Close()
		}
	})
}

// set changes the weather, for the lines there are and those to come.
func (p *proxy) set(w weather) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.weather = w
	close(p.changed)
	p.changed = make(chan struct{})
}

// open lists the lines there are.
func (p *proxy) open() (lines []*line) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for l := range p.lines {
		lines = append(lines, l)
	}
	return lines
}

// cutLines cuts every line there is, and returns how many those were.
func (p *proxy) cutLines() int {
	lines := p.open()
	for _, l := range lines {
		l.reset()
	}
	return len(lines)
}

// cutOff cuts every line and lets nobody through until end is called.
func (p *proxy) cutOff() (end func()) {
	p.setOff(true)
	p.cutLines()
	return func() { p.setOff(false) }
}

func (p *proxy) setOff(off bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.off = off
}

// enter makes a line one of those there are, unless nobody gets through.
func (p *proxy) enter(l *line) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.off {
		p.lines[l] = struct{}{}
	}
	return !p.off
}

// hangUp ends every line as if both ends had closed it.
func (p *proxy) hangUp() int {
	lines := p.open()
	for _, l := range lines {
		l.client.(*net.TCPConn).CloseWrite()
		l.server.(*net.TCPConn).CloseWrite()
	}
	return len(lines)
}

// cutAfter cuts every line there is after so many bytes more.
func (p *proxy) cutAfter(bytes int64) int {
	lines := p.open()
	for _, l := range lines {
		l.budget.Store(bytes)
	}
	return len(lines)
}

// desert cuts the client's half of every line there is, and lets the server
// believe that its client is there and does not read. The returned function ends
// that.
func (p *proxy) desert() (end func()) {
	lines := p.open()
	for _, l := range lines {
		l.deserted.Store(true)
		l.client.(*net.TCPConn).SetLinger(0)
		l.client.Close()
	}
	return func() {
		for _, l := range lines {
			l.reset()
		}
	}
}
