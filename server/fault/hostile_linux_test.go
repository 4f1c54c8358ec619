package fault

import (
	"context"
	"errors"
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
// at a time on few cores, in a process of its own; what waits for one reader that
// never reads 1, and for each of the honest, who may lag behind a flood of that size,
// as much; what waits for the disk at most 32. Twice that is the garbage collector's
// right.
const maxMemory = 256 << 20

// withRace is by how much the race detector multiplies memory, at most: its own
// documentation says 5 to 10 times.
const withRace = 10

// maxThreads is far more than a runtime needs that waits for the network without
// threads.
const maxThreads = 64

// calmRounds is how many messages are said before and after the attacks: enough that
// the p99 of their arrivals is not one message that the machine was late with.
const calmRounds = 300

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
	if err := h.chat(t.Context(), calmRounds); err != nil {
		t.Fatal(err)
	}
	calm, err := usageOf(pid)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("calm: %s; %v", h.figures(), calm)

	order := attackOrder{Addr: server.Addr(), Victim: h.clients[0].name, Share: 1}
	if raceDetector {
		order.Share = 4
	}
	abuse(t, h, func(quiet <-chan struct{}) error { return order.carryOutElsewhere(t, quiet) })
	attacked, err := usageOf(pid)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("attacked: %s; %v", h.figures(), attacked)
	bound := maxMemory
	if raceDetector {
		bound *= withRace
	}
	if took := attacked.peak + attacked.beside; took > bound {
		t.Errorf("the server took %d MiB, more than %d", took>>20, bound>>20)
	}
	if attacked.threads > maxThreads {
		t.Errorf("the server has %d threads, more than %d", attacked.threads, maxThreads)
	}
	awaitClosed(t, pid, calm.files)

	if err := h.chat(t.Context(), calmRounds); err != nil {
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
	g := &target{addr: s.Addr().String(), victim: h.clients[0].name, share: 8, witness: h.witness}
	abuse(t, h, func(quiet <-chan struct{}) error {
		g.quiet = quiet
		return g.attack(t.Logf)
	})
	h.check(t)
}

// abuse has attack make all attacks while the honest chat. It is told by quiet when
// they have chatted enough, so that what holds on until then is let go.
func abuse(t *testing.T, h *honest, attack func(quiet <-chan struct{}) error) {
	t.Helper()
	chatting, stop := context.WithCancel(t.Context())
	defer stop()
	quiet := make(chan struct{})
	var chat sync.WaitGroup
	var chatErr error
	chat.Go(func() {
		chatErr = h.chat(chatting, 100)
		close(quiet) // even when they no longer chat
		if chatErr == nil {
			chatErr = h.chat(chatting, math.MaxInt)
		}
	})
	err := attack(quiet)
	stop()
	chat.Wait()
	if err := errors.Join(err, chatErr); err != nil {
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
