package main

import (
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"lobby/server/servertest"
)

// A service manager hears when the server listens, and when it stops.
func TestServiceManagerIsNotified(t *testing.T) {
	dir, err := os.MkdirTemp("", "lobby") // for a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "notify")
	manager, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer manager.Close()
	t.Setenv("NOTIFY_SOCKET", path)
	hears := func(want string) {
		t.Helper()
		manager.SetReadDeadline(time.Now().Add(servertest.Patience))
		buf := make([]byte, 100)
		n, err := manager.Read(buf)
		if err != nil || string(buf[:n]) != want {
			t.Errorf("the manager hears %q, %v, want %q", buf[:n], err, want)
		}
	}
	p := serve(t, filepath.Join(dir, "data"))
	hears("READY=1")
	p.Process.Signal(syscall.SIGTERM)
	hears("STOPPING=1")
	if err := p.Wait(); err != nil {
		t.Error(err)
	}
}
