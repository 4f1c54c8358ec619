package e2e

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"
)

// server is a running lobbyd.
type server struct {
	t    testing.TB
	addr string
	data string
	args []string
	cmd  *exec.Cmd
	log  *output
}

// startServer runs lobbyd on a free port with a data folder of its own.
func startServer(t testing.TB, args ...string) *server {
	t.Helper()
	s := newServer(t, args...)
	s.start()
	return s
}

// newServer is a server that does not run yet. Where it runs at the end of the
// test, it is stopped.
func newServer(t testing.TB, args ...string) *server {
	t.Helper()
	s := &server{t: t, addr: freeAddr(t), data: t.TempDir() + "/data", args: args}
	t.Cleanup(func() {
		if s.cmd != nil {
			s.stop()
		}
	})
	return s
}

func (s *server) start() {
	s.t.Helper()
	s.log = &output{t: s.t, name: "lobbyd"}
	s.cmd = exec.Command(lobbydBin, append([]string{"serve", "--listen", s.addr, "--data", s.data}, s.args...)...)
	s.cmd.Stdout, s.cmd.Stderr = s.log, s.log
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	waitHealthy(s.t, s.addr)
}

// stop asks the server to end and expects that it does so cleanly.
func (s *server) stop() {
	s.t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Error(err)
	}
	if err := s.cmd.Wait(); err != nil {
		s.t.Errorf("lobbyd ended with %v\n%s", err, s.log)
	}
	s.cmd = nil
}

// freeAddr is a loopback address that nothing listened on a moment ago.
func freeAddr(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// waitHealthy polls until the server answers.
func waitHealthy(t testing.TB, addr string) {
	t.Helper()
	ctx := patient(t)
	for {
		req, _ := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+"/healthz", nil)
		resp, err := http.DefaultClient.Do(req)
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return
			}
			err = fmt.Errorf("status %s", resp.Status)
		}
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			t.Fatalf("server at %s does not answer: %v", addr, err)
		}
		time.Sleep(10 * time.Millisecond) // a listener that is not there yet can't be waited on
	}
}

// output keeps what a process prints, and shows it when the test fails.
type output struct {
	t    testing.TB
	name string
	mu   sync.Mutex
	buf  []byte
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.buf = append(o.buf, p...)
	return len(p), nil
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.name + " printed:\n" + string(o.buf)
}

// kill ends the server as a crash would.
func (s *server) kill() {
	s.t.Helper()
	if err := s.cmd.Process.Kill(); err != nil {
		s.t.Fatal(err)
	}
	s.cmd.Wait() // it says that it was killed
	s.cmd = nil
}
