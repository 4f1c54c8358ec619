package main

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"lobby/server/servertest"
)

// manager is what systemd is to a service.
type manager struct {
	*net.UnixConn
	t   *testing.T
	dir string
}

// newManager listens as systemd does, for this process and those that it starts.
func newManager(t *testing.T) *manager {
	t.Helper()
	dir, err := os.MkdirTemp("", "lobby") // for a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "notify")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		conn.Close()
		os.RemoveAll(dir)
	})
	t.Setenv("NOTIFY_SOCKET", path)
	return &manager{conn, t, dir}
}

// hear returns the next that the manager is told until a time.
func (m *manager) hear(until time.Time) (string, error) {
	m.SetReadDeadline(until)
	buf := make([]byte, 100)
	n, err := m.Read(buf)
	return string(buf[:n]), err
}

func (m *manager) hears(want string) {
	m.t.Helper()
	if state, err := m.hear(time.Now().Add(servertest.Patience)); err != nil || state != want {
		m.t.Errorf("the manager hears %q, %v, want %q", state, err, want)
	}
}

// A service manager hears when the server listens, and when it stops.
func TestServiceManagerIsNotified(t *testing.T) {
	m := newManager(t)
	p := serve(t, filepath.Join(m.dir, "data"))
	m.hears("READY=1")
	p.Process.Signal(syscall.SIGTERM)
	m.hears("STOPPING=1")
	if err := p.Wait(); err != nil {
		t.Error(err)
	}
}

// One that watches hears again and again that the server lives, until it stops.
func TestServiceManagerWatches(t *testing.T) {
	m := newManager(t)
	t.Setenv("WATCHDOG_USEC", "20000")
	p := serve(t, filepath.Join(m.dir, "data"))
	m.hears("READY=1")
	for range 5 {
		m.hears("WATCHDOG=1")
	}
	p.Process.Signal(syscall.SIGTERM)
	state := ""
	for err := error(nil); state != "STOPPING=1"; {
		if state, err = m.hear(time.Now().Add(servertest.Patience)); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Wait(); err != nil {
		t.Error(err)
	}
}

// Nothing is told while the server hangs.
func TestHungServerIsSilent(t *testing.T) {
	m := newManager(t)
	asked, answer, ended := make(chan bool), make(chan bool), make(chan error)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		ended <- keepWatched(ctx, time.Millisecond, func() {
			asked <- true
			<-answer
		})
	}()
	for range 3 {
		<-asked
		if state, err := m.hear(time.Now()); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("the manager hears %q, %v of a server that hangs", state, err)
		}
		answer <- true
		m.hears("WATCHDOG=1")
	}
	<-asked
	cancel()
	answer <- true
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// The times are those that systemd sets, for this process.
func TestWatchdogTime(t *testing.T) {
	for _, c := range []struct {
		usec, pid string
		want      time.Duration
		wrong     bool
	}{
		{"", "", 0, false}, {"30000000", "", 30 * time.Second, false}, {"30000000", "1", 0, false},
		{"0", "", 0, true}, {"-1", "", 0, true}, {"soon", "", 0, true}, {"9223372036854775807", "", 0, true},
	} {
		t.Setenv("WATCHDOG_USEC", c.usec)
		t.Setenv("WATCHDOG_PID", c.pid)
		if got, err := watchdogTime(); got != c.want || err != nil != c.wrong {
			t.Errorf("%+v gives %v, %v", c, got, err)
		}
	}
}
