package writeback

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestRemove(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	hurried, cancel := context.WithCancel(t.Context())
	cancel()
	for _, ctx := range []context.Context{t.Context(), hurried} {
		for _, size := range []int64{0, removeBytes, removeBytes + 1, 3*removeBytes + 1} {
			if err := os.WriteFile(path, make([]byte, size), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := Remove(ctx, path); err != nil {
				t.Errorf("%d bytes: %v", size, err)
			}
			if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%d bytes are still there: %v", size, err)
			}
		}
	}
	if err := Remove(t.Context(), path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

// What leads to a file goes, and not the file.
func TestRemoveFollowsNothing(t *testing.T) {
	dir := t.TempDir()
	path, link := filepath.Join(dir, "f"), filepath.Join(dir, "link")
	if err := os.WriteFile(path, make([]byte, 2*removeBytes), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(path, link); err != nil {
		t.Skip(err)
	}
	if err := Remove(t.Context(), link); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Size() != 2*removeBytes {
		t.Errorf("the file that a link led to: %v, %v", info, err)
	}
}
