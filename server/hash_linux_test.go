package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"lobby/server/servertest"
	"lobby/shared/wire"
)

// A password is hashed by a process that gives way to all others, also when it is
// killed once, and that ends with the server, and not before.
func TestPasswordsAreHashedElsewhere(t *testing.T) {
	t.Parallel()
	p := serve(t, t.TempDir())
	c := servertest.Connect(t, p.addr)
	c.LogIn(wire.Register{ID: c.NextID(), Name: "Ann", Password: servertest.Password})
	hashing := hashingBelow(t, p.Process.Pid)
	attr, err := unix.SchedGetAttr(hashing, 0)
	if err != nil || attr.Policy != unix.SCHED_IDLE {
		t.Errorf("the process has the policy %+v, %v", attr, err)
	}
	if err := syscall.Kill(hashing, syscall.SIGTERM); err != nil { // as systemd does to all
		t.Fatal(err)
	}
	login := servertest.Connect(t, p.addr)
	login.LogIn(wire.Login{ID: login.NextID(), Name: "Ann", Password: servertest.Password})
	if now := hashingBelow(t, p.Process.Pid); now != hashing {
		t.Errorf("SIGTERM has ended the process: it is %d now, and was %d", now, hashing)
	}
	if err := syscall.Kill(hashing, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	again := servertest.Connect(t, p.addr)
	again.LogIn(wire.Login{ID: again.NextID(), Name: "Ann", Password: servertest.Password})
	p.Process.Signal(syscall.SIGTERM)
	for _, client := range []*servertest.Client{c, login, again} {
		client.Close()
	}
	if err := p.Wait(); err != nil {
		t.Errorf("lobbyd ended with %v: %s", err, p.stderr)
	}
	if !strings.Contains(p.stderr.String(), "hash in another process") {
		t.Errorf("nothing was said of the process that was killed: %s", p.stderr)
	}
}

// hashingBelow returns the only process that a server has started.
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
	if n, err := fmt.Sscan(all.String(), &child); n != 1 || err != nil {
		t.Fatalf("lobbyd has started %q", all.String())
	}
	return child
}
