package e2e

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lobby/client/ui"
)

// photograph is a picture like those that people send: sky, sun and hills.
func photograph(t *testing.T, w, h int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	hill := func(x, base, height, wave float64) float64 {
		return base - height*(math.Sin(x*wave)+0.6*math.Sin(x*wave*2.7+1))
	}
	for py := range h {
		for px := range w {
			x, y := float64(px)/float64(w), float64(py)/float64(h)
			c := color.RGBA{uint8(120 + 110*y), uint8(160 + 40*y), uint8(220 - 60*y), 255}
			if d := math.Hypot((x-0.7)*float64(w)/float64(h), y-0.3); d < 0.3 {
				glow := 1 - d/0.3
				if d < 0.08 {
					glow = 1
				}
				c.R += uint8(float64(255-c.R) * glow)
				c.G += uint8(float64(235-c.G) * glow * glow)
			}
			switch {
			case y > hill(x, 0.85, 0.05, 9):
				c = color.RGBA{uint8(28 + 20*x), 62, 44, 255}
			case y > hill(x, 0.7, 0.08, 5):
				c = color.RGBA{58, uint8(98 + 20*y), 82, 255}
			case y > hill(x, 0.6, 0.07, 3.1):
				c = color.RGBA{104, 138, uint8(150 - 20*x), 255}
			}
			img.SetRGBA(px, py, c)
		}
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, img, &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// sunRises waits until a photograph is really seen.
func sunRises(t *testing.T, m member) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		place := find(t, m, "the place of the picture", role(ui.RoleButton, "放大圖片")).Rect
		sun := m.picture().At(int(place.X+0.7*place.W), int(place.Y+0.3*place.H))
		if r, g, b, _ := sun.RGBA(); r > 0xf000 && g > 0xd000 && b > 0x9000 && b < 0xe000 {
			return
		}
	}
	t.Fatalf("%s never showed the picture", m.name())
}

// writeFile puts a file where it can be chosen.
func writeFile(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// sparse makes a file that takes a while to be carried and no room on the disk.
func sparse(t *testing.T, name string, size int64) string {
	t.Helper()
	path := writeFile(t, name, nil)
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestFileShots takes pictures of files on their way between two windows, as
// TestShots does of the screens.
func TestFileShots(t *testing.T) {
	if os.Getenv("LOBBY_SHOTS") == "" {
		t.Skip("takes pictures only into a folder that LOBBY_SHOTS names, as `make shots` does")
	}
	system := fakeChooser(t)
	downloads := t.TempDir()
	srv := startServer(t, "--multicast", "off", "--name", "教室")
	one := system.openWindow(t, "window 1", 1280, 800, "--server", srv.addr, "--downloads", downloads)
	two := system.openWindow(t, "window 2", 1280, 800, "--server", srv.addr, "--downloads", downloads)
	for w, theme := range map[*window]string{one: "dark", two: "light"} {
		w.kill()
		if err := os.WriteFile(filepath.Join(w.config, "settings.json"), []byte(`{"theme":"`+theme+`"}`), 0o600); err != nil {
			t.Fatal(err)
		}
		w.start()
	}
	ming, mei := member{one, "志明", "zhiming-secret-1"}, member{two, "Mei", "meiling-secret-2"}
	register(t, ming)
	register(t, mei)
	open(t, ming, mei.nick, mei.nick)
	say(t, ming, "這是昨天爬山拍的，還有期末報告")
	offer := func(path string) string {
		t.Helper()
		system.choose(t, path)
		clickOn(t, ming, ui.RoleButton, "傳送檔案")
		card(t, ming, filepath.Base(path), "等待對方回答")
		return filepath.Base(path)
	}
	ask := role(ui.RoleDialog, "志明想傳送檔案給你")

	photo := offer(writeFile(t, "合照 2026-11-22.jpg", photograph(t, 4032, 3024)))
	find(t, mei, "the question", ask)
	picture(t, mei, "window-file-ask-picture")
	mei.resize(390, 780)
	picture(t, mei, "window-file-ask-picture-narrow")
	mei.resize(1280, 800)
	clickOnTop(t, mei, "接受")
	open(t, mei, ming.nick, ming.nick)
	card(t, mei, photo, "已儲存")
	card(t, ming, photo, "已送達")
	picture(t, mei, "window-picture-light")
	picture(t, ming, "window-picture-dark")
	clickOn(t, mei, ui.RoleButton, "放大圖片")
	find(t, mei, "the large picture", role(ui.RoleDialog, photo))
	settled(mei)
	picture(t, mei, "window-picture-large")
	mei.press("Escape")

	failing := writeFile(t, "講義.pdf", make([]byte, 2_300_000))
	offer(failing)
	find(t, mei, "the question", ask)
	picture(t, mei, "window-file-ask")
	if err := os.Remove(failing); err != nil {
		t.Fatal(err)
	}
	clickOnTop(t, mei, "接受")
	card(t, ming, "講義.pdf", "無法")

	declined := offer(writeFile(t, "不要.zip", make([]byte, 100_000)))
	find(t, mei, "the question", ask)
	clickOnTop(t, mei, "拒絕")
	card(t, ming, declined, "對方已拒絕")

	large := offer(sparse(t, "期末報告_v3.mp4", 6<<30))
	find(t, mei, "the question", ask)
	clickOnTop(t, mei, "接受")
	card(t, mei, large, "/s")
	card(t, ming, large, "/s")
	picture(t, mei, "window-file-cards-light")
	picture(t, ming, "window-file-cards-dark")
	mei.resize(390, 780)
	picture(t, mei, "window-file-cards-narrow")
	clickOnTop(t, mei, "暫停")
	card(t, mei, large, "已暫停")
	picture(t, mei, "window-file-paused-narrow")
	mei.resize(1280, 800)
	picture(t, mei, "window-file-paused")
	clickOnTop(t, mei, "取消")
	card(t, ming, large, "對方已拒絕")
	offer(writeFile(t, "筆記.txt", []byte("明天考試範圍")))
	find(t, mei, "the question", ask)
	mei.press("Escape")
	card(t, mei, "筆記.txt", "B")
	picture(t, mei, "window-file-offered")

	// The same in a page.
	yi := sitDown(t, srv.addr, "page", "怡君", "yijun-secret-3")
	open(t, ming, yi.nick, yi.nick)
	sun := photograph(t, 1600, 1200)
	system.choose(t, writeFile(t, "日出.jpg", sun))
	clickOn(t, ming, ui.RoleButton, "傳送檔案")
	find(t, yi.member, "the question", ask)
	picture(t, yi, "page-file-ask-picture")
	clickOnTop(t, yi, "接受")
	yi.shelf.gets("日出.jpg", sun)
	open(t, yi.member, ming.nick, ming.nick)
	card(t, yi.member, "日出.jpg", "已儲存")
	sunRises(t, yi.member)
	picture(t, yi, "page-picture")
	clickOn(t, yi, ui.RoleButton, "放大圖片")
	find(t, yi.member, "the large picture", role(ui.RoleDialog, "日出.jpg"))
	settled(yi)
	picture(t, yi, "page-picture-large")
	yi.press("Escape")
	yi.press("ctrl+u")
	yi.shelf.choose(writeFile(t, "海邊.jpg", photograph(t, 3000, 4000)))
	find(t, ming, "the question", role(ui.RoleDialog, "怡君想傳送檔案給你"))
	picture(t, ming, "window-file-ask-picture-dark")
	clickOnTop(t, ming, "接受")
	card(t, yi.member, "海邊.jpg", "已送達")
	picture(t, yi, "page-file-cards")
	yi.resize(390, 780)
	picture(t, yi, "page-file-cards-narrow")
}
