//go:build !linux

package yielding

import "os/exec"

// Yield does nothing where a thread can't have a priority of its own.
func Yield() {}

// Start starts a command, as its Start does, where a process can't be told to run
// only when nobody else wants a core.
func Start(cmd *exec.Cmd) error { return cmd.Start() }
