package e2e

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"lobby/client/ui"
)

// newFolder makes a folder with as many files as a browser tells of in several steps,
// with names that a system might take amiss, and with a link, which is not sent.
func newFolder(t testing.TB, name string) (root string) {
	t.Helper()
	root = filepath.Join(t.TempDir(), name)
	large := make([]byte, 3_000_000)
	rand.Read(large)
	contents := map[string][]byte{
		"a.txt": []byte("一"), "深い/更深/b.bin": large, "nothing.txt": nil,
		`..\..\x.txt`: []byte("two"), "\u202egpj.exe": []byte("three"), "CON": []byte("four"), "%2e%2e%2fy #?.txt": []byte("five"),
	}
	for n := range 250 {
		contents[fmt.Sprintf("many/%03d.txt", n)] = fmt.Append(nil, n)
	}
	for name, content := range contents {
		path := filepath.Join(root, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, content, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(root, "link")); err != nil {
		t.Fatal(err)
	}
	return root
}

// unpacksTo compares an archive that arrived with the folder that was sent. A name with
// backslashes leads out of no folder: of one that was dropped the browser tells the name
// as it is, of one that was chosen with slashes, and without empty folders.
func unpacksTo(t testing.TB, archive, root string, dropped bool) {
	t.Helper()
	want := map[string][]byte{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Type()&fs.ModeSymlink != 0 {
			return err
		}
		name, err := filepath.Rel(filepath.Dir(root), path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			if inside, err := os.ReadDir(path); err != nil || len(inside) > 0 || dropped {
				want[name+"/"] = nil
				return err
			}
			return nil
		}
		content, err := os.ReadFile(path)
		top, inside, _ := strings.Cut(name, "/")
		switch {
		case inside != `..\..\x.txt`:
			want[name] = content
		case dropped:
			want[top+"/.._.._x.txt"] = content
		default:
			want[top+"/_/"], want[top+"/_/_/"], want[top+"/_/_/x.txt"] = nil, nil, content
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	got := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var content bytes.Buffer
		if _, err := content.ReadFrom(r); err != nil { // which checks the CRC-32 too
			t.Errorf("%s: %v", f.Name, err)
		}
		if f.Modified.Year() < 1980 { // the first day that an archive can name
			t.Errorf("%s is of %v", f.Name, f.Modified)
		}
		got[f.Name] = content.Bytes()
	}
	if !maps.EqualFunc(got, want, bytes.Equal) {
		t.Errorf("%s has %d entries, and not the %d of the folder, or others", filepath.Base(archive), len(got), len(want))
		for name, content := range want {
			if got, there := got[name]; !there || !bytes.Equal(got, content) {
				t.Errorf("%q: %d bytes (there: %v), want %d", name, len(got), there, len(content))
			}
		}
	}
}

// sendsFolders sends folders from a page to a window: dropped, empty, chosen in the
// dialog, stopped half way, found again by a page that was loaded anew, and changed
// meanwhile. Both look at the conversation with each other; what the page sends goes
// over the line.
func sendsFolders(t *testing.T, mei atDesk, ming member, line *sluice, downloads string) {
	t.Helper()
	accept := func(file string) {
		t.Helper()
		find(t, ming, "the question whether it wants "+file, func(n ui.Node) bool { return n.Role == ui.RoleDialog && n.Note == file })
		clickOnTop(t, ming, "接受")
	}
	arrived := func(file string) string {
		t.Helper()
		card(t, mei.member, file, "已送達")
		return filepath.Join(downloads, file)
	}

	root := newFolder(t, "相簿 2026")
	if err := os.Mkdir(filepath.Join(root, "空的"), 0o700); err != nil {
		t.Fatal(err)
	}
	mei.shelf.drop(root)
	card(t, ming, "相簿 2026.zip", "257")
	accept("相簿 2026.zip")
	unpacksTo(t, arrived("相簿 2026.zip"), root, true)

	empty := filepath.Join(t.TempDir(), "空資料夾")
	if err := os.Mkdir(empty, 0o700); err != nil {
		t.Fatal(err)
	}
	mei.shelf.drop(empty)
	accept("空資料夾.zip")
	unpacksTo(t, arrived("空資料夾.zip"), empty, true)

	// By the menu, and stopped half way: what follows are the same bytes again.
	root = newFolder(t, "報告")
	chooseFolder := func() {
		t.Helper()
		box := find(t, mei, "the message box", func(n ui.Node) bool { return n.Role == ui.RoleTextbox && n.Label == "訊息" })
		mei.page.do(chromedp.MouseClickXY(float64(box.Rect.X+box.Rect.W/2), float64(box.Rect.Y+box.Rect.H/2), chromedp.ButtonRight))
		clickOn(t, mei, ui.RoleButton, "傳送資料夾")
		mei.shelf.choose(root)
	}
	line.shut()
	chooseFolder()
	accept("報告.zip")
	card(t, mei.member, "報告.zip", "%")
	clickOn(t, mei, ui.RoleButton, "暫停")
	clickOn(t, mei, ui.RoleButton, "繼續")
	find(t, mei, "the way to pause again", role(ui.RoleButton, "暫停"))
	line.open()
	unpacksTo(t, arrived("報告.zip"), root, false)

	// The page is loaded again before it is accepted: the folder has to be chosen anew.
	root = newFolder(t, "明天")
	chooseFolder()
	card(t, mei.member, "明天.zip", "等待對方回答")
	mei.reload(t, ming.nick)
	accept("明天.zip")
	clickOn(t, mei, ui.RoleButton, "再選一次檔案")
	mei.shelf.choose(root)
	unpacksTo(t, arrived("明天.zip"), root, false)

	root = newFolder(t, "改過的")
	mei.shelf.drop(root)
	card(t, mei.member, "改過的.zip", "等待對方回答")
	if err := os.WriteFile(filepath.Join(root, "many", "new.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	accept("改過的.zip")
	card(t, ming, "改過的.zip", "已取消")
	if _, err := os.Stat(filepath.Join(downloads, "改過的.zip")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that had changed arrived: %v", err)
	}
}
