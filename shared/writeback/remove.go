package writeback

import (
	"context"
	"errors"
	"os"
	"time"
)

// What Remove gives back at a time, and the pause after it. While four files of 256 MB
// were removed on an ext4 that discards what is free, one small sync of 100 took more than
// 25 ms; in steps of 16, 4 MiB at 640 MB/s more than 5.5, 1.7. These are half as fast.
const (
	removeBytes = 2 << 20
	removePause = 6 * time.Millisecond
)

// Remove removes a file that may be large, where nobody else has it open. Its name is gone
// at once, its room bit by bit until Remove returns: given back all at once, everybody who
// has something to store waits for it. When ctx ends, Remove returns at once, and the rest is
// given back when the process ends, or when the collector finds the file: of 20 GB that
// takes longer than a program has that was told to stop.
func Remove(ctx context.Context, path string) error {
	info, err := os.Lstat(path)
	if err != nil || !flushes || !info.Mode().IsRegular() || info.Size() <= removeBytes {
		return os.Remove(path)
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return os.Remove(path)
	}
	err = os.Remove(path)
	for left := info.Size(); err == nil && left > removeBytes; {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(removePause):
		}
		left -= removeBytes
		err = f.Truncate(left)
	}
	return errors.Join(err, f.Close())
}
