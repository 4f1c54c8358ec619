package secure

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"testing"
)

const prologue = "Test/1"

func newKey(t testing.TB) Key {
	t.Helper()
	k, err := GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// loopback returns the two ends of a TCP connection.
func loopback(t testing.TB) (client, server net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	client, err = net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	server, err = l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close(); server.Close() })
	return client, server
}

// shake runs both sides of a handshake and returns what each came to.
func shake(a, b net.Conn, ca, cb Config) (client, server *Conn, clientErr, serverErr error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		server, serverErr = Server(b, cb)
	}()
	client, clientErr = Client(a, ca)
	<-done
	return client, server, clientErr, serverErr
}

// pair returns both ends of a secure connection over TCP.
func pair(t testing.TB) (client, server *Conn) {
	t.Helper()
	a, b := loopback(t)
	client, server, errA, errB := shake(a, b,
		Config{Static: newKey(t), Prologue: prologue},
		Config{Static: newKey(t), Prologue: prologue})
	if err := errors.Join(errA, errB); err != nil {
		t.Fatal(err)
	}
	return client, server
}

func TestRecordsBothWays(t *testing.T) {
	client, server := pair(t)
	for _, size := range []int{0, 1, 150, 500, 3000, 40000, MaxPlaintext} {
		sent := make([]byte, size)
		rand.Read(sent)
		for _, way := range []struct{ from, to *Conn }{{client, server}, {server, client}} {
			errs := make(chan error, 1)
			go func() { errs <- way.from.WriteRecord(sent) }()
			got, err := way.to.ReadRecord()
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, sent) {
				t.Errorf("record of %d bytes arrived as %d other bytes", size, len(got))
			}
			if err := <-errs; err != nil {
				t.Fatal(err)
			}
		}
	}
	client.Close()
	if _, err := server.ReadRecord(); err != io.EOF {
		t.Errorf("after the other side closed: %v, want io.EOF", err)
	}
}
