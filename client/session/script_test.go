package session

import (
	"bytes"
	"context"
	"crypto/rand"
	"net"
	"sync"
	"testing"

	"lobby/shared/secure"
	"lobby/shared/wire"
)

// scripted is a server whose every connection is a net.Pipe that runs a script.
type scripted struct {
	t      testing.TB
	key    secure.Key
	script func(*peer)
	ended  sync.WaitGroup

	mu     sync.Mutex
	dialed int
	shaken int // handshakes that the client completed
}

func newKey(t testing.TB) secure.Key {
	t.Helper()
	key, err := secure.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func newScripted(t testing.TB, script func(*peer)) *scripted {
	t.Helper()
	s := &scripted{t: t, key: newKey(t), script: script}
	t.Cleanup(s.ended.Wait)
	return s
}

// use makes a client dial this server.
func (s *scripted) use(cfg *Config) { cfg.Dial = s.dial }

func (s *scripted) dial(context.Context, string) (net.Conn, error) {
	s.mu.Lock()
	s.dialed++
	key := s.key
	s.mu.Unlock()
	near, far := net.Pipe()
	s.ended.Go(func() {
		defer far.Close()
		conn, err := secure.Server(far, secure.Config{Static: key, Prologue: wire.Prologue})
		if err != nil {
			return
		}
		s.mu.Lock()
		s.shaken++
		s.mu.Unlock()
		s.script(&peer{conn: conn})
	})
	return near, nil
}

func (s *scripted) setKey(key secure.Key) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.key = key
}

func (s *scripted) counts() (dialed, shaken int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dialed, s.shaken
}

// peer is the server's end of a connection.
type peer struct {
	conn *secure.Conn
	rest []byte
}

// read returns the next request, nil when the connection has ended.
func (p *peer) read() wire.Request {
	if len(p.rest) == 0 {
		record, err := p.conn.ReadRecord()
		if err != nil {
			return nil
		}
		p.rest = bytes.Clone(record)
	}
	line, rest, _ := bytes.Cut(p.rest, []byte("\n"))
	p.rest = rest
	r, err := wire.DecodeRequest(line)
	if err != nil {
		return nil
	}
	return r
}

// write sends messages; that the client is gone is no matter.
func (p *peer) write(messages ...wire.Message) {
	var record []byte
	for _, m := range messages {
		var err error
		if record, err = wire.Append(record, m); err != nil {
			panic(err)
		}
	}
	_ = p.conn.WriteRecord(record)
}

// drain reads until the client hangs up.
func (p *peer) drain() {
	for p.read() != nil {
	}
}

// admit answers any login.
func (p *peer) admit() {
	r := p.read()
	if r == nil {
		return
	}
	p.write(
		wire.Welcome{Re: r.RequestID(), Member: wire.Member{ID: 1, Name: "小明"}, Server: "test"},
		wire.Members{Members: []wire.Member{{ID: 1, Name: "小明", Online: true}}},
		wire.Convs{Convs: []wire.Conv{{Conv: wire.Room}}},
		wire.Ready{Re: r.RequestID()},
	)
}
