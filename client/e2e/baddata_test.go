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
	"syscall"
	"testing"

	"lobby/client/ui"
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

// On a full disk a message is not lost: the window says so and keeps it, and it
// can be sent when there is room again.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	srv := newServer(t, "--multicast", "off")
	if err := os.Mkdir(srv.data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("lobby", srv.data, "tmpfs", 0, "size=1m,mode=0700"); err != nil {
		t.Skipf("can't mount a small disk: %v", err)
	}
	t.Cleanup(func() {
		if srv.cmd != nil {
			srv.stop()
		}
		if err := syscall.Unmount(srv.data, 0); err != nil {
			t.Error(err)
		}
	})
	srv.start()
	m := member{openWindow(t, "window", 1080, 720, "--server", srv.addr), "Meiling", "long enough"}
	register(t, m)
	say(t, m, "第一句")
	shows(t, m, []string{m.nick + ": 第一句"})
	ballast := filepath.Join(srv.data, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 2<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("filling the disk: %v", err)
	}
	long := strings.Repeat("滿", 4000) // more than what is left of the log's last block
	say(t, m, long)
	find(t, m, "that the message is not stored", func(n ui.Node) bool {
		return n.Role == ui.RoleRow && n.Value == long && n.Note == "未送出：伺服器無法寫入硬碟，訊息沒有儲存"
	})
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	clickOn(t, m, ui.RoleButton, "再試一次")
	find(t, m, "that the message is stored", func(n ui.Node) bool {
		return n.Role == ui.RoleRow && n.Value == long && regexp.MustCompile(`^(上午|下午) \d+:\d\d$`).MatchString(n.Note)
	})
	if got := saidIn(t, srv.addr); len(got) != 2 {
		t.Errorf("the server has %d messages, want 2", len(got))
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
