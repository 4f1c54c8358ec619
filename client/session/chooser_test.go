//go:build !js

package session

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"lobby/client/model"
)

// fillFolder makes files of these names in a folder, and folders of those that end in a
// slash.
func fillFolder(t *testing.T, names ...string) string {
	t.Helper()
	root := t.TempDir()
	for _, name := range names {
		path := filepath.Join(root, name)
		var err error
		if name[len(name)-1] == '/' {
			err = os.Mkdir(path, 0o700)
		} else {
			err = os.WriteFile(path, []byte(name), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// What is beside a file is listed for its path.
func TestAFilesPathListsItsFolder(t *testing.T) {
	root := fillFolder(t, "a.txt", "b.txt")
	s := new(Session)
	got := s.listFolder(model.ListFolder{Path: filepath.Join(root, "b.txt")})
	if got.Problem != nil || got.Folder.Path != root || got.Folder.At != filepath.Join(root, "b.txt") || len(got.Folder.Entries) != 2 {
		t.Errorf("%+v", got)
	}
}

func TestFolderIsListedInOrder(t *testing.T) {
	root := fillFolder(t, "b10.txt", "B2.txt", "a.txt", ".secret", "相片/", "z/", "第10章", "第2章")
	if err := os.Symlink(filepath.Join(root, "z"), filepath.Join(root, "link")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(root, "nowhere"), filepath.Join(root, "broken")); err != nil {
		t.Fatal(err)
	}
	got, err := readFolder(root, 100)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range got.Entries {
		names = append(names, e.Name)
		if e.Path != filepath.Join(root, e.Name) || e.Hidden != (e.Name == ".secret") {
			t.Errorf("%s is %+v", e.Name, e)
		}
		if !e.Folder && e.Size != int64(len(e.Name)) {
			t.Errorf("%s has %d bytes", e.Name, e.Size)
		}
	}
	want := []string{"link", "z", "相片", ".secret", "a.txt", "B2.txt", "b10.txt", "第2章", "第10章"}
	if !slices.Equal(names, want) {
		t.Errorf("the order is %q, want %q", names, want)
	}
	if last := got.Up[len(got.Up)-1]; last.Path != root || last.Name != filepath.Base(root) || got.Up[0].Path != "/" {
		t.Errorf("the way there is %+v", got.Up)
	}
}

func TestListIsBounded(t *testing.T) {
	var names []string
	for i := range 7 {
		names = append(names, fmt.Sprint(i))
	}
	root := fillFolder(t, names...)
	for most, more := range map[int]bool{6: true, 7: false} {
		if got, err := readFolder(root, most); err != nil || len(got.Entries) != most || got.More != more {
			t.Errorf("of 7, %d are listed, more: %v, %v", len(got.Entries), got.More, err)
		}
	}
}

func TestFolderThatCannotBeListed(t *testing.T) {
	root := fillFolder(t, "closed/")
	if err := os.Chmod(filepath.Join(root, "closed"), 0); err != nil {
		t.Fatal(err)
	}
	s := &Session{}
	if got := s.listFolder(model.ListFolder{Path: filepath.Join(root, "gone")}); got.Problem == nil || got.Problem.Code != model.CodeNoFolder || got.Problem.Field != "gone" {
		t.Errorf("a folder that is gone: %+v", got.Problem)
	}
	if os.Geteuid() == 0 {
		return // root may look into everything
	}
	if got := s.listFolder(model.ListFolder{Path: filepath.Join(root, "closed")}); got.Problem == nil || got.Problem.Code != model.CodeForbidden {
		t.Errorf("a folder that is closed: %+v", got.Problem)
	}
}

func TestUsualFolder(t *testing.T) {
	home, downloads := t.TempDir(), t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	s := &Session{cfg: Config{Downloads: downloads}}
	if got := s.listFolder(model.ListFolder{}); got.Folder.Path != home || got.Asked != "" {
		t.Errorf("files are looked for in %s", got.Folder.Path)
	}
	if got := s.listFolder(model.ListFolder{Save: true}); got.Folder.Path != downloads {
		t.Errorf("files are saved in %s", got.Folder.Path)
	}
	os.Remove(downloads)
	os.Remove(home)
	if got := s.listFolder(model.ListFolder{Save: true}); got.Folder.Path == "" || got.Problem != nil {
		t.Errorf("without any there is %+v, %+v", got.Folder.Path, got.Problem)
	}
}
