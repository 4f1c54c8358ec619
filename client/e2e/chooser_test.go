package e2e

import (
	"archive/zip"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"lobby/client/ui"
)

// bare starts a client on a system that has no dialog for files, only what pastes.
func bare(t testing.TB, label, home, theme string, args ...string) *window {
	t.Helper()
	w := newWindow(t, label, 1100, 720, args...)
	programs := t.TempDir()
	xclip, err := exec.LookPath("xclip")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(xclip, filepath.Join(programs, "xclip")); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(w.config, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(w.config, "settings.json"), []byte(`{"theme":"`+theme+`"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	w.env = append(w.env, "PATH="+programs, "HOME="+home)
	w.open()
	return w
}

// TestOwnChooser sends files and a folder, and saves one, on systems without a
// dialog for files: the program has its own.
func TestOwnChooser(t *testing.T) {
	t.Parallel()
	home, downloads := t.TempDir(), t.TempDir()
	content := map[string][]byte{}
	for i, name := range []string{"期末報告.pdf", "筆記.txt", "照片/日出.jpg", "照片/海邊.jpg", ".secret"} {
		content[name] = bytes.Repeat([]byte(name), 1000*(i+1))
		path := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content[name], 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(downloads, "taken.pdf"), []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	srv := startServer(t, "--multicast", "off")
	ming := member{bare(t, "window 1", home, "dark", "--server", srv.addr, "--downloads", downloads), "志明", "zhiming-secret-1"}
	mei := member{bare(t, "window 2", home, "light", "--server", srv.addr, "--downloads", downloads), "Mei", "meiling-secret-2"}
	register(t, ming)
	register(t, mei)
	open(t, ming, mei.nick, mei.nick)
	open(t, mei, ming.nick, ming.nick)
	chosen := func(name string) {
		t.Helper()
		find(t, ming, name+" chosen", func(n ui.Node) bool { return n.Role == ui.RoleOption && n.Label == name && n.Selected })
	}
	dialog := role(ui.RoleDialog, "選擇要傳送的檔案")

	// Two files, by Shift and the arrows.
	clickOn(t, ming, ui.RoleButton, "傳送檔案")
	find(t, ming, "the dialog", dialog)
	for _, name := range []string{"照片", "期末報告.pdf"} {
		find(t, ming, name, role(ui.RoleOption, name))
		ming.press("Down")
		chosen(name)
	}
	ming.press("shift+Down")
	find(t, ming, "the button for both", role(ui.RoleButton, "傳送 2 個項目"))
	picture(t, ming, "window-chooser-dark")
	ming.press("Return")
	for _, name := range []string{"期末報告.pdf", "筆記.txt"} {
		card(t, ming, name, "等待對方回答")
	}

	// Saved under a name that exists: that file stays, the new one gets a number.
	ask := role(ui.RoleDialog, "志明想傳送檔案給你")
	find(t, mei, "the question", ask)
	clickOnTop(t, mei, "另存…")
	find(t, mei, "the form", role(ui.RoleDialog, "選擇儲存位置"))
	fill(t, mei, "檔案名稱", "taken.pdf")
	find(t, mei, "that the name is taken", role(ui.RoleStatus, "已有同名的檔案，新檔案的名稱會加上編號。"))
	picture(t, mei, "window-chooser-save-light")
	mei.press("Return")
	card(t, mei, "期末報告.pdf", "已儲存")
	holds(t, filepath.Join(downloads, "taken.pdf"), []byte("old"))
	holds(t, filepath.Join(downloads, "taken (2).pdf"), content["期末報告.pdf"])
	find(t, mei, "the question about the other", ask)
	clickOnTop(t, mei, "拒絕")

	// A folder, opened and sent from within, in a narrow window.
	ming.resize(390, 700)
	ming.press("ctrl+u")
	find(t, ming, "the folder", role(ui.RoleOption, "照片"))
	ming.typeText("照")
	chosen("照片")
	picture(t, ming, "window-chooser-narrow")
	ming.press("Return")
	find(t, ming, "what is in it", role(ui.RoleOption, "海邊.jpg"))
	clickOn(t, ming, ui.RoleButton, "傳送這個資料夾")
	card(t, ming, "照片.zip", "等待對方回答")
	find(t, mei, "the question about the folder", func(n ui.Node) bool { return ask(n) && n.Note == "照片.zip" })
	clickOnTop(t, mei, "接受")
	card(t, mei, "照片.zip", "已儲存")
	zipped, err := zip.OpenReader(filepath.Join(downloads, "照片.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer zipped.Close()
	var names []string
	for _, f := range zipped.File {
		names = append(names, f.Name)
	}
	if want := []string{"照片/", "照片/日出.jpg", "照片/海邊.jpg"}; !slices.Equal(names, want) {
		t.Errorf("the archive has %q, want %q", names, want)
	}
}
