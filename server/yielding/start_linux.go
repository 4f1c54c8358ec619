package yielding

import (
	"os/exec"
	"runtime"

	"golang.org/x/sys/unix"
)

// Start starts a command, as its Start does, in a process that the system runs only
// when nobody else wants a core (SCHED_IDLE, sched(7)), and takes the core from as
// soon as somebody does. A system that refuses runs it like any other.
func Start(cmd *exec.Cmd) error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // until the goroutine ends, and the thread with it
		_ = unix.SchedSetAttr(0, &unix.SchedAttr{Policy: unix.SCHED_IDLE}, 0)
		started <- cmd.Start() // which inherits that
	}()
	return <-started
}
