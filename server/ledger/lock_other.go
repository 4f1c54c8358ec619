//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package ledger

import (
	"errors"
	"os"
)

// lockFile fails where the system has no locks that end with the process: a
// server must not run there.
func lockFile(*os.File) error { return errors.ErrUnsupported }
