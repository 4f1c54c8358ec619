package e2e

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"lobby/client/ui"
	"lobby/server/servertest"
	"lobby/shared/wire"
)

// TestTwoDevices is one member at a window and a page: both make a sound when
// somebody else writes, the window keeps a draft when it is killed, sees the page
// among the member's devices, and logs it out.
func TestTwoDevices(t *testing.T) {
	t.Parallel()
	srv := startServer(t, "--multicast", "off")
	jian := servertest.Connect(t, srv.addr)
	jian.LogIn(wire.Register{ID: jian.NextID(), Name: "建宏", Password: servertest.Password, Device: "test"})
	yi := servertest.Connect(t, srv.addr)
	yi.LogIn(wire.Register{ID: yi.NextID(), Name: "怡君", Password: servertest.Password, Device: "test"})

	heard := filepath.Join(t.TempDir(), "heard")
	w := newWindow(t, "window", 1280, 1400, "--server", srv.addr)
	w.env = []string{"PATH=" + playerAt(t, heard) + ":" + os.Getenv("PATH")}
	w.open()
	p := openPage(t, "page", "http://"+srv.addr+"/", 1280, 800)
	for _, s := range []screen{w, p} {
		fill(t, s, "名稱", "建宏")
		fill(t, s, "密碼", servertest.Password)
		s.press("Return")
		find(t, s, "the room", role(ui.RoleHeading, "# 大廳"))
	}

	// The page has the browser draw names that its own faces lack.
	evaluate[bool](p, facesHere, chromedp.EvalAwaitPromise)
	evaluate[bool](p, watchPen)
	som := servertest.Connect(t, srv.addr)
	som.LogIn(wire.Register{ID: som.NextID(), Name: "สมชาย", Password: servertest.Password, Device: "test"})
	if !evaluate[bool](p, "window.penned", chromedp.EvalAwaitPromise) {
		t.Error("the page leaves a name out")
	}

	evaluate[bool](p, hearPage)
	yi.Say(wire.Pair(jian.ID(), yi.ID()), rand.Text(), "在嗎？")
	awaitFile(t, heard, "RIFF")
	if !evaluate[bool](p, "window.heard", chromedp.EvalAwaitPromise) {
		t.Error("the page makes no sound")
	}

	fill(t, w, "訊息", "還沒寫完的話")
	awaitFile(t, filepath.Join(w.config, "drafts.json"), "還沒寫完的話")
	w.kill()
	w.start()
	find(t, w, "the draft", func(n ui.Node) bool {
		return n.Role == ui.RoleTextbox && n.Label == "訊息" && n.Value == "還沒寫完的話"
	})

	find(t, w, "a connection again", says("已加密"))
	clickOn(t, w, ui.RoleButton, "設定")
	page := find(t, w, "the page's device", func(n ui.Node) bool { return n.Role == ui.RoleText && n.Label == "Chrome · Linux" })
	if page.Value != "目前連線中" {
		t.Errorf("the page's device says %q", page.Value)
	}
	remove := func() {
		t.Helper()
		n := find(t, w, "the button that removes it", func(n ui.Node) bool {
			return n.Role == ui.RoleButton && n.Label == "移除" && n.Note == page.Label
		})
		w.click(ui.Point{X: n.Rect.X + n.Rect.W/2, Y: n.Rect.Y + n.Rect.H/2})
	}
	remove()
	find(t, w, "the question", func(n ui.Node) bool { return n.Role == ui.RoleAlert && n.Note == page.Label })
	remove()
	find(t, p, "that it is logged out", func(n ui.Node) bool {
		return n.Role == ui.RoleAlert && strings.Contains(n.Label, "這台裝置已經登出。")
	})
	wait(t, w, "one device less", func(nodes []ui.Node) bool {
		return !slices.ContainsFunc(nodes, func(n ui.Node) bool { return n.Label == page.Label })
	})

	// The way back of keyboards and mice closes what is open.
	settings := role(ui.RoleDialog, "設定")
	closed := func(nodes []ui.Node) bool { return !slices.ContainsFunc(nodes, settings) }
	w.press("alt+Left")
	wait(t, w, "itself without the settings", closed)
	w.press("ctrl+comma")
	find(t, w, "the settings again", settings)
	w.display.run(t, "xdotool", "click", "8")
	wait(t, w, "itself without the settings", closed)
}

// playerAt makes a program that plays sounds by keeping them at a path, and
// returns the folder that it is in.
func playerAt(t *testing.T, path string) string {
	t.Helper()
	dir := t.TempDir()
	script := "#!/bin/sh\ncp \"$1\" '" + path + "'\n"
	if err := os.WriteFile(filepath.Join(dir, "pw-play"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// watchPen has the page keep its promise when the browser draws a name.
const watchPen = `(() => {
	const proto = CanvasRenderingContext2D.prototype, fill = proto.fillText;
	window.penned = new Promise(done => {
		proto.fillText = function(text, ...at) {
			if (text === 'สมชาย') done(true);
			return fill.call(this, text, ...at);
		};
	});
	return true;
})()`

// hearPage has the page keep its promise when it makes a sound.
const hearPage = `(() => {
	const proto = AudioContext.prototype, create = proto.createOscillator;
	window.heard = new Promise(done => {
		proto.createOscillator = function() {
			done(this.state === 'running' || this.state === 'suspended');
			return create.call(this);
		};
	});
	return true;
})()`
