package fault

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// smallDisk makes a file system of so many bytes and returns a path to it, or
// says why it can't. It is mounted nowhere: this process holds it, and it ends
// with this process, whatever ends that.
func smallDisk(t *testing.T, bytes int) (string, error) {
	t.Helper()
	fs, err := unix.Fsopen("tmpfs", unix.FSOPEN_CLOEXEC)
	if err != nil {
		return "", fmt.Errorf("make a small disk: %w", err)
	}
	defer unix.Close(fs)
	if err := unix.FsconfigSetString(fs, "size", fmt.Sprint(bytes)); err != nil {
		return "", fmt.Errorf("make a small disk: %w", err)
	}
	if err := unix.FsconfigCreate(fs); err != nil {
		return "", fmt.Errorf("make a small disk: %w", err)
	}
	disk, err := unix.Fsmount(fs, unix.FSMOUNT_CLOEXEC, 0)
	if err != nil {
		return "", fmt.Errorf("make a small disk: %w", err)
	}
	t.Cleanup(func() { unix.Close(disk) })
	return fmt.Sprintf("/proc/%d/fd/%d", os.Getpid(), disk), nil
}

// fill takes all the room that is left, and returns what gives it back.
func fill(disk string) (free func() error, err error) {
	path := filepath.Join(disk, "ballast")
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for block := make([]byte, 1<<20); len(block) > 0; {
		if _, err := f.Write(block); err != nil {
			block = block[:len(block)/2]
		}
	}
	return func() error { return os.Remove(path) }, nil
}
