package e2e

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"lobby/client/ui"
)

// On X11 text comes from an input method too, over XIM: su3cl3 is 你好 on a
// Bopomofo keyboard, and the Enter that ends the composing does not send.
func TestComposingInTheWindow(t *testing.T) {
	t.Parallel()
	need(t, "fcitx5", "fcitx5-remote", "dbus-run-session", "xprop")
	if found, _ := filepath.Glob("/usr/lib/*/fcitx5/libchewing.so"); len(found) == 0 {
		t.Skip("needs fcitx5-chewing, which is not installed")
	}
	srv := startServer(t, "--multicast", "off")
	w := newWindow(t, "window", 1080, 720, "--server", srv.addr)
	method := startInputMethod(t, w.display)
	if err := os.MkdirAll(w.config, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(w.config, "settings.json"), []byte(`{"language":"zh-TW"}`))
	w.env = []string{"XMODIFIERS=@im=fcitx", "LC_ALL=C.UTF-8"}
	w.open()
	m := member{w, "Yi", "long enough"} // to paste takes Ctrl, which can overtake what goes through an input method
	register(t, m)
	clickOn(t, m, ui.RoleTextbox, "訊息")
	composer := func(value string) {
		t.Helper()
		find(t, m, "the composer with "+value, func(n ui.Node) bool {
			return n.Role == ui.RoleTextbox && n.Label == "訊息" && n.Value == value && n.Focused
		})
	}
	m.press("x")
	composer("x")
	before := beyond(m, 30)
	method.switchOn()

	m.typeText("su3cl3")
	for ctx := patient(t); bytes.Equal(before, beyond(m, 30)); {
		if ctx.Err() != nil {
			t.Fatal("what is being composed is not shown")
		}
	}
	composer("x")
	m.press("Return")
	composer("x你好")
	if nodes, _ := m.nodes(); len(messages(nodes)) > 0 {
		t.Fatalf("Enter sent what was being composed: %q", messages(nodes))
	}
	m.press("Return")
	shows(t, m, []string{m.nick + ": x你好"})
}

// inputMethod is fcitx5 with chewing, off at first.
type inputMethod struct {
	t   *testing.T
	env []string // for fcitx5-remote, too
	log *output
}

// startInputMethod runs an input method on a display, and returns when programs can
// reach it.
func startInputMethod(t *testing.T, d display) *inputMethod {
	t.Helper()
	home := t.TempDir()
	for name, content := range map[string]string{
		"fcitx5/profile":       "[Groups/0]\nName=Default\nDefault Layout=us\nDefaultIM=chewing\n\n[Groups/0/Items/0]\nName=keyboard-us\nLayout=\n\n[Groups/0/Items/1]\nName=chewing\nLayout=\n\n[GroupOrder]\n0=Default\n",
		"fcitx5/conf/xim.conf": "UseOnTheSpot=True\n",
	} {
		path := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, path, []byte(content))
	}
	m := &inputMethod{t: t, log: &output{t: t, name: "fcitx5"}}
	// The method takes its own name from XMODIFIERS, as programs do.
	m.env = d.env("XMODIFIERS=@im=fcitx", "HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_DATA_HOME="+home, "XDG_RUNTIME_DIR="+home, "LC_ALL=C.UTF-8")
	cmd := exec.Command("dbus-run-session", "--", "sh", "-c", `echo "$DBUS_SESSION_BUS_ADDRESS"; exec fcitx5 --disable wayland,waylandim >&2`)
	cmd.Env, cmd.Stderr = m.env, m.log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // with the session bus and fcitx5
		cmd.Wait()
	})
	bus, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the session bus does not start: %v\n%s", err, m.log)
	}
	m.env = append(m.env, "DBUS_SESSION_BUS_ADDRESS="+strings.TrimSpace(bus))
	m.await("@server=fcitx", "xprop", "-root", "XIM_SERVERS")
	return m
}

// switchOn makes the focused field's text come from chewing.
func (m *inputMethod) switchOn() {
	m.t.Helper()
	m.ask("fcitx5-remote", "-o")
	m.await("2", "fcitx5-remote")
	m.await("chewing", "fcitx5-remote", "-n")
}

// await asks until the answer is there; nothing tells when it changes.
func (m *inputMethod) await(want, name string, args ...string) {
	m.t.Helper()
	for ctx := patient(m.t); !strings.Contains(m.ask(name, args...), want); time.Sleep(20 * time.Millisecond) {
		if ctx.Err() != nil {
			m.t.Fatalf("%s %q never says %q but %q\n%s", name, args, want, m.ask(name, args...), m.log)
		}
	}
}

func (m *inputMethod) ask(name string, args ...string) string {
	cmd := exec.Command(name, args...)
	cmd.Env = m.env
	out, _ := cmd.CombinedOutput() // it may not be there yet
	return string(out)
}
