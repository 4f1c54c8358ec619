package e2e

import (
	"bytes"
	"image"
	"image/png"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lobby/client/ui"
)

// copyElsewhere puts something on the clipboard of a window's display, as another
// program does.
func copyElsewhere(t *testing.T, w *window, kind string, content []byte) {
	t.Helper()
	clip := exec.Command("xclip", "-selection", "clipboard", "-t", kind, "-in")
	clip.Env, clip.Stdin = w.display.env(), bytes.NewReader(content)
	if err := clip.Run(); err != nil {
		t.Fatalf("xclip: %v", err)
	}
}

// TestBroughtFiles pastes a picture, which is kept until it was sent, and files that
// were copied in a file manager, and drags files and a folder from there.
func TestBroughtFiles(t *testing.T) {
	t.Parallel()
	srv := startServer(t, "--multicast", "off")
	joined(t, srv.addr, "Mei")
	one := openWindow(t, "window 1", 1000, 700, "--server", srv.addr)
	ming := member{one, "志明", "zhiming-secret-1"}
	register(t, ming)
	clickOn(t, ming, ui.RoleTextbox, "訊息")

	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewNRGBA(image.Rect(0, 0, 300, 200))); err != nil {
		t.Fatal(err)
	}
	copyElsewhere(t, one, "image/png", picture.Bytes())
	ming.press("ctrl+v")
	find(t, ming, "the pasted picture's card", func(n ui.Node) bool {
		return n.Role == ui.RoleRow && strings.HasPrefix(n.Value, "picture 20") && strings.HasSuffix(n.Value, ".png") && strings.Contains(n.Note, "已上傳")
	})
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		left, err := os.ReadDir(filepath.Join(one.config, "pasted"))
		if err == nil && len(left) == 0 {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("left behind: %v, %v", left, err)
		}
	}

	path, _ := newFile(t, "複製 的檔案.bin", 1000)
	list := (&url.URL{Scheme: "file", Path: path}).String() + "\r\n"
	copyElsewhere(t, one, "text/uri-list", []byte(list))
	ming.press("ctrl+v")
	card(t, ming, "複製 的檔案.bin", "已上傳")

	// Dropped onto the conversation that is shown, and onto another one in the list.
	log := find(t, ming, "the log", func(n ui.Node) bool { return n.Role == ui.RoleLog }).Rect
	middle := ui.Point{X: log.X + log.W/2, Y: log.Y + log.H/2}
	first, _ := newFile(t, "拖曳 的檔案 100%.bin", 1000)
	dropFiles(t, one, middle, first, writeFile(t, "second #2.txt", []byte("two")))
	card(t, ming, "拖曳 的檔案 100%.bin", "已上傳")
	card(t, ming, "second #2.txt", "已上傳")
	dropFiles(t, one, middle, filepath.Dir(first))
	card(t, ming, filepath.Base(filepath.Dir(first))+".zip", "已上傳")
	row := find(t, ming, "Mei in the list", role(ui.RoleOption, "Mei")).Rect
	dropFiles(t, one, ui.Point{X: row.X + row.W/2, Y: row.Y + row.H/2}, writeFile(t, "給 Mei.txt", []byte("hers")))
	find(t, ming, "the conversation with Mei", role(ui.RoleHeading, "Mei"))
	card(t, ming, "給 Mei.txt", "等待對方回答")
}
