//go:build !linux

package servertest

import "errors"

// FailCalls has system calls of a running process fail, on Linux.
func FailCalls(int, string, string, ...string) (mend func() error, err error) {
	return nil, errors.ErrUnsupported
}
