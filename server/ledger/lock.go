package ledger

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// lockName is the file in the data folder that is locked. It stays there; the
// lock is the system's, and ends with the process however that ends.
const lockName = "lock"

// Lock keeps other processes out of the data folder dir until release is called
// or the process ends. The folder is made if it is not there. If another
// process holds the lock the error wraps ErrLocked and names the file and that
// process.
func Lock(dir string) (release func() error, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make data folder: %w", err)
	}
	path := filepath.Join(dir, lockName)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open lock file: %w", err)
	}
	if err := lockFile(f); err != nil {
		holder := readHolder(f)
		if errors.Is(err, ErrLocked) {
			err = fmt.Errorf("%s is %w%s", path, ErrLocked, holder)
		} else {
			err = fmt.Errorf("lock %s: %w", path, err)
		}
		return nil, errors.Join(err, f.Close())
	}
	if err := writeHolder(f); err != nil {
		return nil, errors.Join(fmt.Errorf("write %s: %w", path, err), f.Close())
	}
	return f.Close, nil // which unlocks it
}

func writeHolder(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt(strconv.AppendInt(nil, int64(os.Getpid()), 10), 0)
	return err
}

// readHolder names the process that wrote its number last, for an error.
func readHolder(f *os.File) string {
	var buf [20]byte
	n, _ := f.ReadAt(buf[:], 0) // it may be empty: the holder has just begun
	pid, err := strconv.Atoi(strings.TrimSpace(string(buf[:n])))
	if err != nil {
		return ""
	}
	return fmt.Sprintf(" (process %d)", pid)
}
