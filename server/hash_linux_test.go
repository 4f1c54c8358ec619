package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"lobby/server/accounts"
	"lobby/server/hasher"
	"lobby/server/servertest"
	"lobby/shared/wire"
)

// A server has passwords hashed by another process. Where others keep all cores busy
// that may have taken too long already, which the server says then.
func TestPasswordsAreHashedElsewhere(t *testing.T) {
	t.Parallel()
	p := serve(t, t.TempDir())
	c := servertest.Connect(t, p.addr)
	c.LogIn(wire.Register{ID: c.NextID(), Name: "Ann", Password: servertest.Password})
	hashing := hashingBelow(t, p.Process.Pid)
	p.Process.Signal(syscall.SIGTERM)
	c.Close()
	if err := p.Wait(); err != nil {
		t.Errorf("lobbyd ended with %v: %s", err, p.stderr)
	}
	if hashing == 0 && !strings.Contains(p.stderr.String(), "hash in another process") {
		t.Errorf("lobbyd has started no process: %s", p.stderr)
	}
}

// The process that hashes gives way to all others, and only the server ends it:
// systemd and terminals send SIGTERM and SIGINT to both.
func TestHashingProcess(t *testing.T) {
	t.Parallel()
	ended, alive, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer ended.Close()
	var process *exec.Cmd
	command := func() *exec.Cmd {
		if process != nil {
			t.Error("another process is started")
		}
		process = hashingProcess()
		process.Env = append(process.Env, asProgram+"=1", "GORACE=atexit_sleep_ms=0")
		process.ExtraFiles = []*os.File{alive}
		return process
	}
	pool := hasher.NewPool(command, time.Hour, slog.New(slog.DiscardHandler))
	cheap := accounts.Params{MemoryKiB: 64, Passes: 1, Threads: 1}
	password, salt := []byte(servertest.Password), []byte("a salt of 16 byte")
	want := accounts.Argon2id(password, salt, cheap, 32)
	for _, sent := range []syscall.Signal{0, syscall.SIGTERM, syscall.SIGINT} {
		if sent != 0 {
			if err := process.Process.Signal(sent); err != nil {
				t.Error(err)
			}
		}
		if got := pool.Hash(password, salt, cheap, 32); !bytes.Equal(got, want) {
			t.Errorf("after signal %d the hash is another", sent)
		}
	}
	if attr, err := unix.SchedGetAttr(process.Process.Pid, 0); err != nil || attr.Policy != unix.SCHED_IDLE {
		t.Errorf("the process has the policy %+v, %v", attr, err)
	}
	pool.Close()
	alive.Close()
	if _, err := ended.Read(make([]byte, 1)); err == nil {
		t.Error("the process has written to where it should not")
	}
}

// hashingBelow returns the only process that a server has started, or 0 for none.
func hashingBelow(t *testing.T, pid int) (child int) {
	t.Helper()
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, list := range lists {
		content, _ := os.ReadFile(list) // nothing, where the thread has ended
		all.Write(content)
	}
	_, _ = fmt.Sscan(all.String(), &child)
	return child
}
