package servertest

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"testing"

	"github.com/coder/websocket"

	"lobby/shared/secure"
	"lobby/shared/wire"
)

// Password is every test account's.
const Password = "correct horse battery"

// Client is one connection. It has no goroutine: it reads when it is asked for
// what has come. It fails its test where a server that works would not let it.
type Client struct {
	Key  secure.Key // of the device
	Conn *secure.Conn

	Welcome wire.Welcome
	Members map[uint64]wire.Member // as of the snapshot and what was read since
	Convs   map[string]wire.Conv   // as of the snapshot
	Events  []wire.Event           // everything live that was read

	t    testing.TB
	nc   net.Conn
	rest []byte // of the last record
	last uint64 // request id
}

// NewKey makes a device's key.
func NewKey(t testing.TB) secure.Key {
	t.Helper()
	key, err := secure.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Connect connects over TCP as a new device to whatever server there is.
func Connect(t testing.TB, addr string) *Client {
	t.Helper()
	return handshake(t, dial(t, addr), NewKey(t), nil)
}

// Dial connects over TCP as a new device.
func (s *Server) Dial(t testing.TB) *Client {
	t.Helper()
	return s.DialAs(t, NewKey(t))
}

// DialAs connects over TCP as the device of a key.
func (s *Server) DialAs(t testing.TB, key secure.Key) *Client {
	t.Helper()
	return s.Handshake(t, dial(t, s.Addr().String()), key)
}

// DialWebSocket connects as a page does.
func (s *Server) DialWebSocket(t testing.TB) *Client {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	ws, _, err := websocket.Dial(ctx, "ws://"+s.Addr().String()+"/ws", nil)
	if err != nil {
		t.Fatal(err)
	}
	return s.Handshake(t, websocket.NetConn(ctx, ws, websocket.MessageBinary), NewKey(t))
}

// Handshake makes a client of a connection to the server. The connection is
// closed at the end of the test.
func (s *Server) Handshake(t testing.TB, nc net.Conn, key secure.Key) *Client {
	t.Helper()
	return handshake(t, nc, key, func(got [32]byte) error {
		if got != s.Key() {
			return fmt.Errorf("the server has the key %x, want %x", got, s.Key())
		}
		return nil
	})
}

func dial(t testing.TB, addr string) net.Conn {
	t.Helper()
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	return nc
}

func handshake(t testing.TB, nc net.Conn, key secure.Key, verify func([32]byte) error) *Client {
	t.Helper()
	t.Cleanup(func() { nc.Close() })
	conn, err := secure.Client(nc, secure.Config{
		Static:           key,
		Prologue:         wire.Prologue,
		Verify:           verify,
		HandshakeTimeout: Patience,
		ReadTimeout:      Patience,
		WriteTimeout:     Patience,
	})
	if err != nil {
		t.Fatal(err)
	}
	return &Client{t: t, nc: nc, Key: key, Conn: conn, Members: make(map[uint64]wire.Member), Convs: make(map[string]wire.Conv)}
}

// Register connects over TCP and makes an account.
func (s *Server) Register(t testing.TB, name string) *Client {
	t.Helper()
	c := s.Dial(t)
	c.LogIn(wire.Register{ID: c.NextID(), Name: name, Password: Password, Device: "test"})
	return c
}

// Resume connects over TCP as a known device of a member.
func (s *Server) Resume(t testing.TB, name string, key secure.Key) *Client {
	t.Helper()
	c := s.DialAs(t, key)
	c.LogIn(wire.Resume{ID: c.NextID(), Name: name})
	return c
}

// ID is the member's.
func (c *Client) ID() uint64 { return c.Welcome.Member.ID }

// NextID returns the id for the next request.
func (c *Client) NextID() uint64 {
	c.last++
	return c.last
}

// LogIn sends a Register, Login or Resume and reads the snapshot.
func (c *Client) LogIn(req wire.Request) {
	c.t.Helper()
	c.Write(req)
	for {
		switch m := c.Read().(type) {
		case wire.Welcome:
			c.Welcome = m
		case wire.Convs:
			for _, conv := range m.Convs {
				c.Convs[conv.Conv] = conv
			}
		case wire.Ready:
			return
		case wire.Fault:
			c.t.Fatalf("log in: %v", &m)
		}
	}
}

// Write sends requests, in one record.
func (c *Client) Write(reqs ...wire.Request) {
	c.t.Helper()
	var lines []byte
	for _, req := range reqs {
		var err error
		if lines, err = wire.Append(lines, req); err != nil {
			c.t.Fatal(err)
		}
	}
	c.WriteRaw(lines)
}

// WriteRaw sends a record.
func (c *Client) WriteRaw(record []byte) {
	c.t.Helper()
	if err := c.Conn.WriteRecord(record); err != nil {
		c.t.Fatalf("write: %v", err)
	}
}

// Read returns the next message and keeps what it tells of members and events.
func (c *Client) Read() wire.Message {
	c.t.Helper()
	m, err := c.TryRead()
	if err != nil {
		c.t.Fatalf("read: %v", err)
	}
	return m
}

// TryRead is Read for connections that may end.
func (c *Client) TryRead() (wire.Message, error) {
	c.t.Helper()
	if len(c.rest) == 0 {
		record, err := c.Conn.ReadRecord()
		if err != nil {
			return nil, err
		}
		if !bytes.HasSuffix(record, []byte("\n")) {
			c.t.Fatalf("record without a whole message: %q", record)
		}
		c.rest = record
	}
	line, rest, _ := bytes.Cut(c.rest, []byte("\n"))
	c.rest = rest
	m, err := wire.DecodeAnswer(line)
	if err != nil {
		c.t.Fatalf("decode %q: %v", line, err)
	}
	c.note(m)
	return m, nil
}

func (c *Client) note(m wire.Message) {
	switch m := m.(type) {
	case wire.Members:
		for _, member := range m.Members {
			c.Members[member.ID] = member
		}
	case wire.Event:
		c.Events = append(c.Events, m)
		for _, id := range m.Members {
			member := c.Members[id]
			member.Online = m.Kind == wire.KindJoined
			c.Members[id] = member
		}
	}
}

// Await reads until a message of type M that match accepts; nil accepts all.
func Await[M wire.Message](c *Client, match func(M) bool) M {
	c.t.Helper()
	for {
		if m, ok := c.Read().(M); ok && (match == nil || match(m)) {
			return m
		}
	}
}

// Answer reads until the answer of type M to a request; a Fault in its place
// fails the test.
func Answer[M wire.Message](c *Client, re uint64) M {
	c.t.Helper()
	for {
		m := c.Read()
		if f, ok := m.(wire.Fault); ok && f.Re == re {
			if _, wanted := m.(M); !wanted {
				c.t.Fatalf("request %d was refused: %v", re, &f)
			}
		}
		if answer, ok := m.(M); ok && Re(m) == re {
			return answer
		}
	}
}

// Re is the request that a message answers, 0 if none.
func Re(m wire.Message) uint64 {
	switch m := m.(type) {
	case wire.Welcome:
		return m.Re
	case wire.Ready:
		return m.Re
	case wire.Sent:
		return m.Re
	case wire.Page:
		return m.Re
	case wire.Synced:
		return m.Re
	case wire.Done:
		return m.Re
	case wire.Known:
		return m.Re
	case wire.Ticket:
		return m.Re
	case wire.Held:
		return m.Re
	case wire.Finished:
		return m.Re
	case wire.Pong:
		return m.Re
	case wire.Fault:
		return m.Re
	}
	return 0
}

// Say sends a text under a cid and waits until it is stored.
func (c *Client) Say(conv, cid, text string) wire.Sent {
	c.t.Helper()
	id := c.NextID()
	c.Write(wire.Send{ID: id, Conv: conv, CID: cid, Text: text})
	return Answer[wire.Sent](c, id)
}

// Refused sends a request and returns the fault that answers it.
func (c *Client) Refused(req wire.Request) wire.Fault {
	c.t.Helper()
	c.Write(req)
	return Answer[wire.Fault](c, req.RequestID())
}

// Hears reads until the live event with this number.
func (c *Client) Hears(seq uint64) wire.Event {
	c.t.Helper()
	for _, e := range c.Events {
		if e.Seq == seq {
			return e
		}
	}
	return Await(c, func(e wire.Event) bool { return e.Seq == seq })
}

// History reads a page.
func (c *Client) History(conv string, before uint64, limit int) (events []wire.Event, more bool) {
	c.t.Helper()
	id := c.NextID()
	c.Write(wire.History{ID: id, Conv: conv, Before: before, Limit: limit})
	for {
		page := Answer[wire.Page](c, id)
		events = append(events, page.Events...)
		if page.Last {
			return events, page.More
		}
	}
}

// Sync reads the events after a number.
func (c *Client) Sync(after uint64) ([]wire.Event, wire.Synced) {
	c.t.Helper()
	id := c.NextID()
	before := len(c.Events)
	c.Write(wire.Sync{ID: id, After: after})
	synced := Answer[wire.Synced](c, id)
	return c.Events[before:], synced
}

// MarkRead moves the member's read mark and waits until that is stored.
func (c *Client) MarkRead(conv string, upto uint64) {
	c.t.Helper()
	id := c.NextID()
	c.Write(wire.Read{ID: id, Conv: conv, Upto: upto})
	Answer[wire.Done](c, id)
}

// Ping waits until everything sent before has been handled.
func (c *Client) Ping() {
	c.t.Helper()
	id := c.NextID()
	c.Write(wire.Ping{ID: id})
	Answer[wire.Pong](c, id)
}

// Ended reads until the connection ends and returns the server's last word.
func (c *Client) Ended() wire.Bye {
	c.t.Helper()
	var bye wire.Bye
	for {
		m, err := c.TryRead()
		if err != nil {
			return bye
		}
		if b, ok := m.(wire.Bye); ok {
			bye = b
		}
	}
}

// Leave hangs up, and returns when the server is done with the connection and has
// hung up too. It needs one over TCP.
func (c *Client) Leave() {
	c.t.Helper()
	if err := c.nc.(*net.TCPConn).CloseWrite(); err != nil {
		c.t.Fatalf("hang up: %v", err)
	}
	for {
		switch _, err := c.Conn.ReadRecord(); {
		case errors.Is(err, os.ErrDeadlineExceeded):
			c.t.Fatalf("the server does not hang up: %v", err)
		case err != nil:
			return
		}
	}
}

// Close hangs up.
func (c *Client) Close() { c.Conn.Close() }
