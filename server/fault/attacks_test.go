package fault

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
	"golang.org/x/sync/errgroup"

	"lobby/shared/secure"
	"lobby/shared/wire"
)

// target is a server that is abused.
type target struct {
	addr    string
	victim  string          // a member whose password is guessed
	share   int             // only one in so many of the connections is made
	quiet   <-chan struct{} // closed when the members have chatted enough meanwhile
	witness *witness
}

// An attack abuses the server and returns an error when that does not answer as
// it should.
type attack struct {
	name string
	run  func(*target) error
}

// attack makes all attacks at once, and tells how long each took.
func (g *target) attack(logf func(format string, args ...any)) error {
	var running sync.WaitGroup
	errs := make([]error, len(attacks))
	for i, a := range attacks {
		running.Go(func() {
			begin := time.Now()
			if err := a.run(g); err != nil {
				errs[i] = fmt.Errorf("%s: %w", a.name, err)
			}
			logf("%s: %v", a.name, time.Since(begin).Round(time.Millisecond))
		})
	}
	running.Wait()
	return errors.Join(errs...)
}

// attacks are made from addresses of their own, as most of those who attack a
// server have another address than its members.
var attacks = []attack{
	{"one byte a second", (*target).drip},
	{"half handshakes", (*target).halfHandshakes},
	{"broken promises", (*target).brokenPromises},
	{"rubbish", (*target).rubbish},
	{"others' conversations", (*target).intrude},
	{"replayed logins", (*target).replay},
	{"guessed passwords", (*target).guess},
	{"flood of logins", (*target).floodLogins},
	{"a reader that never reads", (*target).deaf},
	{"reconnects without end", (*target).reconnects},
	{"WebSockets", (*target).webSockets},
	{"slow HTTP", (*target).slowHTTP},
	{"other protocols", (*target).otherProtocols},
}

// dial connects from a loopback address such as "127.0.0.2".
func (g *target) dial(from string) (net.Conn, error) {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	nc, err := d.Dial("tcp", g.addr)
	if err != nil {
		return nil, err
	}
	return nc, nc.SetDeadline(time.Now().Add(patience))
}

// connect shakes hands as well.
func (g *target) connect(from string, key secure.Key) (*stranger, error) {
	return connectBy(func() (net.Conn, error) { return g.dial(from) }, key)
}

// connectBy shakes hands and sees that the server has done so, too. On a busy
// machine thousands of handshakes at once take some longer than the server waits:
// those are made again.
func connectBy(dial func() (net.Conn, error), key secure.Key) (*stranger, error) {
	for end := time.Now().Add(patience); ; {
		nc, err := dial()
		if err != nil {
			return nil, err
		}
		s, err := shake(nc, key)
		if err == nil {
			err = s.ping()
		}
		if err == nil {
			return s, nil
		}
		nc.Close()
		if time.Now().After(end) {
			return nil, err
		}
	}
}

func shake(nc net.Conn, key secure.Key) (*stranger, error) {
	conn, err := secure.Client(nc, secure.Config{
		Static: key, Prologue: wire.Prologue,
		HandshakeTimeout: patience, ReadTimeout: patience, WriteTimeout: patience,
	})
	if err != nil {
		return nil, err
	}
	return &stranger{nc: nc, conn: conn}, nil
}

// many makes n connections at once, or the share of them, and returns the first
// error of any.
func (g *target) many(n int, f func(int) error) error {
	var all errgroup.Group
	for i := range max(1, n/g.share) {
		all.Go(func() error { return f(i) })
	}
	return all.Wait()
}

// hungUp waits until the server has ended a connection.
func hungUp(nc net.Conn) error {
	_, err := io.Copy(io.Discard, nc)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return errors.New("the server does not hang up")
	}
	return nil
}

// firstFrame is a first message of the handshake as a client may send it.
func firstFrame() []byte {
	frame := make([]byte, 2+32)
	frame[1] = 32
	rand.Read(frame[2:])
	return frame
}

// drip sends a handshake so slowly that it never ends.
func (g *target) drip() error {
	return g.many(40, func(int) error {
		nc, err := g.dial("127.0.0.2")
		if err != nil {
			return err
		}
		defer nc.Close()
		gone := make(chan error, 1)
		go func() { gone <- hungUp(nc) }()
		second := time.NewTicker(time.Second)
		defer second.Stop()
		for _, b := range firstFrame() {
			nc.Write([]byte{b})
			select {
			case <-second.C:
			case err := <-gone:
				return err
			}
		}
		return errors.New("the server had the patience for a whole handshake")
	})
}

// halfHandshakes leaves a thousand handshakes before their last message.
func (g *target) halfHandshakes() error {
	return g.many(1000, func(i int) error {
		nc, err := g.dial(fmt.Sprintf("127.0.0.%d", 3+i%4))
		if err != nil {
			return err
		}
		defer nc.Close()
		nc.Write(firstFrame()) // may fail: hung up already
		return hungUp(nc)      // after its own second message
	})
}

// brokenPromises announces records of the greatest length and sends three bytes
// of each.
func (g *target) brokenPromises() error {
	return g.many(300, func(int) error {
		key, err := secure.GenerateKey(rand.Reader)
		if err != nil {
			return err
		}
		s, err := g.connect("127.0.0.7", key)
		if err != nil {
			return err
		}
		defer s.nc.Close()
		s.nc.Write([]byte{0xff, 0xff, 1, 2, 3}) // may fail: hung up already
		<-g.quiet
		return nil
	})
}

// rubbishLines are no requests; each is answered with a fault.
func rubbishLines() [][]byte {
	lines := [][]byte{
		{}, {0}, {0xff, 0xfe}, []byte("null"), []byte("[]"), []byte(`"send"`), []byte("{"), []byte("{}"),
		[]byte(`{"type":"send"}`),
		[]byte(`{"type":"dance","id":1}`),
		[]byte(`{"type":"send","id":-1,"conv":"r1","cid":"a","text":"x"}`),
		[]byte(`{"type":"send","id":1e999,"conv":"r1","cid":"a","text":"x"}`),
		[]byte(`{"type":"send","id":9007199254740992,"conv":"r1","cid":"a","text":"x"}`),
		[]byte(`{"type":"send","id":1,"conv":["r1"],"cid":"a","text":"x"}`),
		[]byte(`{"type":"send","id":1,"conv":"r1","cid":"` + strings.Repeat("a", wire.MaxCID+1) + `","text":"x"}`),
		[]byte(`{"type":"send","id":1,"conv":"r1","cid":"a","text":"` + strings.Repeat("x", wire.MaxText+1) + `"}`),
		[]byte(`{"type":"history","id":1,"conv":"r1","limit":1000000}`),
		[]byte(`{"type":"history","id":1,"conv":"r1","limit":-5}`),
		[]byte(`{"type":"` + strings.Repeat("t", 60_000) + `","id":1}`),
	}
	for _, part := range []string{"[", `{"a":`, "[0,", `"`, "9", `{"type":"ping","id":1,"x":[`} {
		lines = append(lines, []byte(strings.Repeat(part, (wire.MaxMessage-1)/len(part))))
	}
	return lines
}

// rubbish sends what is no request, and at last a million elements.
func (g *target) rubbish() error {
	s, err := g.member("127.0.0.8", "Rubbish")
	if err != nil {
		return err
	}
	defer func() { s.nc.Close() }()
	for _, line := range rubbishLines() {
		if err := s.writeLine(line); err != nil {
			return err
		}
		if f, err := s.fault(); err != nil || f.Code == wire.CodeInternal {
			return fmt.Errorf("%.80q was answered with %v, %v", line, f, err)
		}
		if err := s.ping(); err != nil { // and only that: the connection goes on
			return fmt.Errorf("after %.80q: %w", line, err)
		}
	}
	million := []byte("[" + strings.Repeat("0,", 32_700))
	for range 31 {
		if s.conn.WriteRecord(million) != nil {
			break
		}
	}
	return s.ended()
}

// intrude asks for what is others', as a member.
func (g *target) intrude() error {
	s, err := g.member("127.0.0.9", "Intruder")
	if err != nil {
		return err
	}
	defer s.nc.Close()
	const huge = wire.MaxID
	for _, conv := range []string{
		"d1-2", "d2-1", "d1-1", "r2", "", "D1-2", "d01-2", "d1-2 ", "d1-2\x00", "R1", "..", "r1/../d1-2",
		wire.Pair(s.member, huge), fmt.Sprintf("d%d-18446744073709551617", s.member), strings.Repeat("d", wire.MaxConv),
	} {
		for _, r := range []wire.Request{
			wire.Send{ID: 1, Conv: conv, CID: "x", Text: "let me in"},
			wire.History{ID: 2, Conv: conv, Before: huge, Limit: wire.MaxPage},
			wire.Read{ID: 3, Conv: conv, Upto: huge},
		} {
			if err := s.write(r); err != nil {
				return err
			}
			if f, err := s.fault(); err != nil || f.Code != wire.CodeConv && f.Code != wire.CodeBadMessage {
				return fmt.Errorf("%+v was answered with %+v, %v", r, f, err)
			}
			if err := s.ping(); err != nil {
				return err
			}
		}
	}
	if err := s.write(wire.Read{ID: 4, Conv: wire.Room, Upto: huge}, wire.Sync{ID: 5}, wire.History{ID: 6, Conv: wire.Room, Before: huge, Limit: wire.MaxPage}); err != nil {
		return err
	}
	return s.until(func(m wire.Message) bool {
		switch m := m.(type) {
		case wire.Event:
			g.witness.tells(s.member, m)
		case wire.Page:
			for _, e := range m.Events {
				g.witness.tells(s.member, e)
			}
			return m.Last
		}
		return false
	})
}

// replay sends the bytes of a genuine login again.
func (g *target) replay() error {
	key, err := secure.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	var heard *wiretap
	s, err := connectBy(func() (net.Conn, error) {
		nc, err := g.dial("127.0.0.10")
		heard = &wiretap{Conn: nc}
		return heard, err
	}, key)
	if err != nil {
		return err
	}
	defer s.nc.Close()
	if err := s.logIn(wire.Register{ID: 1, Name: "Overheard", Password: password}); err != nil {
		return err
	}
	return g.many(50, func(int) error {
		nc, err := g.dial("127.0.0.10")
		if err != nil {
			return err
		}
		defer nc.Close()
		if _, err := nc.Write(heard.written.Bytes()); err != nil {
			return nil // hung up already
		}
		answer, err := io.ReadAll(nc)
		if errors.Is(err, os.ErrDeadlineExceeded) || len(answer) > 2+96 {
			return fmt.Errorf("a replayed login was answered with %d bytes, %v", len(answer), err)
		}
		return nil
	})
}

// wiretap keeps what is written.
type wiretap struct {
	net.Conn
	written bytes.Buffer
}

func (w *wiretap) Write(p []byte) (int, error) {
	w.written.Write(p)
	return w.Conn.Write(p)
}

// guess tries passwords of one member from a hundred addresses.
func (g *target) guess() error {
	return g.many(100, func(i int) error {
		return g.tryPassword(fmt.Sprintf("127.0.1.%d", i+1), g.victim)
	})
}

// floodLogins keeps the server hashing for names that there are not.
func (g *target) floodLogins() error {
	return g.many(200, func(i int) error {
		return g.tryPassword(fmt.Sprintf("127.0.2.%d", i/2+1), fmt.Sprintf("nobody %d", i))
	})
}

// tryPassword makes two attempts that must fail.
func (g *target) tryPassword(from, name string) error {
	key, err := secure.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	s, err := g.connect(from, key)
	if err != nil {
		return err
	}
	defer s.nc.Close()
	for n := range 2 {
		if err := s.write(wire.Login{ID: 1, Name: name, Password: fmt.Sprintf("password %d", n)}); err != nil {
			return err
		}
		f, err := s.fault()
		if err != nil {
			return err
		}
		switch f.Code {
		case wire.CodeDenied, wire.CodeWait, wire.CodeBusy:
		default:
			return fmt.Errorf("a guessed password was answered with %v", &f)
		}
	}
	return nil
}

// talkers is how many members say much at once, so that a reader that never reads
// is cut off: together some 10 MB, of which 4 may wait for it and the system's
// buffers hold 5 at most.
const talkers = 8

// deaf never reads while others say much. At last it reads what there is, and
// must find the end of it.
func (g *target) deaf() error {
	s, err := g.member("127.0.0.11", "Deaf")
	if err != nil {
		return err
	}
	defer s.nc.Close()
	var talking errgroup.Group
	for n := range talkers {
		talking.Go(func() error {
			if err := g.talk(fmt.Sprintf("Talker %d", n+1)); err != nil {
				return fmt.Errorf("talk: %w", err)
			}
			return nil
		})
	}
	if err := talking.Wait(); err != nil {
		return err
	}
	return s.ended()
}

// talk says as much as a member may, each message when the one before is stored.
func (g *target) talk(name string) error {
	s, err := g.member("127.0.0.11", name)
	if err != nil {
		return err
	}
	defer s.nc.Close()
	send := wire.Send{ID: 1, Conv: wire.Room, Text: strings.Repeat("長", wire.MaxText)}
	for range 100 {
		send.CID = rand.Text()
		if err := s.sayWhenLet(&send); err != nil {
			return err
		}
	}
	return nil
}

// sayWhenLet has a message stored, however often the server asks to wait.
func (s *stranger) sayWhenLet(send *wire.Send) error {
	for {
		send.ID++
		if err := s.write(*send); err != nil {
			return err
		}
		var answer wire.Message
		if err := s.until(func(m wire.Message) bool {
			answer = m
			switch m := m.(type) {
			case wire.Sent:
				return m.Re == send.ID
			case wire.Fault:
				return m.Re == send.ID
			}
			return false
		}); err != nil {
			return err
		}
		f, refused := answer.(wire.Fault)
		if !refused {
			return nil
		}
		if f.Code != wire.CodeWait && f.Code != wire.CodeBusy {
			return &f
		}
		time.Sleep(time.Duration(f.RetryMS) * time.Millisecond) // as it was told
	}
}

// reconnects connects and is gone again.
func (g *target) reconnects() error {
	s, err := g.member("127.0.0.12", "Restless")
	if err != nil {
		return err
	}
	defer s.nc.Close()
	return g.many(8, func(int) error {
		for n := range 40 {
			again, err := g.connect("127.0.0.12", s.key)
			if err != nil {
				return err
			}
			if n%2 == 0 {
				err = again.logIn(wire.Resume{ID: 1, Name: "Restless"})
			} else {
				err = again.write(wire.Resume{ID: 1, Name: "Restless"})
			}
			again.nc.(*net.TCPConn).SetLinger(0)
			again.nc.Close()
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// webSockets sends text, and messages without end.
func (g *target) webSockets() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP("127.0.0.13")}}
	client := &http.Client{Transport: &http.Transport{DialContext: dialer.DialContext}}
	defer client.CloseIdleConnections()
	return g.many(40, func(i int) error {
		ws, err := dialWebSocket(ctx, client, "ws://"+g.addr+"/ws")
		if err != nil {
			return err
		}
		defer ws.CloseNow()
		if i%2 == 0 {
			err = ws.Write(ctx, websocket.MessageText, []byte(`{"type":"ping","id":1}`))
		} else {
			err = ws.Write(ctx, websocket.MessageBinary, bytes.Repeat([]byte{0x20}, 16<<20))
		}
		if err != nil {
			return nil // hung up already
		}
		_, _, err = ws.Read(ctx)
		if err == nil || ctx.Err() != nil {
			return fmt.Errorf("a WebSocket goes on: %v", err)
		}
		return nil
	})
}

// dialWebSocket tries again where the server did not wait for a slow machine.
func dialWebSocket(ctx context.Context, client *http.Client, url string) (*websocket.Conn, error) {
	for {
		ws, _, err := websocket.Dial(ctx, url, &websocket.DialOptions{HTTPClient: client})
		if err == nil || ctx.Err() != nil {
			return ws, err
		}
	}
}

// slowHTTP begins requests and does not end them.
func (g *target) slowHTTP() error {
	return g.many(300, func(i int) error {
		nc, err := g.dial("127.0.0.14")
		if err != nil {
			return err
		}
		defer nc.Close()
		begin := "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "
		if i%3 == 0 {
			begin += strings.Repeat("x", 1<<20) // and longer than any header
		}
		io.WriteString(nc, begin) // may fail: hung up already
		return hungUp(nc)
	})
}

// otherProtocols sends what is neither a frame of a handshake nor HTTP.
func (g *target) otherProtocols() error {
	long := binary.BigEndian.AppendUint16(nil, 0x00ff)
	greetings := [][]byte{
		{0x16, 3, 1, 2, 0}, []byte("ssh-2.0-x\r\n"), {0xff, 0xff}, []byte("{}"), long, make([]byte, 100_000),
		append([]byte{0, 32}, make([]byte, 32)...), // a key that gives no secret
	}
	return g.many(5*len(greetings), func(i int) error {
		nc, err := g.dial("127.0.0.15")
		if err != nil {
			return err
		}
		defer nc.Close()
		nc.Write(greetings[i%len(greetings)]) // may fail: hung up already
		return hungUp(nc)
	})
}
