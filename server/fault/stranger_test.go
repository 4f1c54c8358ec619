package fault

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"

	"lobby/shared/secure"
	"lobby/shared/wire"
)

// stranger is a connection that speaks the protocol and need not keep to it. It
// is for one goroutine.
type stranger struct {
	nc     net.Conn
	conn   *secure.Conn
	key    secure.Key
	member uint64 // 0 before the login
	rest   []byte // of the last record
}

// member registers an account and stays logged in.
func (g *target) member(from, name string) (*stranger, error) {
	key, err := secure.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	s, err := g.connect(from, key)
	if err != nil {
		return nil, err
	}
	s.key = key
	if err := s.logIn(wire.Register{ID: 1, Name: name, Password: password}); err != nil {
		s.nc.Close()
		return nil, err
	}
	return s, nil
}

// logIn tries again for as long as the server is busy.
func (s *stranger) logIn(r wire.Request) error {
	for {
		if err := s.write(r); err != nil {
			return err
		}
		busy := false
		var refused error
		err := s.until(func(m wire.Message) bool {
			switch m := m.(type) {
			case wire.Welcome:
				s.member = m.Member.ID
			case wire.Fault:
				busy = m.Code == wire.CodeBusy
				if !busy {
					refused = &m
				}
				return true
			case wire.Ready:
				return true
			}
			return false
		})
		if err = errors.Join(err, refused); err != nil || !busy {
			return err
		}
	}
}

func (s *stranger) write(requests ...wire.Request) error {
	var lines []byte
	for _, r := range requests {
		var err error
		if lines, err = wire.Append(lines, r); err != nil {
			return err
		}
	}
	return s.conn.WriteRecord(lines)
}

func (s *stranger) writeLine(line []byte) error {
	return s.conn.WriteRecord(append(line[:len(line):len(line)], '\n'))
}

func (s *stranger) read() (wire.Message, error) {
	if len(s.rest) == 0 {
		record, err := s.conn.ReadRecord()
		if err != nil {
			return nil, err
		}
		s.rest = record
	}
	line, rest, _ := bytes.Cut(s.rest, []byte("\n"))
	s.rest = rest
	return wire.DecodeAnswer(line)
}

// until reads until a message that is the last wanted one.
func (s *stranger) until(last func(wire.Message) bool) error {
	for {
		m, err := s.read()
		if err != nil {
			return err
		}
		if last(m) {
			return nil
		}
	}
}

// fault reads until a fault.
func (s *stranger) fault() (f wire.Fault, err error) {
	err = s.until(func(m wire.Message) (ok bool) {
		switch m := m.(type) {
		case wire.Fault:
			f, ok = m, true
		case wire.Sent, wire.Page, wire.Done, wire.Welcome:
			ok = true // of which nothing can be a fault
		}
		return ok
	})
	if err == nil && f.Code == "" {
		err = errors.New("it was granted")
	}
	return f, err
}

// ping expects that the connection lives.
func (s *stranger) ping() error {
	const id = 99
	if err := s.write(wire.Ping{ID: id}); err != nil {
		return err
	}
	return s.until(func(m wire.Message) bool {
		pong, ok := m.(wire.Pong)
		return ok && pong.Re == id
	})
}

// ended expects that the server ends the connection.
func (s *stranger) ended() error {
	err := s.until(func(wire.Message) bool { return false })
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("the server does not hang up: %w", err)
	}
	return nil
}
