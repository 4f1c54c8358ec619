package ledger

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"lobby/shared/wire"
)

func TestReady(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "log")
	synctest.Test(t, func(t *testing.T) {
		d := newFaultDisk()
		l := openLog(t, dir, Options{}, d)
		l.store(message(wire.Room, 1, 0))
		if err := l.Ready(); err != nil {
			t.Errorf("a good disk: %v", err)
		}
		tries := 0
		d.fail(func(op, name string) error {
			if name != probeName {
				return nil
			}
			tries++
			return syscall.ENOSPC
		})
		time.Sleep(probeKept) // of the bubble's clock
		for range 10 {
			if err := l.Ready(); !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("a full disk: %v", err)
			}
		}
		if tries != 1 {
			t.Errorf("the disk was tried %d times in a moment", tries)
		}
		d.fail(nil)
		time.Sleep(probeKept)
		if err := l.Ready(); err != nil {
			t.Errorf("with room again: %v", err)
		}
		l.Close()
	})
	if files := folder(t, dir); len(files) != 1 {
		t.Errorf("left in the folder: %d files", len(files))
	}
}
