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
	if err := errors.Join(os.Mkdir(filepath.Dir(file), 0o755), os.WriteFile(file, []byte("x"), 0), os.WriteFile(filepath.Join(dir, "a.txt"), nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	looked := make(chan struct{})
	go func() {
		defer close(looked)
		runtime.LockOSThread()       // until the goroutine ends, and the thread with it
		var none [2]unix.CapUserData // with others root could read everything
		if err := unix.Capset(&unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}, &none[0]); err != nil {
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
