package fault

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"lobby/client/model"
	"lobby/server/servertest"
)

// maxMemory bounds the server's memory under all attacks at once, in bytes.
// About 2,700 connections of at most 24 KiB take 64 MiB; a hash 19, and one runs
// at a time on few cores; what waits for one reader that never reads 1, and for
// each of the honest, who may lag behind a flood of that size, as much; what
// waits for the disk at most 32. Twice that is the garbage collector's right.
const maxMemory = 256 << 20

// withRace is by how much the race detector multiplies memory, at most: its own
// documentation says 5 to 10 times.
const withRace = 10

// maxThreads is far more than a runtime needs that waits for the network without
// threads.
const maxThreads = 64

// TestHostile abuses a server process in every way at once while members chat.
func TestHostile(t *testing.T) {
	if os.Getenv("FAULT_TIME") == "" {
		t.Skip("takes half a minute: make fault runs it")
	}
	server := newLobbyd(filepath.Join(t.TempDir(), "data"))
	if err := server.start(); err != nil {
		t.Fatalf("%v: %s", err, server.log)
	}
	t.Cleanup(func() { server.kill() })
	h := newHonest(t, server.Addr(), 6)
	pid := server.process.Process.Pid
	if err := h.chat(t.Context(), 100); err != nil {
		t.Fatal(err)
	}
	calm, err := usageOf(pid)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("calm: %s; %v", h.figures(), calm)

	share := 1
	if raceDetector {
		share = 4
	}
	abuse(t, h, server.Addr(), share)
	attacked, err := usageOf(pid)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("attacked: %s; %v", h.figures(), attacked)
	bound := maxMemory
	if raceDetector {
		bound *= withRace
	}
	if attacked.peak > bound {
		t.Errorf("the server took %d MiB, more than %d", attacked.peak>>20, bound>>20)
	}
	if attacked.threads > maxThreads {
		t.Errorf("the server has %d threads, more than %d", attacked.threads, maxThreads)
	}
	awaitClosed(t, pid, calm.files)

	if err := h.chat(t.Context(), 100); err != nil {
		t.Error(err)
	}
	after, err := usageOf(pid)
	t.Logf("after: %s; %v, %v", h.figures(), after, err)
	h.check(t)
	if err := errors.Join(server.stop(), server.log.trouble()); err != nil {
		t.Errorf("%v\n%s", err, server.log.tail())
	}
}

// TestHostileLeavesNothing does the same, with fewer connections, to a server in this process, where
// goleak sees what is left.
func TestHostileLeavesNothing(t *testing.T) {
	t.Parallel()
	s := servertest.Start(t)
	h := newHonest(t, s.Addr().String(), 3)
	abuse(t, h, s.Addr().String(), 8)
	h.check(t)
}

// abuse makes all attacks at once while the honest chat.
func abuse(t *testing.T, h *honest, addr string, share int) {
	t.Helper()
	g := &target{addr: addr, victim: h.clients[0].name, share: share, quiet: make(chan struct{}), witness: h.witness}
	chatting, stop := context.WithCancel(t.Context())
	defer stop()
	var chat, running sync.WaitGroup
	var chatErr error
	chat.Go(func() {
		// What holds on until the members have chatted is let go even when
		// they no longer do.
		defer close(g.quiet)
		if chatErr = h.chat(chatting, 100); chatErr != nil {
			return
		}
		chat.Go(func() { chatErr = h.chat(chatting, math.MaxInt) })
	})
	errs := make([]error, len(attacks))
	for i, a := range attacks {
		running.Go(func() {
			begin := time.Now()
			if err := a.run(g); err != nil {
				errs[i] = fmt.Errorf("%s: %w", a.name, err)
			}
			t.Logf("%s: %v", a.name, time.Since(begin).Round(time.Millisecond))
		})
	}
	running.Wait()
	stop()
	chat.Wait()
	if err := errors.Join(append(errs, chatErr)...); err != nil {
		t.Errorf("%.4000v", err)
	}
}

// check holds that the honest were served all the time, and that the member
// whose password was guessed can log in where it always does.
func (h *honest) check(t *testing.T) {
	t.Helper()
	for _, err := range h.witness.wrong {
		t.Error(err)
	}
	t.Logf("honest members lost their connection %d times", h.witness.counts.reconnects)
	for _, c := range h.clients {
		if err := c.await("its messages to be sent", func(s *model.State) bool { return s.Unsent() == 0 }); err != nil {
			t.Error(err)
		}
	}
	victim := h.clients[0]
	again := startClient(t, h.witness, "again", victim.name, victim.server)
	if err := again.logIn(); err != nil {
		t.Errorf("the guessed member can't log in: %v", err)
	}
}

// awaitClosed waits until the server has closed what the attacks left.
func awaitClosed(t *testing.T, pid, files int) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for {
		u, err := usageOf(pid)
		if err != nil {
			t.Fatal(err)
		}
		if u.files <= files {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d files are open, %d before", u.files, files)
		}
		time.Sleep(10 * time.Millisecond) // another process's files can't be waited on
	}
}
