package e2e

import (
	"os"
	"strings"
	"testing"

	"lobby/client/ui"
	"lobby/server/servertest"
)

// TestShotsOfPhone takes pictures of a phone's page, as TestShots does of the screens.
func TestShotsOfPhone(t *testing.T) {
	folder := os.Getenv("LOBBY_SHOTS")
	if folder == "" {
		t.Skip("takes pictures only into a folder that LOBBY_SHOTS names, as `make shots` does")
	}
	srv := startClassroom(t)
	p := openPage(t, "phone", "http://"+srv.addr+"/", phoneWidth, phoneHeight, asPhone...)
	s := studio{t: t, folder: folder, screens: []screen{p}}
	s.take("login", func(screen) {
		p.typeInto("名稱", "建宏")
		p.typeInto("密碼", servertest.Password)
	})
	s.take("chat", func(screen) {
		p.press("Return")
		find(t, p, "the room", role(ui.RoleHeading, "# 大廳"))
	})
	list := role(ui.RoleDialog, "對話")
	s.take("drawer", func(screen) {
		p.tapOn(ui.RoleButton, "對話清單")
		find(t, p, "the list", list)
	})
	s.take("settings", func(screen) {
		p.tapOn(ui.RoleButton, "設定")
		find(t, p, "the settings", role(ui.RoleDialog, "設定"))
	})
	s.take("settings-dark", func(screen) { p.tapOn(ui.RoleTab, "深色") })
	p.tapOn(ui.RoleTab, "淺色")
	p.tapOn(ui.RoleButton, "關閉")
	p.tap(ui.Point{X: phoneWidth - 10, Y: 400})
	p.gone("the list", list)
	s.take("select", func(screen) {
		n := find(t, p, "a message", func(n ui.Node) bool { return n.Role == ui.RoleRow && strings.HasPrefix(n.Value, "我把 server") })
		p.touch("touchStart", ui.Point{X: 68 + 40, Y: n.Rect.Bottom() - 11})
		for evaluate[bool](p, "history.state !== 'layer'") {
			if t.Context().Err() != nil {
				t.Fatal("nothing is selected")
			}
		}
		p.touch("touchEnd")
		find(t, p, "the bar", role(ui.RoleButton, "複製"))
	})
	p.step("back")
	p.gone("the bar", role(ui.RoleButton, "複製"))
	s.take("keyboard", func(screen) {
		p.tapOn(ui.RoleTextbox, "訊息")
		p.size(phoneWidth, 500)
		p.typeText("我會早一點到，幫大家把投影機和延長線都接好，順便占前面的位子")
	})
}
