package fault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"

	"lobby/server/servertest"
)

// lobbyd is the server: one process after the other on the same data folder,
// each on a port of its own. Its methods but Addr are for one goroutine.
type lobbyd struct {
	data  string
	flags []string
	skew  time.Duration // by how much the clock of processes to come is wrong
	log   *serverLog

	mu      sync.Mutex
	address string // "" while there is no process that listens

	process *process // nil while there is none
}

// process is one run of the program.
type process struct {
	*exec.Cmd
	line   *firstLine
	exited chan struct{} // closed after err is set
	err    error
}

func newLobbyd(data string, flags ...string) *lobbyd {
	return &lobbyd{data: data, flags: flags, log: &serverLog{}}
}

// Addr is where the server listens now, "" while it does not.
func (s *lobbyd) Addr() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.address
}

func (s *lobbyd) setAddr(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.address = address
}

// launch starts the program and does not wait until it listens.
func (s *lobbyd) launch() error {
	p := &process{line: newFirstLine(), exited: make(chan struct{})}
	args := []string{"serve", "--listen", "127.0.0.1:0", "--multicast", "off", "--data", s.data, "--clock-skew=" + s.skew.String()}
	p.Cmd = exec.Command(lobbydBin, append(args, s.flags...)...)
	p.Stdout, p.Stderr = p.line, s.log
	if err := p.Start(); err != nil {
		return err
	}
	go func() {
		p.err = p.Wait()
		close(p.exited)
	}()
	s.process = p
	return nil
}

var errEndedEarly = errors.New("lobbyd ended before it listened")

var listensOn = regexp.MustCompile(`^Lobby listens on (127\.0\.0\.1:\d+),`)

// listen waits until the launched program listens.
func (s *lobbyd) listen() error {
	select {
	case line := <-s.process.line.line:
		found := listensOn.FindStringSubmatch(line)
		if found == nil {
			return fmt.Errorf("lobbyd began with %q", line)
		}
		s.setAddr(found[1])
		return nil
	case <-s.process.exited:
		s.process = nil
		return errEndedEarly
	case <-time.After(patience):
		return errors.New("lobbyd does not listen")
	}
}

func (s *lobbyd) start() error {
	if err := s.launch(); err != nil {
		return err
	}
	return s.listen()
}

// kill ends the process as kill -9 does, at whatever it is doing.
func (s *lobbyd) kill() error {
	if s.process == nil {
		return nil
	}
	err := s.process.Process.Kill()
	if errors.Is(err, os.ErrProcessDone) {
		err = nil
	}
	<-s.process.exited
	s.setAddr("")
	s.process = nil
	return err
}

// stop asks the process to end, and expects that it does so cleanly.
func (s *lobbyd) stop() error {
	if s.process == nil {
		return nil
	}
	p := s.process
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case <-p.exited:
	case <-time.After(patience):
		return errors.Join(errors.New("lobbyd does not stop"), s.kill())
	}
	s.setAddr("")
	s.process = nil
	return p.err
}

// killStarting launches the program and kills it that long afterwards, unless it
// listens by then.
func (s *lobbyd) killStarting(ctx context.Context, after time.Duration) error {
	if err := s.launch(); err != nil {
		return err
	}
	select {
	case <-time.After(after):
	case <-s.process.line.line:
	case <-s.process.exited:
	case <-ctx.Done():
	}
	return s.kill()
}

// failsNothing returns why system calls of the process can't be made to fail. It
// tries so with those about a file that is not there.
func (s *lobbyd) failsNothing() error {
	mend, err := servertest.FailCalls(s.process.Process.Pid, "fsync", "EIO", filepath.Join(s.data, "no file"))
	if err != nil {
		return err
	}
	return mend()
}

// firstLine keeps the first line of what a program prints.
type firstLine struct {
	line chan string // gets it

	buf  []byte
	done bool
}

func newFirstLine() *firstLine { return &firstLine{line: make(chan string, 1)} }

func (f *firstLine) Write(p []byte) (int, error) {
	if !f.done {
		f.buf = append(f.buf, p...)
		if line, _, whole := bytes.Cut(f.buf, []byte("\n")); whole {
			f.line <- string(line)
			f.done, f.buf = true, nil
		}
	}
	return len(p), nil
}

// serverLog is what all processes have logged.
type serverLog struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *serverLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *serverLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// trouble returns what the log tells of panics and races.
func (l *serverLog) trouble() error {
	log := l.String()
	for _, sign := range []string{"DATA RACE", "panic: ", "fatal error: "} {
		if at := strings.Index(log, sign); at >= 0 {
			return fmt.Errorf("lobbyd logged: %.4000s", log[at:])
		}
	}
	return nil
}

// tail is the end of the log.
func (l *serverLog) tail() string {
	log := l.String()
	return log[max(0, len(log)-4000):]
}
