package writeback

import (
	"errors"
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// flushes says that flush does something.
const flushes = true

// behindOthers has what the calling goroutine brings to the disk go there when
// nobody else asks for it, until the goroutine ends (ioprio_set(2): the calling
// thread, the idle class). A scheduler without classes ignores it. Whoever asks for
// the whole file at its end does so in a class of their own, and waits for no more
// than others do.
func behindOthers() {
	const who, idle = 1, 3 << 13
	runtime.LockOSThread()
	_, _, _ = unix.RawSyscall(unix.SYS_IOPRIO_SET, who, 0, idle)
}

// flush writes a part of a file to the disk and waits until the disk has taken it.
// Unlike a sync that has no entry of the file system's journal written, for
// which all others would have to wait.
func flush(f *os.File, from, count int64) error {
	raw, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var flushErr error
	err = raw.Control(func(fd uintptr) {
		const all = unix.SYNC_FILE_RANGE_WAIT_BEFORE | unix.SYNC_FILE_RANGE_WRITE | unix.SYNC_FILE_RANGE_WAIT_AFTER
		flushErr = unix.SyncFileRange(int(fd), from, count, all)
	})
	if errors.Is(flushErr, unix.ENOSYS) || errors.Is(flushErr, unix.EINVAL) || errors.Is(flushErr, unix.ESPIPE) {
		flushErr = nil // it is not such a file; a sync at the end does everything
	}
	if err = errors.Join(err, flushErr); err != nil {
		return fmt.Errorf("bring a part of a file to the disk: %w", err)
	}
	return nil
}
