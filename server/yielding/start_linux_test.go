package yielding

import (
	"os/exec"
	"testing"

	"golang.org/x/sys/unix"
)

// A process that Start starts yields to all others, and nothing else does then.
func TestStartedProcessesYield(t *testing.T) {
	cmd := exec.Command("cat")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := Start(cmd); err != nil {
		t.Fatal(err)
	}
	policy := func(pid int) uint32 {
		attr, err := unix.SchedGetAttr(pid, 0)
		if err != nil {
			t.Fatal(err)
		}
		return attr.Policy
	}
	if got := policy(cmd.Process.Pid); got != unix.SCHED_IDLE {
		t.Errorf("the process has the policy %d, want %d", got, unix.SCHED_IDLE)
	}
	stdin.Close()
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	for range 100 {
		got := make(chan uint32)
		go func() { got <- policy(0) }()
		if got := <-got; got == unix.SCHED_IDLE {
			t.Fatal("a thread of this process has become idle too")
		}
	}
}
