//go:build !linux

package yielding

import "os/exec"

// Start starts a command, as its Start does, where a process can't be told to run
// only when nobody else wants a core.
func Start(cmd *exec.Cmd) error { return cmd.Start() }
