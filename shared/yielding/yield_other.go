//go:build !linux

package yielding

// Yield does nothing where a thread can't have a priority of its own.
func Yield() {}
