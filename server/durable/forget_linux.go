package durable

import (
	"os"

	"golang.org/x/sys/unix"
)

// Forget asks the system to drop what it has in memory of a file, so that what is
// read next comes from the disk. What was not written yet stays. It is to be
// called after a Sync, because Linux takes for clean what it failed to write: the
// next Sync reports no error, and readers are shown what a loss of power would
// take away. It is a request, which file systems in memory have no use for.
func Forget(f *os.File) {
	_ = unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED)
}
