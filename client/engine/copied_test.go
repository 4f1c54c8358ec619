//go:build linux

package engine

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// A copied picture becomes a file; where that fails there is nothing to send, least of
// all the folder that the program runs in, as which an empty path would be understood.
func TestCopiedPicture(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir+":/bin:/usr/bin")
	t.Setenv("WAYLAND_DISPLAY", "")
	program(t, dir, "xclip", `case "$5" in TARGETS) echo image/png;; *) printf pixels;; esac`)
	paths, err := copiedFiles(filepath.Join(dir, "pasted"))
	if err != nil || len(paths) != 1 {
		t.Fatalf("paths %q, %v", paths, err)
	}
	if got, err := os.ReadFile(paths[0]); err != nil || !bytes.Equal(got, []byte("pixels")) {
		t.Errorf("the file has %q, %v", got, err)
	}
	if paths, err := copiedFiles(filepath.Join(paths[0], "no folder")); err == nil || len(paths) > 0 {
		t.Errorf("where no file can be made, %q are sent, %v", paths, err)
	}
}
