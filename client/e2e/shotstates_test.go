package e2e

import (
	"crypto/rand"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"

	"lobby/client/ui"
	"lobby/server/servertest"
	"lobby/shared/wire"
)

// TestShotsOfStates takes a picture of every state that the program has words for,
// and of the settings in every language and theme, as TestShots does.
func TestShotsOfStates(t *testing.T) {
	folder := os.Getenv("LOBBY_SHOTS")
	if folder == "" {
		t.Skip("takes pictures only into a folder that LOBBY_SHOTS names, as `make shots` does")
	}
	srv := startServer(t, "--multicast", "off", "--name", "教室")
	window := openWindow(t, "window", 1280, 1500, "--server", srv.addr)
	s := studio{t: t, folder: folder, screens: []screen{window}}
	window.resize(1280, 800)
	fill(t, window, "密碼", servertest.Password)
	chooseTab(t, window, "註冊")
	fill(t, window, "名稱", "建宏")
	window.press("Return")
	s.take("nobody-here", func(m screen) { find(t, m, "the room", role(ui.RoleHeading, "# 大廳")) })

	// Members whose names need the system's faces, and one with nothing said yet.
	for _, name := range []string{"怡君", "สมชาย", "אברהם כהן", "محمد علي", "김민준", "𠮷野家", "龘堃犇喆", "Łukasz", "अमित"} {
		c := servertest.Connect(t, srv.addr)
		c.LogIn(wire.Register{ID: c.NextID(), Name: name, Password: servertest.Password, Device: "test"})
		c.Say(wire.Room, rand.Text(), "我是 "+name+"，大家好")
	}
	page := openPage(t, "page", "http://"+srv.addr+"/", 1280, 800)
	register(t, member{page, "志明", servertest.Password})
	both := studio{t: t, folder: folder, screens: []screen{window, page}}
	both.take("scripts", func(m screen) { find(t, m, "the last", role(ui.RoleOption, "अमित")) })
	both.screens = both.screens[1:]
	both.take("settings", func(m screen) { clickOn(t, m, ui.RoleButton, "設定") })
	s.take("no-messages", func(m screen) { clickOn(t, m, ui.RoleOption, "怡君") })

	tablet := servertest.Connect(t, srv.addr)
	tablet.LogIn(wire.Login{ID: tablet.NextID(), Name: "建宏", Password: servertest.Password, Device: "Firefox · Android"})
	servertest.Connect(t, srv.addr).LogIn(wire.Login{ID: 1, Name: "建宏", Password: servertest.Password, Device: "教室電腦-07 · Windows"})
	window.resize(1280, 1500)
	find(t, window, "the taller window", func(n ui.Node) bool { return n.Role == ui.RoleTextbox && n.Label == "訊息" && n.Rect.Y > 1200 })
	languages := []struct{ name, settings, light, dark string }{
		{"繁體中文", "設定", "淺色", "深色"}, {"English", "Settings", "Light", "Dark"}, {"日本語", "設定", "ライト", "ダーク"},
	}
	clickOn(t, window, ui.RoleButton, "設定")
	// The dialog grows, and so moves, when the server has told the devices.
	find(t, window, "the devices", func(n ui.Node) bool { return n.Role == ui.RoleText && n.Label == "Firefox · Android" })
	for _, l := range languages {
		chooseTab(t, window, l.name)
		s.take("settings-light-"+l.name, func(m screen) { chooseTab(t, m, l.light) })
		s.take("settings-dark-"+l.name, func(m screen) { chooseTab(t, m, l.dark) })
	}
	chooseTab(t, window, "繁體中文")
	s.take("settings-forget", func(m screen) { clickOn(t, m, ui.RoleButton, "移除") })
	s.take("settings-small", func(m screen) { m.resize(360, 640) })
	window.resize(1280, 800)
	s.take("password", func(m screen) {
		m.press("Escape")
		m.press("ctrl+comma")
		tabTo(t, m, "變更密碼")
		m.press("Return")
		find(t, m, "the form", role(ui.RoleDialog, "變更密碼"))
		fill(t, m, "目前的密碼", "not the one")
		fill(t, m, "新密碼", "another password")
		m.press("Return")
		find(t, m, "that it is wrong", role(ui.RoleAlert, "目前的密碼不正確。"))
	})
	s.take("password-done", func(m screen) {
		fill(t, m, "目前的密碼", servertest.Password)
		m.press("Return")
		find(t, m, "that it is done", role(ui.RoleStatus, "密碼已變更，其他裝置都已登出。"))
	})
	if bye := tablet.Ended(); bye.Code != wire.CodeLoggedOut {
		t.Errorf("the other device was told %+v", bye)
	}
	window.press("Escape")
	window.press("Escape")

	srv.stop()
	s.take("offline", func(m screen) { find(t, m, "when it tries again", says("秒後重試")) })
	silent, err := net.Listen("tcp", srv.addr)
	if err != nil {
		t.Fatal(err)
	}
	s.take("connecting", func(m screen) {
		m.press("Escape")
		fill(t, m, "訊息", "等一下再送")
		m.press("Return")
		clickOn(t, m, ui.RoleButton, "立即重試")
		find(t, m, "that it connects", says("正在連線到"))
	})
	silent.Close()
	srv.start()
	find(t, window, "a connection", func(n ui.Node) bool { return n.Role == ui.RoleStatus && strings.HasPrefix(n.Label, "已加密") })

	operator := func(args ...string) {
		t.Helper()
		if out, err := exec.Command(lobbydBin, append(args, "--data", srv.data)...).CombinedOutput(); err != nil {
			t.Fatalf("lobbyd %v: %v: %s", args, err, out)
		}
	}
	operator("user", "disable", "建宏")
	s.take("disabled", func(m screen) {
		find(t, m, "that the account is disabled", says("這個帳號已被管理員停用。"))
	})
	operator("user", "enable", "建宏")
	fill(t, window, "密碼", "another password")
	window.press("Return")
	find(t, window, "what was shown last", role(ui.RoleHeading, "怡君"))
	list, err := exec.Command(lobbydBin, "device", "list", "建宏", "--data", srv.data).Output()
	if err != nil {
		t.Fatal(err)
	}
	operator("device", "revoke", "建宏", deviceIn(list))
	s.take("revoked", func(m screen) { find(t, m, "that the device is logged out", says("這台裝置已經登出。")) })
}

// deviceIn returns the id of the first device in what `lobbyd device list` prints,
// below its head.
func deviceIn(list []byte) string {
	_, rows, _ := strings.Cut(string(list), "\n")
	id, _, _ := strings.Cut(rows, " ")
	return id
}

// tabTo presses Tab until a widget of this label has the focus.
func tabTo(t testing.TB, s screen, label string) {
	t.Helper()
	for at := find(t, s, "a focus", focused); at.Label != label; {
		s.press("Tab")
		before := at.ID
		at = find(t, s, "the next focus", func(n ui.Node) bool { return n.Focused && n.ID != before })
	}
}

func focused(n ui.Node) bool { return n.Focused }

// says fits what tells of a state that has this in its words.
func says(words string) func(ui.Node) bool {
	return func(n ui.Node) bool {
		return (n.Role == ui.RoleStatus || n.Role == ui.RoleAlert) && strings.Contains(n.Label, words)
	}
}
