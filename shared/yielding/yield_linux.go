package yielding

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// niceness is what the threads of long work have instead of 0: of a contended core
// they get one share where others get nine (sched(7)). What it costs a transfer is in
// BENCHMARKS.md.
const niceness = 10

// Yield gives the calling goroutine a thread of its own, which the system runs
// after others. It ends with the goroutine, as a lowered priority can't be raised
// again without rights. A system that refuses leaves the priority as it is.
func Yield() {
	runtime.LockOSThread()
	_ = unix.Setpriority(unix.PRIO_PROCESS, 0, niceness) // on Linux the calling thread alone
}
