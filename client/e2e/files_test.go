package e2e

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"image/png"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lobby/client/ui"
)

// chooser stands in for the system's dialog for files: a program of the same
// name, in a folder where clients look first, which answers what the test has
// written down.
type chooser struct{ dir, answer string }

func fakeChooser(t testing.TB) chooser {
	t.Helper()
	dir := t.TempDir()
	c := chooser{dir: dir, answer: filepath.Join(dir, "answer")}
	script := "#!/bin/sh\ncat '" + c.answer + "'\n"
	for _, name := range []string{"qarma", "zenity", "matedialog"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// openWindow starts a client that finds the dialog.
func (c chooser) openWindow(t testing.TB, label string, width, height int, args ...string) *window {
	t.Helper()
	w := newWindow(t, label, width, height, args...)
	w.env = append(w.env, "PATH="+c.dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	w.open()
	return w
}

func (c chooser) choose(t testing.TB, path string) {
	t.Helper()
	if err := os.WriteFile(c.answer, []byte(path+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// newFile makes a file of random bytes.
func newFile(t testing.TB, name string, size int) (path string, content []byte) {
	t.Helper()
	content = make([]byte, size)
	rand.Read(content)
	path = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path, content
}

// card waits until an offer's card says something.
func card(t testing.TB, m member, file, says string) {
	t.Helper()
	find(t, m, "the card of "+file+" with "+says, func(n ui.Node) bool {
		return n.Role == ui.RoleRow && n.Value == file && strings.Contains(n.Note, says)
	})
}

func holds(t testing.TB, path string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if sha256.Sum256(got) != sha256.Sum256(want) {
		t.Errorf("%s has %d bytes, and not the %d that were sent", path, len(got), len(want))
	}
}

// picture writes what a window shows into the folder that LOBBY_SHOTS names, if
// it does.
func picture(t testing.TB, m screen, name string) {
	t.Helper()
	folder := os.Getenv("LOBBY_SHOTS")
	if folder == "" {
		return
	}
	time.Sleep(300 * time.Millisecond) // a picture for people, of a window at rest
	var file bytes.Buffer
	if err := png.Encode(&file, m.picture()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), file.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestFiles sends files from window to window: accepted, saved elsewhere,
// declined, taken back, and offered to the room. Nobody on the line can read a name
// or a piece of what is in them.
func TestFiles(t *testing.T) {
	t.Parallel()
	system := fakeChooser(t)
	downloads := t.TempDir()
	srv := startServer(t, "--multicast", "off")
	tap := startWiretap(t, srv.addr, "")
	one := system.openWindow(t, "window 1", 1000, 700, "--server", tap.addr, "--downloads", downloads)
	two := system.openWindow(t, "window 2", 1000, 700, "--server", tap.addr, "--downloads", downloads)
	ming := member{one, "志明", "zhiming-secret-1"}
	mei := member{two, "Mei", "meiling-secret-2"}
	register(t, ming)
	register(t, mei)
	open(t, ming, mei.nick, mei.nick)

	secrets, carried := []string{ming.password, mei.password}, 0
	carries := func(name string, content []byte) {
		secrets = append(secrets, name, string(content[:24]), string(content[len(content)-24:]))
		carried += len(content)
	}
	offer := func(name string, size int, by func()) []byte {
		t.Helper()
		path, content := newFile(t, name, size)
		system.choose(t, path)
		by()
		card(t, ming, name, "等待對方回答")
		return content
	}
	attach := func() { clickOn(t, ming, ui.RoleButton, "傳送檔案") }
	ask := role(ui.RoleDialog, "志明想傳送檔案給你")

	// Accepted: it comes whole, and a second of the name gets a number.
	for i, file := range []string{"期末報告.pdf", "期末報告 (2).pdf"} {
		content := offer("期末報告.pdf", 4_200_000+i, attach)
		find(t, mei, "the question", ask)
		picture(t, mei, "file-ask")
		clickOnTop(t, mei, "接受")
		wait(t, mei, "no question", func(nodes []ui.Node) bool { return !anyNode(nodes, ask) })
		open(t, mei, ming.nick, ming.nick)
		wait(t, mei, "all that was accepted", func(nodes []ui.Node) bool { return notes(nodes, "已儲存") == i+1 })
		wait(t, ming, "that all arrived", func(nodes []ui.Node) bool { return notes(nodes, "已送達") == i+1 })
		holds(t, filepath.Join(downloads, file), content)
		carries("期末報告", content)
	}

	// Saved where the dialog says.
	content := offer("照片.jpg", 100_000, func() { ming.press("ctrl+u") })
	elsewhere := filepath.Join(t.TempDir(), "別的名字.jpg")
	system.choose(t, elsewhere)
	find(t, mei, "the question", ask)
	clickOnTop(t, mei, "另存…")
	card(t, mei, "照片.jpg", "已儲存")
	holds(t, elsewhere, content)
	carries("照片.jpg", content)

	// A picture is asked for with its preview, and shown once it is there.
	content = photograph(t, 800, 600)
	system.choose(t, writeFile(t, "日出.jpg", content))
	attach()
	find(t, mei, "the question", ask)
	clickOnTop(t, mei, "接受")
	card(t, mei, "日出.jpg", "已儲存")
	holds(t, filepath.Join(downloads, "日出.jpg"), content)
	carries("日出.jpg", content)
	for _, m := range []member{ming, mei} {
		sunRises(t, m)
	}

	// Declined, and taken back before an answer.
	offer("不要.bin", 100_000, attach)
	find(t, mei, "the question", ask)
	clickOnTop(t, mei, "拒絕")
	card(t, ming, "不要.bin", "已拒絕")
	offer("算了.bin", 100_000, attach)
	find(t, mei, "the question", ask)
	clickOn(t, ming, ui.RoleButton, "取消")
	card(t, mei, "算了.bin", "已取消")
	wait(t, mei, "no question", func(nodes []ui.Node) bool { return !anyNode(nodes, ask) })

	// The receiver is away, and the server restarts, before it is wanted.
	two.kill()
	content = offer("明天.bin", 300_000, attach)
	srv.stop()
	srv.start()
	two.start()
	open(t, mei, ming.nick, ming.nick)
	card(t, mei, "明天.bin", "300.0 kB")
	picture(t, mei, "file-cards")
	clickOn(t, mei, ui.RoleButton, "接受")
	card(t, mei, "明天.bin", "已儲存")
	holds(t, filepath.Join(downloads, "明天.bin"), content)

	// To the room: the sender may go as soon as it is there.
	open(t, ming, "大廳", "# 大廳")
	path, content := newFile(t, "大家.bin", 200_000)
	system.choose(t, path)
	attach()
	card(t, ming, "大家.bin", "已上傳")
	folder := filepath.Dir(path)
	system.choose(t, folder)
	box := find(t, ming, "the message box", role(ui.RoleTextbox, "訊息")).Rect
	one.display.run(t, "xdotool", "mousemove", fmt.Sprint(int(box.X)+20), fmt.Sprint(int(box.Y)+5), "click", "3")
	clickOn(t, ming, ui.RoleButton, "傳送資料夾")
	card(t, ming, filepath.Base(folder)+".zip", "已上傳")
	one.kill()
	open(t, mei, "大廳", "# 大廳")
	clickOn(t, mei, ui.RoleButton, "接受")
	card(t, mei, "大家.bin", "已儲存")
	holds(t, filepath.Join(downloads, "大家.bin"), content)
	carries("大家.bin", content)
	hostilePictures(t, srv, mei)

	if found := tap.search(secrets); len(found) > 0 {
		t.Errorf("in clear on the line: %q", found)
	}
	if streams, size, _ := tap.volume(); streams < 8 || size < 2*carried {
		t.Errorf("only %d streams with %d bytes were seen, of files with %d", streams, size, carried)
	}

	entries, err := os.ReadDir(downloads)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".part") {
			t.Errorf("left behind: %s", e.Name())
		}
	}
}

// clickOnTop clicks on the uppermost of several buttons of one label, which is the
// one that was drawn last.
func clickOnTop(t testing.TB, m screen, label string) {
	t.Helper()
	var top ui.Node
	wait(t, m, "a button "+label, func(nodes []ui.Node) bool {
		for _, n := range nodes {
			if n.Role == ui.RoleButton && n.Label == label {
				top = n
			}
		}
		return top.Label != ""
	})
	m.click(ui.Point{X: top.Rect.X + top.Rect.W/2, Y: top.Rect.Y + top.Rect.H/2})
}

// notes counts the rows whose note has a text.
func notes(nodes []ui.Node, text string) int {
	n := 0
	for _, node := range nodes {
		if node.Role == ui.RoleRow && strings.Contains(node.Note, text) {
			n++
		}
	}
	return n
}

func anyNode(nodes []ui.Node, fits func(ui.Node) bool) bool {
	for _, n := range nodes {
		if fits(n) {
			return true
		}
	}
	return false
}

// TestFileThroughKills kills the server, the receiver and the sender at moments
// that a seed draws while a file goes from one to the other. It arrives whole. `make e2e`
// takes a larger one.
func TestFileThroughKills(t *testing.T) {
	t.Parallel()
	size, times := 150_000_000, 3
	if isLong() {
		size, times = 400_000_000, 5
	}
	seed := uint64(time.Now().UnixNano())
	t.Log("seed", seed)
	random := mathrand.New(mathrand.NewPCG(seed, 0))
	system := fakeChooser(t)
	downloads := t.TempDir()
	srv := startServer(t, "--multicast", "off")
	one := system.openWindow(t, "window 1", 1000, 700, "--server", srv.addr, "--downloads", downloads)
	two := system.openWindow(t, "window 2", 1000, 700, "--server", srv.addr, "--downloads", downloads)
	ming, mei := member{one, "志明", "zhiming-secret-1"}, member{two, "Mei", "meiling-secret-2"}
	register(t, ming)
	register(t, mei)
	open(t, ming, mei.nick, mei.nick)
	path, content := newFile(t, "大檔案.bin", size)
	system.choose(t, path)
	clickOn(t, ming, ui.RoleButton, "傳送檔案")
	find(t, mei, "the question", role(ui.RoleDialog, "志明想傳送檔案給你"))
	clickOnTop(t, mei, "接受")

	kills := []func(){
		func() { srv.kill(); srv.start() },
		func() { one.kill(); one.start() },
		func() { two.kill(); two.start() },
	}
	for range times {
		time.Sleep(time.Duration(random.IntN(400)) * time.Millisecond) // a moment by chance is what is tested
		kills[random.IntN(len(kills))]()
	}
	landed := filepath.Join(downloads, "大檔案.bin")
	for end := time.Now().Add(2 * patience); ; time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(landed); err == nil {
			break
		}
		if time.Now().After(end) {
			nodes, _ := two.nodes()
			t.Fatalf("the file never came; %s shows\n%s", two.label, describe(nodes))
		}
	}
	holds(t, landed, content)
	open(t, ming, mei.nick, mei.nick)
	card(t, ming, "大檔案.bin", "已送達")
	if entries, err := os.ReadDir(downloads); err != nil || len(entries) != 1 {
		t.Errorf("the folder has %v, %v", entries, err)
	}
}
