package e2e

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"testing"
	"time"
)

// sluice passes connections on to a server. While it is shut it holds back most of
// what is sent on new ones: so an upload is under way for as long as a test needs,
// and the conversation, which has its connection already, goes on.
type sluice struct {
	addr   string // where clients connect
	server string // where it passes them on to

	mu   sync.Mutex
	gate chan struct{} // closed while it is open
}

// throughSluice is how many bytes of a connection pass one that is shut.
const throughSluice = 2_000_000

func startSluice(t testing.TB, server string) *sluice {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &sluice{addr: l.Addr().String(), server: server, gate: make(chan struct{})}
	close(s.gate)
	t.Cleanup(func() {
		l.Close()
		s.open()
	})
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go s.pass(client.(*net.TCPConn), s.now())
		}
	}()
	return s
}

func (s *sluice) now() chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gate
}

func (s *sluice) shut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gate = make(chan struct{})
}

// open lets everything pass again, that which was held back first.
func (s *sluice) open() {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.gate:
	default:
		close(s.gate)
	}
}

// pass connects a client with the server until one of them hangs up.
func (s *sluice) pass(client *net.TCPConn, gate <-chan struct{}) {
	defer client.Close()
	server, err := net.Dial("tcp", s.server)
	if err != nil {
		return // the client sees the connection close, as with a server that is down
	}
	defer server.Close()
	go func() {
		defer server.Close()
		if holdBack(server, client, gate) == nil {
			io.Copy(server, client)
		}
	}()
	io.Copy(client, server)
}

// holdBack passes throughSluice bytes on, and what comes after them when the gate
// opens. Until then it reads on, and so hears when the client hangs up.
func holdBack(server io.Writer, client *net.TCPConn, gate <-chan struct{}) error {
	select {
	case <-gate:
		return nil
	default:
	}
	if _, err := io.CopyN(server, client, throughSluice); err != nil {
		return err
	}
	go func() {
		<-gate
		client.SetReadDeadline(time.Unix(0, 0))
	}()
	var held bytes.Buffer
	if _, err := io.Copy(&held, client); !errors.Is(err, os.ErrDeadlineExceeded) {
		return errors.Join(err, io.EOF)
	}
	client.SetReadDeadline(time.Time{})
	_, err := held.WriteTo(server)
	return err
}
