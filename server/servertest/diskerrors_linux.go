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
	return inject(pid, calls, "error="+errno, paths...)
}

// KillInCall has a running process killed when it next enters one of these system
// calls, such as "fsync,fdatasync", unless end is called before. The call is held up
// for some milliseconds, in which the other threads go on: what the process says
// before the call is done is heard. It needs what FailCalls needs.
func KillInCall(pid int, calls string) (end func() error, err error) {
	return inject(pid, calls, "signal=SIGKILL:delay_enter=5000")
}

// inject has something happen at system calls of a process until end is called or the
// process has ended.
func inject(pid int, calls, what string, paths ...string) (end func() error, err error) {
	args := []string{"-f", "-o", os.DevNull, "-e", "trace=" + calls, "-e", "inject=" + calls + ":" + what, "-p", strconv.Itoa(pid)}
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
	end = func() error {
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
