//go:build !linux

package fault

import (
	"errors"
	"testing"
)

// smallDisk makes a small file system, where the system lets it.
func smallDisk(*testing.T, int) (string, error) {
	return "", errors.New("a small disk is made on Linux alone")
}

// fill is never called without a smallDisk.
func fill(string) (free func() error, err error) { return nil, errors.ErrUnsupported }
