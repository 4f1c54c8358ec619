//go:build !linux

package servertest

import "errors"

// FailCalls has system calls of a running process fail, on Linux.
func FailCalls(int, string, string, ...string) (mend func() error, err error) {
	return nil, errors.ErrUnsupported
}

// KillInCall has a running process killed in a system call, on Linux.
func KillInCall(int, string) (end func() error, err error) { return nil, errors.ErrUnsupported }
