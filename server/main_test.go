package main

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"lobby/server/servertest"
	"lobby/shared/wire"
)

// asProgram in the environment makes the test's own binary the program, so that
// what is tested is a process of its own, with the race detector in it.
const asProgram = "LOBBYD_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	goleak.VerifyTestMain(m)
}

// program is a running lobbyd.
type program struct {
	*exec.Cmd
	line   string // what it printed at its start
	addr   string
	stdout *bufio.Reader
	stderr *bytes.Buffer
}

func command(t *testing.T, args ...string) *program {
	t.Helper()
	p := &program{Cmd: exec.CommandContext(t.Context(), os.Args[0], args...), stderr: new(bytes.Buffer)}
	p.Env = append(os.Environ(), asProgram+"=1")
	p.Stderr = p.stderr
	return p
}

var startLine = regexp.MustCompile(`^Lobby listens on (127\.0\.0\.1:\d+), its page is http://127\.0\.0\.1:\d+/, its key is( [a-z]+){6}\n$`)

// serve starts lobbyd on a free port and waits until it listens.
func serve(t *testing.T, data string, args ...string) *program {
	t.Helper()
	p := command(t, append([]string{"serve", "--listen", "127.0.0.1:0", "--multicast", "off", "--data", data}, args...)...)
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.Process.Kill()
		p.Wait()
	})
	p.stdout = bufio.NewReader(out)
	if p.line, err = p.stdout.ReadString('\n'); err != nil {
		p.Wait()
		t.Fatalf("lobbyd ended before it listened: %s", p.stderr)
	}
	found := startLine.FindStringSubmatch(p.line)
	if found == nil {
		t.Fatalf("lobbyd began with %q", p.line)
	}
	p.addr = found[1]
	return p
}

// fails runs lobbyd and expects it to end with code 1 and one line that says
// all of these things.
func fails(t *testing.T, args []string, says ...string) {
	t.Helper()
	p := command(t, args...)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	hung := time.AfterFunc(servertest.Patience, func() { p.Process.Kill() })
	defer hung.Stop()
	err := p.Wait()
	if code := p.ProcessState.ExitCode(); code != 1 {
		t.Errorf("%q ended with code %d, %v", args, code, err)
	}
	last := p.stderr.String()
	if strings.Count(last, "lobbyd: ") != 1 || !strings.HasSuffix(last, "\n") {
		t.Errorf("%q said %q", args, last)
	}
	for _, what := range says {
		if !strings.Contains(last, what) {
			t.Errorf("%q said %q, which lacks %q", args, last, what)
		}
	}
}

func TestTermEndsCleanly(t *testing.T) {
	t.Parallel()
	p := serve(t, t.TempDir())
	response, err := http.Get("http://" + p.addr + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	c := servertest.Connect(t, p.addr)
	c.LogIn(wire.Register{ID: c.NextID(), Name: "Ann", Password: servertest.Password})
	sent := c.Say(wire.Room, "1", "before the end")
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if bye := c.Ended(); bye.Code != wire.CodeStopping {
		t.Errorf("the last word is %+v", bye)
	}
	c.Close()
	if err := p.Wait(); err != nil {
		t.Errorf("lobbyd ended with %v: %s", err, p.stderr)
	}
	if strings.Contains(p.stderr.String(), "before the end") {
		t.Error("the log holds a message's text")
	}

	again := serve(t, p.Args[len(p.Args)-1])
	back := servertest.Connect(t, again.addr)
	back.LogIn(wire.Login{ID: back.NextID(), Name: "Ann", Password: servertest.Password})
	events, _ := back.History(wire.Room, 0, 10)
	found := false
	for _, e := range events {
		found = found || e.Seq == sent.Seq && e.Text == "before the end"
	}
	if !found {
		t.Errorf("after a restart the history is %+v", events)
	}
}

func TestSecondSignalEndsAtOnce(t *testing.T) {
	t.Parallel()
	p := serve(t, t.TempDir())
	// A member that does not hang up keeps the server for its whole patience.
	c := servertest.Connect(t, p.addr)
	c.LogIn(wire.Register{ID: c.NextID(), Name: "Ann", Password: servertest.Password})
	p.Process.Signal(syscall.SIGTERM)
	servertest.Await[wire.Bye](c, nil) // the first signal has been taken
	p.Process.Signal(syscall.SIGTERM)
	p.Wait()
	if status, ok := p.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() || status.Signal() != syscall.SIGTERM {
		t.Errorf("lobbyd ended with %v", p.ProcessState)
	}
}

func TestPortInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	addr := taken.Addr().String()
	fails(t, []string{"serve", "--listen", addr, "--data", t.TempDir()}, addr, "in use", "--listen")
}

// A server that does not start leaves whole profiles too.
func TestProfilesOfAFailedStart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	fails(t, []string{"serve", "--listen", "127.0.0.1:0", "--data", file, "--profile", dir}, "can't be used", file)
	for _, name := range []string{"cpu.pprof", "heap.pprof"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %+v, %v", name, info, err)
		}
	}
}

func TestDataLocked(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	serve(t, data)
	fails(t, []string{"serve", "--listen", "127.0.0.1:0", "--data", data}, "another server", data)
}

func TestDataNotAFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	fails(t, []string{"serve", "--listen", "127.0.0.1:0", "--data", file}, "can't be used", file)
}

func TestDataNotWritable(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("the superuser may write everywhere")
	}
	data := t.TempDir()
	if err := os.Chmod(data, 0o500); err != nil {
		t.Fatal(err)
	}
	fails(t, []string{"serve", "--listen", "127.0.0.1:0", "--data", data}, "can't be used", "permission denied")
}

func TestDamagedData(t *testing.T) {
	t.Parallel()
	for name, says := range map[string]string{"identity.json": "from a backup", "accounts.jsonl": "accounts", "log/0000000001.jsonl": "event log"} {
		t.Run(name, func(t *testing.T) {
			data := t.TempDir()
			p := serve(t, data)
			p.Process.Signal(syscall.SIGTERM)
			p.Wait()
			file := filepath.Join(data, name)
			damaged := []byte("{\"type\":\"rubbish\"}\n{}\n")
			if err := os.WriteFile(file, damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			fails(t, []string{"serve", "--listen", "127.0.0.1:0", "--data", data}, says, filepath.Base(name))
			if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, damaged) {
				t.Errorf("the damaged file now holds %q, %v", now, err)
			}
		})
	}
}

func TestBadFlags(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	for _, bad := range []struct {
		args []string
		says []string
	}{
		{[]string{"--listen", "nonsense"}, []string{"--listen", "nonsense", "such as 127.0.0.1:7070"}},
		{[]string{"--listen", ""}, []string{"--listen", "such as"}},
		{[]string{"--listen", "127.0.0.1:99999"}, []string{"--listen", "99999", "such as"}},
		{[]string{"--listen", "300.1.2.3:7070"}, []string{"--listen", "not known here"}},
		{[]string{"--listen", "192.0.2.1:7070"}, []string{"--listen", "not an address of this machine"}},
		{[]string{"--metrics", "nonsense"}, []string{"--metrics", "such as"}},
		{[]string{"--multicast", "192.0.2.1:5007"}, []string{"--multicast", "192.0.2.1:5007", "224.111.1.1:5007", "or off"}},
		{[]string{"--host", "http://lobby.example.org"}, []string{"--host", "lobby.example.org"}},
		{[]string{"--ttl", "300"}, []string{"--ttl"}},
		{[]string{"--name", ""}, []string{"--name"}},
		{[]string{"--name", "two\nlines"}, []string{"--name"}},
		{[]string{"--name", strings.Repeat("x", 65)}, []string{"--name", "65"}},
		{[]string{"--registration", "maybe"}, []string{"--registration", "maybe"}},
		{[]string{"--log-level", "loud"}, []string{"--log-level"}},
		{[]string{"--data", ""}, []string{"--data"}},
		{[]string{"--max-rate", "many"}, []string{"--max-rate"}},
		{[]string{"--max-queue", "-1"}, []string{"--max-queue"}},
		{[]string{"--fly"}, []string{"--fly"}},
		{[]string{"fly"}, []string{"fly"}},
	} {
		fails(t, append([]string{"serve", "--listen", "127.0.0.1:0", "--data", data}, bad.args...), bad.says...)
		if _, err := os.Stat(data); !os.IsNotExist(err) {
			t.Errorf("%q left a data folder behind: %v", bad.args, err)
		}
	}
}

func TestEnvironment(t *testing.T) {
	p := command(t)
	p.Env = append(p.Env, "LOBBY_LISTEN=nowhere.invalid:x", "LOBBY_DATA="+t.TempDir())
	p.Run()
	if !strings.Contains(p.stderr.String(), "nowhere.invalid:x") {
		t.Errorf("with LOBBY_LISTEN set lobbyd said %q", p.stderr)
	}
}

func TestVersion(t *testing.T) {
	var out bytes.Buffer
	if err := run([]string{"version"}, &out, io.Discard); err != nil || !strings.HasPrefix(out.String(), "lobbyd ") {
		t.Errorf("version prints %q, %v", &out, err)
	}
}
