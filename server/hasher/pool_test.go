package hasher

import (
	"bytes"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"lobby/server/accounts"
)

// behaviour is the environment variable by which this program is a process that
// hashes, or one that goes wrong.
const behaviour = "HASHER_TEST"

func TestMain(m *testing.M) {
	switch os.Getenv(behaviour) {
	case "hash":
		if err := Serve(os.Stdin, os.Stdout); err != nil {
			os.Exit(1)
		}
	case "end":
		os.Exit(3)
	case "rubbish":
		os.Stdout.WriteString("not a hash")
	case "hang":
		_, _ = io.Copy(io.Discard, os.Stdin)
	default:
		goleak.VerifyTestMain(m)
	}
	os.Exit(0)
}

// processes are those that a Pool has started.
type processes struct {
	t         *testing.T
	behaviour string
	count     int
	alive     *os.File // open for writing in all of them
	ended     *os.File // at its end when none is left
}

func newPool(t *testing.T, behaviour string) (*Pool, *processes, *bytes.Buffer) {
	ended, alive, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	started := &processes{t: t, behaviour: behaviour, alive: alive, ended: ended}
	var log bytes.Buffer
	pool := NewPool(started.command, time.Hour, slog.New(slog.NewTextHandler(&log, nil)))
	t.Cleanup(func() {
		pool.Close()
		started.awaitEnd()
		ended.Close()
	})
	return pool, started, &log
}

func (p *processes) command() *exec.Cmd {
	p.count++
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), behaviour+"="+p.behaviour, "GORACE=atexit_sleep_ms=0")
	cmd.ExtraFiles = []*os.File{p.alive}
	return cmd
}

// awaitEnd waits until none of the processes is left. None can be started then.
func (p *processes) awaitEnd() {
	p.alive.Close()
	if _, err := io.Copy(io.Discard, p.ended); err != nil {
		p.t.Error(err)
	}
}

var cheap = accounts.Params{MemoryKiB: 64, Passes: 1, Threads: 1}

// check holds that a password is hashed as it must be, whoever does it.
func check(t *testing.T, p *Pool, password string) {
	t.Helper()
	salt := []byte("a salt of 16 byte")
	want := accounts.Argon2id([]byte(password), salt, cheap, 32)
	if got := p.Hash([]byte(password), salt, cheap, 32); !bytes.Equal(got, want) {
		t.Errorf("%q is hashed to %x, want %x", password, got, want)
	}
}

func TestOneProcessHashesAllInTurn(t *testing.T) {
	pool, started, log := newPool(t, "hash")
	for _, password := range []string{"correct horse", "密碼密碼密碼密碼", "", string(make([]byte, 1<<16))} {
		check(t, pool, password)
	}
	if started.count != 1 || log.Len() > 0 {
		t.Errorf("%d processes; %s", started.count, log)
	}
}

func TestCallersAtOnce(t *testing.T) {
	pool, started, log := newPool(t, "hash")
	var callers sync.WaitGroup
	for range 4 {
		callers.Go(func() {
			for range 5 {
				check(t, pool, "correct horse")
			}
		})
	}
	callers.Wait()
	if started.count > 4 || log.Len() > 0 {
		t.Errorf("%d processes; %s", started.count, log)
	}
}

func TestIdleProcessesEnd(t *testing.T) {
	pool, started, log := newPool(t, "hash")
	pool.idle = time.Nanosecond
	check(t, pool, "correct horse")
	started.awaitEnd()
	if log.Len() > 0 {
		t.Error(log)
	}
}

// Whatever a process does instead, the password is hashed, the operator is told, and
// no other is started for a while.
func TestProcessesThatFail(t *testing.T) {
	for _, behaviour := range []string{"end", "rubbish", "hang"} {
		t.Run(behaviour, func(t *testing.T) {
			pool, started, _ := newPool(t, behaviour)
			told := make(chan string, 2)
			pool.log = slog.New(slog.NewTextHandler(tell(told), nil))
			pool.patience = time.Millisecond
			check(t, pool, "correct horse")
			check(t, pool, "battery staple")
			if line := <-told; !bytes.Contains([]byte(line), []byte("hash in another process")) {
				t.Error(line)
			}
			if started.count != 1 {
				t.Errorf("%d processes", started.count)
			}
		})
	}
}

// tell is a writer whose lines somebody waits for.
type tell chan string

func (c tell) Write(b []byte) (int, error) {
	c <- string(b)
	return len(b), nil
}

func TestNoProgram(t *testing.T) {
	pool, started, _ := newPool(t, "")
	told := make(chan string, 1)
	pool.log = slog.New(slog.NewTextHandler(tell(told), nil))
	pool.command = func() *exec.Cmd { return exec.Command(t.TempDir()) }
	check(t, pool, "correct horse")
	<-told
	if started.count != 0 {
		t.Errorf("%d processes", started.count)
	}
}

// A process that is killed while nobody needs it.
func TestKilledWhileFree(t *testing.T) {
	pool, started, _ := newPool(t, "hash")
	told := make(chan string, 1)
	pool.log = slog.New(slog.NewTextHandler(tell(told), nil))
	check(t, pool, "correct horse")
	if err := pool.free[0].process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	started.awaitEnd()
	check(t, pool, "battery staple")
	<-told
}

func TestClosedPoolHashesItself(t *testing.T) {
	pool, started, log := newPool(t, "hash")
	pool.Close()
	check(t, pool, "correct horse")
	if started.count != 0 || log.Len() > 0 {
		t.Errorf("%d processes; %s", started.count, log)
	}
}
