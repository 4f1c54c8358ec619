package admin

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// socketName is the file in a data folder where its running server is asked.
const socketName = "control.sock"

// maxSocketPath is how long a socket's path may be in bytes. Linux has room for
// 108 with an ending zero, the BSDs and macOS for 104.
const maxSocketPath = 103

// errLongPath means that a data folder lies too deep for its socket, on a system
// that has no way around that.
var errLongPath = errors.New("the path of the data folder is too long for a socket in it; " +
	"start the server in a folder near it and give --data as a short relative path, or administer it while it is stopped")

// socketPath returns a path of the socket in a data folder that is short enough.
// Where the true one is not, the path goes through the opened folder, and holds
// until done is called.
func socketPath(data string) (path string, done func() error, err error) {
	path = filepath.Join(data, socketName)
	if len(path) <= maxSocketPath {
		return path, func() error { return nil }, nil
	}
	if runtime.GOOS != "linux" {
		return "", nil, fmt.Errorf("%s: %w", path, errLongPath)
	}
	dir, err := os.Open(data)
	if err != nil {
		return "", nil, err
	}
	return fmt.Sprintf("/proc/self/fd/%d/%s", dir.Fd(), socketName), dir.Close, nil
}
