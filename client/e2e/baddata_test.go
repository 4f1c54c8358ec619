package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"lobby/shared/wire"
)

// refuses runs the server on what it can't serve from, and returns the one
// sentence that it says before it ends with code 1.
func refuses(t *testing.T, addr, data string) string {
	t.Helper()
	cmd := exec.CommandContext(patient(t), lobbydBin, "serve", "--listen", addr, "--data", data, "--multicast", "off")
	var says bytes.Buffer
	cmd.Stdout, cmd.Stderr = &says, &says
	err := cmd.Run()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Errorf("lobbyd ended with %v, want code 1: %s", err, &says)
	}
	if got := says.String(); !regexp.MustCompile(`^lobbyd: [^\n]+\n$`).MatchString(got) {
		t.Errorf("lobbyd said %q, want one line that begins with its name", got)
	}
	return says.String()
}

// A server that can't go on says why, and leaves every byte as it was.
func TestServerRefuses(t *testing.T) {
	t.Parallel()
	srv := startServer(t, "--multicast", "off")
	c := joined(t, srv.addr, "Meiling")
	for i := range 20 {
		c.Say(wire.Room, fmt.Sprint(i), fmt.Sprintf("message %d", i))
	}
	expect := func(addr, data string, parts ...string) {
		t.Helper()
		said := refuses(t, addr, data)
		for _, part := range parts {
			if !strings.Contains(said, part) {
				t.Errorf("lobbyd said %q, which lacks %q", said, part)
			}
		}
	}
	expect(srv.addr, t.TempDir(), srv.addr, "in use", "--listen")
	expect("127.0.0.1:0", srv.data, srv.data, "another server", fmt.Sprint(srv.cmd.Process.Pid))
	srv.stop()

	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	expect("127.0.0.1:0", file, file, "can't be used")
	for name, part := range map[string]string{"log/0000000001.jsonl": "line ", "accounts.jsonl": "line ", "identity.json": "backup"} {
		path := filepath.Join(srv.data, name)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		damaged := bytes.Clone(whole)
		damaged[len(damaged)/2] ^= 1
		write(t, path, damaged)
		expect("127.0.0.1:0", srv.data, path, part)
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, damaged) {
			t.Errorf("%s was changed, %v", path, err)
		}
		write(t, path, whole)
	}
	srv.start()
	if got := len(saidIn(t, srv.addr)); got != 20 {
		t.Errorf("after all that there are %d messages, want 20", got)
	}
}

// A line that a crash left unfinished is cut, and nothing else is lost.
func TestTornTail(t *testing.T) {
	t.Parallel()
	srv := startServer(t, "--multicast", "off")
	joined(t, srv.addr, "Meiling").Say(wire.Room, "1", "before the crash")
	srv.cmd.Process.Kill()
	srv.cmd.Wait()
	path := filepath.Join(srv.data, "log/0000000001.jsonl")
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(`{"type":"event","seq":99,"ti`); err != nil {
		t.Fatal(err)
	}
	f.Close()
	srv.start()
	if got := saidIn(t, srv.addr); len(got) != 1 || got[0] != "before the crash" {
		t.Errorf("the room holds %q", got)
	}
	if said := srv.log.String(); !strings.Contains(said, "torn") {
		t.Errorf("the server does not tell that it cut a line: %s", said)
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// saidIn reads the room as a new member.
func saidIn(t *testing.T, addr string) []string {
	t.Helper()
	events, _ := joined(t, addr, "Reader").History(wire.Room, 0, 50)
	var texts []string
	for _, e := range events {
		if e.Kind == wire.KindMessage {
			texts = append(texts, e.Text)
		}
	}
	return texts
}
