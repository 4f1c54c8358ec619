// Package durable makes changes of folders last through a loss of power.
package durable

import (
	"errors"
	"os"
	"runtime"
)

// SyncDir makes what was made, renamed or removed in a folder durable. Windows
// has nothing to do that with, and does it by itself.
func SyncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
