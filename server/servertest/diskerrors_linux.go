package servertest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// FailCalls has system calls of a running process fail, such as "fsync,fdatasync"
// with "EIO", until mend is called or the process has ended. Where paths are given
// only calls about these files fail. It needs strace, and the right to trace.
func FailCalls(pid int, calls, errno string, paths ...string) (mend func() error, err error) {
	args := []string{"-f", "-o", os.DevNull, "-e", "trace=" + calls, "-e", "inject=" + calls + ":error=" + errno, "-p", strconv.Itoa(pid)}
	for _, path := range paths {
		args = append(args, "-P", path)
	}
	cmd := exec.Command("strace", args...)
	said, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	end := func() error {
		err := cmd.Process.Signal(syscall.SIGTERM)
		if errors.Is(err, os.ErrProcessDone) {
			err = nil
		}
		_, readErr := io.Copy(io.Discard, said)
		_ = cmd.Wait() // it ends by the signal
		return errors.Join(err, readErr)
	}
	lines := bufio.NewReader(said)
	for heard := ""; ; {
		line, err := lines.ReadString('\n')
		if heard += line; strings.Contains(line, " attached") {
			return end, nil
		}
		if err != nil {
			return nil, errors.Join(fmt.Errorf("strace of process %d: %s", pid, strings.TrimSpace(heard)), end())
		}
	}
}
