package e2e

import (
	"bytes"
	"crypto/rand"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"lobby/client/ui"
	"lobby/server/app"
	"lobby/server/servertest"
	"lobby/shared/wire"
)

// TestShots takes a picture of every screen, of the window and of the page, into
// the folder that LOBBY_SHOTS names. It checks nothing but that the screens come
// up; the pictures are for people.
func TestShots(t *testing.T) {
	folder := os.Getenv("LOBBY_SHOTS")
	if folder == "" {
		t.Skip("takes pictures only into a folder that LOBBY_SHOTS names, as `make shots` does")
	}
	srv := startClassroom(t)
	window := openWindow(t, "window", 1280, 800, "--server", srv.addr)
	page := openPage(t, "page", "http://"+srv.addr+"/", 1280, 800)
	window.kill()
	if err := os.WriteFile(filepath.Join(window.config, "settings.json"), []byte(`{"theme":"dark"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	window.start()
	page.preferDark()
	s := studio{t: t, folder: folder, screens: []screen{window, page}}

	s.take("login", func(m screen) {
		fill(t, m, "名稱", "建宏")
		fill(t, m, "密碼", "not the one")
	})
	srv.stop()
	s.take("login-unreachable", func(m screen) {
		m.press("Return")
		find(t, m, "that the server can't be reached", role(ui.RoleAlert, "連不上 "+srv.addr+"。請確認伺服器已啟動、位址正確。"))
	})
	srv.start()
	s.take("login-error", func(m screen) {
		m.press("Return")
		find(t, m, "that the password is wrong", role(ui.RoleAlert, "名稱或密碼不正確。還沒有帳號的話，請先註冊。"))
	})
	for _, name := range []string{"志明", "Mei", "Alex", "怡君"} {
		c := servertest.Connect(t, srv.addr)
		c.LogIn(wire.Login{ID: c.NextID(), Name: name, Password: servertest.Password})
	}
	s.take("register", func(m screen) {
		clickOn(t, m, ui.RoleTab, "註冊")
		fill(t, m, "名稱", "雅婷")
		fill(t, m, "密碼", "correct horse")
		clickOn(t, m, ui.RoleButton, "顯示")
	})
	s.take("chat-dark", func(m screen) {
		clickOn(t, m, ui.RoleTab, "登入")
		fill(t, m, "名稱", "建宏")
		fill(t, m, "密碼", servertest.Password)
		m.press("Return")
		find(t, m, "the room", role(ui.RoleHeading, "# 大廳"))
		fill(t, m, "訊息", "好，我十點到 👍")
	})
	s.take("settings-dark", func(m screen) { clickOn(t, m, ui.RoleButton, "設定") })
	s.take("settings-light", func(m screen) { clickOn(t, m, ui.RoleTab, "淺色") })
	s.take("chat-light", func(m screen) { clickOn(t, m, ui.RoleButton, "關閉") })
	s.take("narrow-light", func(m screen) { m.resize(390, 780) })
	s.take("narrow-light-list", func(m screen) { clickOn(t, m, ui.RoleButton, "對話清單") })
	s.take("narrow-dark-list", func(m screen) {
		clickOn(t, m, ui.RoleButton, "設定")
		clickOn(t, m, ui.RoleTab, "深色")
		clickOn(t, m, ui.RoleButton, "關閉")
	})
	s.take("narrow-dark", func(m screen) {
		m.press("Escape")
		clickOn(t, m, ui.RoleTextbox, "訊息")
	})
	for _, m := range s.screens {
		m.resize(1280, 800)
	}
	srv.stop()
	s.take("disconnected", func(m screen) {
		fill(t, m, "訊息", "我先把投影片放到桌面上")
		m.press("Return")
		find(t, m, "a message that waits", waiting)
	})
	if err := os.Remove(filepath.Join(srv.data, "identity.json")); err != nil {
		t.Fatal(err)
	}
	srv.start()
	s.take("key-changed", func(m screen) {
		find(t, m, "the warning", role(ui.RoleAlert, "這台伺服器的身分改變了"))
	})
	s.take("key-changed-narrow", func(m screen) { m.resize(390, 780) })
}

// studio takes the same picture of several screens.
type studio struct {
	t       *testing.T
	folder  string
	screens []screen
}

func (s *studio) take(name string, arrange func(m screen)) {
	s.t.Helper()
	for _, m := range s.screens {
		arrange(m)
		var file bytes.Buffer
		if err := png.Encode(&file, settled(m)); err != nil {
			s.t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(s.folder, m.name()+"-"+name+".png"), file.Bytes(), 0o644); err != nil {
			s.t.Fatal(err)
		}
	}
}

// settled is the first picture of a screen that three others in a row equal: by
// then the faces have come, and what moved has arrived.
func settled(m screen) image.Image {
	if p, ok := m.(*webPage); ok {
		evaluate[bool](p, facesHere, chromedp.EvalAwaitPromise)
	}
	shown, same := pixels(m), 0
	for m.context().Err() == nil && same < 3 {
		time.Sleep(100 * time.Millisecond) // between two pictures
		next := pixels(m)
		same++
		if !bytes.Equal(next.Pix, shown.Pix) {
			shown, same = next, 0
		}
	}
	return shown
}

// facesHere waits until the page has fetched the last of its faces, the emoji.
const facesHere = `new Promise(done => {
	const here = () => performance.getEntriesByType('resource').some(e => e.name.includes('emoji') && e.responseEnd > 0);
	const look = () => here() ? done(true) : setTimeout(look, 50);
	look();
})`

func pixels(m screen) *image.NRGBA {
	from := m.picture()
	to := image.NewNRGBA(from.Bounds())
	draw.Draw(to, to.Bounds(), from, from.Bounds().Min, draw.Src)
	return to
}

// startClassroom runs a server on which seven members have talked since
// yesterday, and of which one, 建宏, has not read the newest.
func startClassroom(t *testing.T) *server {
	t.Helper()
	srv := newServer(t, "--multicast", "off", "--name", "教室")
	now := time.Now()
	var clock atomic.Int64 // Unix time in nanoseconds
	clock.Store(now.Add(-20 * time.Hour).UnixNano())
	past := servertest.Start(t, func(c *app.Config) {
		c.Data = srv.data
		c.Ledger.Clock = func() time.Time { return time.Unix(0, clock.Load()) }
	})
	members := map[string]*servertest.Client{}
	said := uint64(0)
	say := func(after time.Duration, name, text string) {
		t.Helper()
		clock.Add(int64(after))
		said = members[name].Say(wire.Room, rand.Text(), text).Seq
	}
	for _, name := range []string{"建宏", "怡君", "Alex", "佐藤"} {
		members[name] = past.Register(t, name)
	}
	say(0, "怡君", "明天網路程式設計的 demo 幾點開始？")
	say(time.Minute, "Alex", "10:30, room 204. I put the slides on http://192.168.1.20:7070/slides")
	say(5*time.Second, "Alex", "Run make run first, it takes about a minute.")
	say(2*time.Minute, "佐藤", "了解です。明日は少し早めに行きますね ☕")
	say(time.Minute, "建宏", "謝謝！我負責帶延長線跟網路線")
	members["建宏"].MarkRead(wire.Room, said)

	clock.Store(now.Add(-12 * time.Minute).UnixNano())
	for _, name := range []string{"志明", "Mei", "Linh"} {
		members[name] = past.Register(t, name)
	}
	say(0, "志明", "我把 server 開在教室的電腦上了，大家用瀏覽器就可以進來 🎉")
	say(20*time.Second, "志明", "密碼自己設，至少八個字元。註冊完會看到大廳，右邊是所有成員，點名字就可以私下傳訊息。")
	say(2*time.Minute, "Linh", "It works on my laptop, and on the phone too 👍")
	say(time.Minute, "Mei", "早安～ 我五分鐘後到，有人要喝咖啡嗎？☕️🥐")
	clock.Store(now.Add(-time.Minute).UnixNano())
	members["志明"].Say(wire.Pair(members["志明"].ID(), members["建宏"].ID()), rand.Text(), "可以幫我看一下第 12 頁嗎？")
	past.Stop(t)

	srv.start()
	return srv
}
