// Package servertest starts whole servers on free ports and temporary folders,
// and drives them with a client that is as small as a true one can be: real
// sockets, the real handshake, the real messages.
package servertest

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"lobby/server/accounts"
	"lobby/server/app"
)

// Patience is how long a test waits for what must happen before it fails. It
// measures nothing; it only ends a test that would hang.
const Patience = 30 * time.Second

// Server is a running server and what it was started with.
type Server struct {
	*app.Server
	Config app.Config
}

// Config is a server on a free port of the loopback with a new folder, cheap
// password hashes and no multicast.
func Config(t testing.TB) app.Config {
	cfg := app.DefaultConfig()
	cfg.Listen = "127.0.0.1:0"
	cfg.Data = t.TempDir()
	cfg.Multicast = app.MulticastOff
	// Tests that stop a server seldom hang up first.
	cfg.Peers.End = 300 * time.Millisecond
	cfg.Accounts.Params = accounts.Params{MemoryKiB: 64, Passes: 1, Threads: 1}
	cfg.Log = slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	return cfg
}

// Start starts a server with Config, changed by edits, and closes it at the end
// of the test.
func Start(t testing.TB, edits ...func(*app.Config)) *Server {
	t.Helper()
	cfg := Config(t)
	for _, edit := range edits {
		edit(&cfg)
	}
	s := &Server{Config: cfg}
	s.start(t)
	t.Cleanup(func() { s.Stop(t) })
	return s
}

func (s *Server) start(t testing.TB) {
	t.Helper()
	running, err := app.Start(s.Config)
	if err != nil {
		t.Fatal(err)
	}
	s.Server = running
	s.Config.Listen = running.Addr().String() // the same at the next start
}

// Stop closes the server, once.
func (s *Server) Stop(t testing.TB) {
	t.Helper()
	if s.Server == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	if err := s.Server.Close(ctx); err != nil {
		t.Errorf("close the server: %v", err)
	}
	s.Server = nil
}

// Restart stops the server and starts it again on the same folder and port.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	s.Stop(t)
	s.start(t)
}
