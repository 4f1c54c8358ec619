//go:build darwin || linux

package files

import "golang.org/x/sys/unix"

// freeBytes is how much room a folder's file system has for this process.
func freeBytes(dir string) (int64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return int64(s.Bavail) * int64(s.Bsize), nil
}
