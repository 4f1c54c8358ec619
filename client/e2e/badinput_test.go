package e2e

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lobby/client/ui"
	"lobby/server/servertest"
	"lobby/shared/secure"
	"lobby/shared/wire"
)

// complains waits until the form says exactly one thing that is wrong.
func complains(t *testing.T, s screen, sentence string) {
	t.Helper()
	wait(t, s, fmt.Sprintf("%q alone", sentence), func(nodes []ui.Node) bool {
		var alerts []string
		for _, n := range nodes {
			if n.Role == ui.RoleAlert {
				alerts = append(alerts, n.Label)
			}
		}
		return slices.Equal(alerts, []string{sentence})
	})
}

// joined registers a member over a connection of the test's own.
func joined(t *testing.T, addr, name string) *servertest.Client {
	t.Helper()
	c := servertest.Connect(t, addr)
	c.LogIn(wire.Register{ID: c.NextID(), Name: name, Password: servertest.Password})
	return c
}

func TestBadNamesAndPasswords(t *testing.T) {
	t.Parallel()
	srv := startServer(t, "--multicast", "off")
	joined(t, srv.addr, "Meiling")
	saysWhatIsBad(t, srv, openWindow(t, "window", 720, 640, "--server", srv.addr))
}

// saysWhatIsBad fills in names and passwords that make no account and let nobody in,
// on a server whose one member is Meiling.
func saysWhatIsBad(t *testing.T, srv *server, s screen) {
	t.Helper()
	chooseTab(t, s, "註冊")
	fill(t, s, "密碼", "long enough")
	for _, c := range []struct{ name, says string }{
		{"", "請輸入名稱，不能只有空白。"},
		{"   ", "請輸入名稱，不能只有空白。"},
		{strings.Repeat("長", wire.MaxName+1), "名稱太長，最多 32 個字。"},
		{"a\u202eb", "名稱含有不能使用的字元。"},
		{"Меiling", "名稱混用了容易混淆的不同文字，請只用一種。"}, // the first two letters are Cyrillic
		{"MEILING", "這個名稱（或看起來一樣的名稱）已經有人用了。"},
		{"Ｍｅｉｌｉｎｇ", "這個名稱（或看起來一樣的名稱）已經有人用了。"},
		{"Mei1ing", "這個名稱（或看起來一樣的名稱）已經有人用了。"},
	} {
		fill(t, s, "名稱", c.name)
		s.press("Return")
		complains(t, s, c.says)
		find(t, s, "what was typed", func(n ui.Node) bool {
			return n.Role == ui.RoleTextbox && n.Label == "名稱" && n.Value == c.name && n.Note == c.says
		})
	}
	fill(t, s, "名稱", "Xiaoming")
	fill(t, s, "密碼", "seven77")
	s.press("Return")
	complains(t, s, "密碼太短，至少 8 個字元。")

	chooseTab(t, s, "登入")
	fill(t, s, "名稱", "Meiling")
	fill(t, s, "密碼", "not the one")
	s.press("Return")
	complains(t, s, "名稱或密碼不正確。還沒有帳號的話，請先註冊。")
	fill(t, s, "名稱", "Nobody")
	s.press("Return")
	complains(t, s, "名稱或密碼不正確。還沒有帳號的話，請先註冊。")
	if got := len(joined(t, srv.addr, "Counter").Members); got != 2 {
		t.Errorf("there are %d members, want Meiling and Counter alone", got)
	}
}

// What may be sent arrives whole, what may not stays where it was typed.
func TestMessageLimits(t *testing.T) {
	t.Parallel()
	srv := startServer(t, "--multicast", "off")
	listener := joined(t, srv.addr, "Listener")
	m := member{openWindow(t, "window", 1080, 720, "--server", srv.addr), "Writer", "long enough"}
	register(t, m)
	hears := func(text string) {
		t.Helper()
		if e := servertest.Await(listener, func(e wire.Event) bool { return e.Kind == wire.KindMessage }); e.Text != text {
			t.Fatalf("heard %d characters %.40q, want %d of %.40q", len([]rune(e.Text)), e.Text, len([]rune(text)), text)
		}
	}
	composer := func(value string) {
		t.Helper()
		find(t, m, "the composer with what was typed", func(n ui.Node) bool {
			return n.Role == ui.RoleTextbox && n.Label == "訊息" && n.Value == value
		})
	}

	m.press("Return") // of nothing
	fill(t, m, "訊息", "   ")
	m.press("Return")
	composer("   ")

	full := strings.Repeat("滿", wire.MaxText)
	fill(t, m, "訊息", full+"出")
	complains(t, m, "超過 1 個字")
	m.press("Return")
	composer(full + "出")
	m.press("BackSpace")
	composer(full)
	m.press("Return")
	hears(full)

	fill(t, m, "訊息", "留著")
	m.press("ctrl+a")
	m.press("End")
	m.typeText(strings.Repeat("一", 350_000)) // 1 MB
	complains(t, m, "貼上的文字超過 8000 個字，所以沒有貼上。")
	composer("留著")
	m.press("Return")
	hears("留著")
}

// What no client of ours would send is answered, or ends the one connection,
// and reaches nobody.
func TestBadBytes(t *testing.T) {
	t.Parallel()
	srv := startServer(t, "--multicast", "off")
	listener := joined(t, srv.addr, "Listener")
	c := joined(t, srv.addr, "Rude")
	for _, line := range []string{
		`{"type":"send","id":100,"conv":"r1","cid":"1","text":"` + "broken \xff\xfe" + `"}`,
		`{"type":"send","id":100,"conv":"r1","cid":"2","text":""}`,
		`{"type":"send","id":100,"conv":"r1","cid":"3","text":"` + strings.Repeat("x", wire.MaxText+1) + `"}`,
		`{"type":"send","id":100,"conv":"r1","cid":"4","text":"bell \u0007"}`,
		`{"type":"send","id":100,"conv":"d7-9","cid":"5","text":"not mine"}`,
	} {
		c.WriteRaw([]byte(line + "\n"))
		f := servertest.Await[wire.Fault](c, nil)
		if f.Text == "" {
			t.Errorf("%.80q is answered without a sentence: %+v", line, f)
		}
	}
	said := c.Say(wire.Room, "6", "well-behaved")
	if e := servertest.Await(listener, func(e wire.Event) bool { return e.Kind == wire.KindMessage }); e.Seq != said.Seq {
		t.Errorf("the first message that arrives is %+v", e)
	}
}

func TestServersThatAreNone(t *testing.T) {
	t.Parallel()
	web := httptest.NewServer(http.NotFoundHandler())
	defer web.Close()
	garbage := answering(t, func(c net.Conn) { c.Write([]byte("220 mail.example ESMTP ready\r\n")) })
	hanging := answering(t, func(net.Conn) {})
	try := func(s screen, server string) {
		t.Helper()
		fill(t, s, "伺服器", server)
		s.press("Return")
	}
	refused := func(s screen, sentence string) {
		t.Helper()
		find(t, s, "that the attempt is over", func(n ui.Node) bool { return n.Role == ui.RoleButton && n.Label == "登入" && !n.Disabled })
		complains(t, s, sentence)
	}
	// Two servers let the client wait for its patience, so there are two windows.
	var windows []screen
	for _, label := range []string{"window 1", "window 2"} {
		w := openWindow(t, label, 720, 640, "--server", freeAddr(t))
		fill(t, w, "名稱", "Meiling")
		fill(t, w, "密碼", "long enough")
		windows = append(windows, w)
	}
	webAddr := strings.TrimPrefix(web.URL, "http://")
	try(windows[0], webAddr)
	try(windows[1], hanging)
	refused(windows[0], webAddr+" 有回應，但不是 Lobby 伺服器，或版本不同。")
	refused(windows[1], hanging+" 沒有回應。")

	down := freeAddr(t)
	for server, sentence := range map[string]string{
		down:                   "連不上 " + down + "。請確認伺服器已啟動、位址正確。",
		garbage:                garbage + " 有回應，但不是 Lobby 伺服器，或版本不同。",
		"no such host.example": "這不是有效的位址。範例：192.168.1.20:7070",
	} {
		try(windows[0], server)
		refused(windows[0], sentence)
	}
}

// answering listens, and lets a function speak first on every connection, which
// stays open until the end of the test.
func answering(t *testing.T, speak func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			context := t.Context()
			go func() {
				defer c.Close()
				speak(c)
				<-context.Done()
			}()
		}
	}()
	return l.Addr().String()
}

// A server with another key gets nothing until a person decides: neither what
// waits to be sent, nor the password.
func TestKeyChange(t *testing.T) {
	t.Parallel()
	srv := startServer(t, "--multicast", "off")
	w := openWindow(t, "window", 1080, 720, "--server", srv.addr)
	m := member{w, "Meiling", "long enough"}
	register(t, m)
	before := fingerprint(t, srv.addr)
	srv.stop()
	say(t, m, "先等等")
	find(t, m, "a message that waits", waiting)
	if err := os.Remove(filepath.Join(srv.data, "identity.json")); err != nil {
		t.Fatal(err)
	}
	srv.start()
	warned := func() {
		t.Helper()
		find(t, m, "the warning", role(ui.RoleAlert, "這台伺服器的身分改變了"))
		for label, words := range map[string]string{"記住的指紋": before, "現在的指紋": fingerprint(t, srv.addr)} {
			find(t, m, "the words of "+label, func(n ui.Node) bool { return n.Role == ui.RoleText && n.Label == label && n.Value == words })
		}
	}
	warned()
	m.press("Return")
	m.press("space")
	clickOn(t, m, ui.RoleButton, "返回登入畫面")
	complains(t, m, "伺服器的指紋改變了，已停止連線。")

	chooseTab(t, m, "登入")
	fill(t, m, "名稱", m.nick)
	fill(t, m, "密碼", m.password)
	m.press("Return")
	warned()
	observer := joined(t, srv.addr, "Observer")
	events, _ := observer.History(wire.Room, 0, wire.MaxPage)
	if slices.ContainsFunc(events, func(e wire.Event) bool { return e.Kind == wire.KindMessage }) {
		t.Error("the waiting message went out before the new key was trusted")
	}
	clickOn(t, m, ui.RoleButton, "我已確認，信任新的指紋")
	shows(t, m, []string{m.nick + ": 先等等"})
	if e := servertest.Await(observer, func(e wire.Event) bool { return e.Kind == wire.KindMessage }); e.Text != "先等等" {
		t.Errorf("others see %q", e.Text)
	}
}

// fingerprint is the words of the key that a server shows now.
func fingerprint(t *testing.T, addr string) string {
	t.Helper()
	return secure.Fingerprint(servertest.Connect(t, addr).Conn.Peer())
}

// A client that is killed keeps what it had to send, and sends it once.
func TestKilledWhilePending(t *testing.T) {
	t.Parallel()
	srv := startServer(t, "--multicast", "off")
	w := openWindow(t, "window", 1080, 720, "--server", srv.addr)
	m := member{w, "Meiling", "long enough"}
	register(t, m)
	srv.stop()
	say(t, m, "關機前的最後一句")
	find(t, m, "a message that waits", waiting)
	awaitFile(t, filepath.Join(w.config, "outbox.json"), "關機前的最後一句")
	w.kill()
	w.start()
	find(t, m, "the form without a server", role(ui.RoleAlert, "連不上 "+srv.addr+"。請確認伺服器已啟動、位址正確。"))
	w.kill()
	srv.start()
	w.start()
	shows(t, m, []string{m.nick + ": 關機前的最後一句"})
	if got := saidIn(t, srv.addr); !slices.Equal(got, []string{"關機前的最後一句"}) {
		t.Errorf("the server has %q", got)
	}
}

// awaitFile waits until a file holds a text: it is written beside what the
// window shows, a moment later.
func awaitFile(t *testing.T, path, text string) {
	t.Helper()
	ctx := patient(t)
	for {
		stored, err := os.ReadFile(path)
		if err == nil && strings.Contains(string(stored), text) {
			return
		}
		if ctx.Err() != nil {
			t.Fatalf("%s holds %s, %v", path, stored, err)
		}
		time.Sleep(10 * time.Millisecond) // a file can't be waited on
	}
}
