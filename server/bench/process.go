package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// endTimeout is how long a server may take to stop before it is killed.
const endTimeout = 10 * time.Second

// server is a running lobbyd.
type server struct {
	cmd     *exec.Cmd
	addr    string
	started time.Duration // from its start until it listened
	said    int           // messages in conversations so far
}

// start starts a server whose limits that all members together would meet are
// raised; what may wait for one of them is not.
func (l *lab) start(ctx context.Context, data, listen string) (*server, error) {
	return l.startWith(ctx, data, listen, "--max-connections", "20000", "--max-per-address", "20000",
		"--max-rate", "1e9", "--max-burst", "1000000000")
}

// startWith starts the server on a data folder and returns when it listens. It is
// killed when ctx ends.
func (l *lab) startWith(ctx context.Context, data, listen string, flags ...string) (*server, error) {
	args := append([]string{"serve", "--listen", listen, "--data", data, "--multicast", "off"}, flags...)
	if l.options.Profile != "" {
		dir, err := l.profileDir()
		if err != nil {
			return nil, err
		}
		args = append(args, "--profile", dir)
	}
	logs, err := os.OpenFile(filepath.Join(l.options.Dir, "lobbyd.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	defer logs.Close() // the child has its own
	s := &server{cmd: exec.CommandContext(ctx, l.options.Server, args...)}
	s.cmd.Stderr = logs
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	begun := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	s.started = time.Since(begun)
	said, found := strings.CutPrefix(line, "Lobby listens on ")
	s.addr, _, _ = strings.Cut(said, ",")
	if err != nil || !found {
		s.stop()
		return nil, fmt.Errorf("the server did not start; see %s", logs.Name())
	}
	return s, nil
}

// stop ends the server and waits until it has ended.
func (s *server) stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.cmd.Process.Kill()
	}
	late := time.AfterFunc(endTimeout, func() { s.cmd.Process.Kill() })
	defer late.Stop()
	return s.cmd.Wait()
}

// cpu is the processor's time that the server has used, user and system.
func (s *server) cpu() (time.Duration, error) { return cpuOf(strconv.Itoa(s.cmd.Process.Pid)) }

// tick is the unit of times in /proc, which is 10 ms for every program whatever
// the kernel counts in.
const tick = 10 * time.Millisecond

// cpuOf reads the time that a process, a number or "self", has used.
func cpuOf(process string) (time.Duration, error) {
	b, err := os.ReadFile("/proc/" + process + "/stat")
	if err != nil {
		return 0, err
	}
	// The second field is the program's name in parentheses, of any content.
	fields := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
	if len(fields) < 13 {
		return 0, fmt.Errorf("/proc/%s/stat has only %d fields", process, len(fields))
	}
	total := time.Duration(0)
	for _, field := range fields[11:13] { // utime and stime, the 14th and 15th of all
		ticks, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("/proc/%s/stat: %w", process, err)
		}
		total += time.Duration(ticks) * tick
	}
	return total, nil
}

// memory is how many bytes of the server are in the machine's memory.
func (s *server) memory() (int64, error) {
	path := fmt.Sprintf("/proc/%d/smaps_rollup", s.cmd.Process.Pid)
	b, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(b)) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "Rss:" {
			kib, err := strconv.ParseInt(fields[1], 10, 64)
			return kib << 10, err
		}
	}
	return 0, fmt.Errorf("%s has no Rss", path)
}
