package session

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

// What can't be read is told when it is chosen, also where it is deep in a folder.
func TestUnreadableFilesAreNotOffered(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "within", "locked.txt")
	// The folder that all the test's are in is its user's alone.
	if err := errors.Join(os.Chmod(filepath.Dir(dir), 0o755), os.Mkdir(filepath.Dir(file), 0o755), os.WriteFile(file, []byte("x"), 0), os.WriteFile(filepath.Join(dir, "a.txt"), nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	looked := make(chan struct{})
	go func() {
		defer close(looked)
		runtime.LockOSThread() // until the goroutine ends, and the thread with it
		const nobody = 65534
		if _, err := unix.SetfsuidRetUid(nobody); err != nil { // root could read everything
			t.Error(err)
		}
		if got, err := examineFile(t.Context(), filepath.Join(dir, "a.txt")); err != nil {
			t.Errorf("a file that can be read: %+v, %v", got, err)
		}
		for _, path := range []string{file, dir} {
			if got, err := examineFile(t.Context(), path); !errors.Is(err, fs.ErrPermission) {
				t.Errorf("%s: %+v, %v", path, got, err)
			}
		}
	}()
	<-looked
}
