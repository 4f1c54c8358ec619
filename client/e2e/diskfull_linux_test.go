package e2e

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"lobby/client/ui"
)

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
