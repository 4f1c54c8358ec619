package fault

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"sync"

	"lobby/shared/secure"
	"lobby/shared/wire"
)

// echo sends a member's messages a second time, over a connection of its own
// that has no weather. It reads only while it waits for an answer, so that now
// and then it is a slow reader too.
type echo struct {
	name    string
	server  func() string // address
	witness *witness
	key     secure.Key
	known   bool // the key is a device of the member
	sends   chan wire.Send

	conn   *secure.Conn // nil while there is none
	member uint64
	last   uint64 // request id
}

func newEcho(name string, server func() string, w *witness) (*echo, error) {
	key, err := secure.GenerateKey(rand.Reader)
	return &echo{name: name, server: server, witness: w, key: key, sends: make(chan wire.Send, 8)}, err
}

// run sends what it is given until ctx ends. A connection that breaks loses what
// was on it: the client sends that as well.
func (e *echo) run(ctx context.Context) {
	var mu sync.Mutex // guards e.conn's Close from here
	defer context.AfterFunc(ctx, func() {
		mu.Lock()
		defer mu.Unlock()
		if e.conn != nil {
			e.conn.Close()
		}
	})()
	set := func(c *secure.Conn) {
		mu.Lock()
		defer mu.Unlock()
		if e.conn != nil {
			e.conn.Close()
		}
		if e.conn = c; c != nil && ctx.Err() != nil {
			c.Close()
		}
	}
	defer func() { set(nil) }()
	for {
		select {
		case <-ctx.Done():
			return
		case send := <-e.sends:
			if e.conn == nil {
				conn, err := e.dial()
				if err != nil {
					continue
				}
				set(conn)
				if err := e.logIn(); err != nil {
					set(nil)
					continue
				}
			}
			if err := e.repeat(send); err != nil {
				set(nil)
			}
		}
	}
}

func (e *echo) dial() (*secure.Conn, error) {
	nc, err := net.Dial("tcp", e.server())
	if err != nil {
		return nil, err
	}
	return secure.Client(nc, secure.Config{
		Static: e.key, Prologue: wire.Prologue,
		HandshakeTimeout: patience, ReadTimeout: patience, WriteTimeout: patience,
	})
}

func (e *echo) logIn() error {
	e.last++
	var login wire.Request = wire.Login{ID: e.last, Name: e.name, Password: password, Device: "echo"}
	if e.known {
		login = wire.Resume{ID: e.last, Name: e.name}
	}
	if err := e.write(login); err != nil {
		return err
	}
	_, err := e.read(func(m wire.Message) bool { _, ok := m.(wire.Ready); return ok })
	return err
}

// repeat sends a message and waits for the answer.
func (e *echo) repeat(send wire.Send) error {
	e.last++
	send.ID = e.last
	if err := e.write(send); err != nil {
		return err
	}
	answer, err := e.read(func(m wire.Message) bool {
		switch m := m.(type) {
		case wire.Sent:
			return m.Re == send.ID
		case wire.Fault:
			return m.Re == send.ID
		}
		return false
	})
	if sent, ok := answer.(wire.Sent); ok {
		e.witness.acknowledges(sent.CID, sent.Seq)
		e.witness.count(func(f *figures) { f.resent++ })
	}
	return err
}

func (e *echo) write(r wire.Request) error {
	line, err := wire.Append(nil, r)
	if err != nil {
		return err
	}
	return e.conn.WriteRecord(line)
}

// read reads until a message that is wanted. It keeps what the others tell.
func (e *echo) read(wanted func(wire.Message) bool) (found wire.Message, err error) {
	for found == nil {
		record, err := e.conn.ReadRecord()
		if err != nil {
			return nil, err
		}
		for line := range bytes.Lines(record) {
			m, err := wire.DecodeAnswer(line)
			if err != nil {
				e.witness.complain("%s's echo was told %q: %v", e.name, line, err)
				return nil, err
			}
			switch m := m.(type) {
			case wire.Welcome:
				e.member, e.known = m.Member.ID, true
			case wire.Event:
				e.witness.tells(e.member, m)
			case wire.Bye:
				return nil, fmt.Errorf("told goodbye: %s", m.Code)
			case wire.Fault:
				if e.member == 0 {
					return nil, &m
				}
			}
			if wanted(m) {
				found = m
			}
		}
	}
	return found, nil
}
