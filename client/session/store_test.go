package session

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"lobby/client/model"
)

func saveJSON(t testing.TB, s Store, name string, v any) {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Save(name, data); err != nil {
		t.Fatal(err)
	}
}

func TestStoreKeepsFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder")
	s := openStore(t, dir)
	if _, err := s.Load("a.json"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	for _, want := range []string{"first", "second, which is longer", ""} {
		if err := s.Save("a.json", []byte(want)); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Load("a.json"); err != nil || string(got) != want {
			t.Errorf("%q, %v", got, err)
		}
	}
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("folder: %v, %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.tmp")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestStoreIsNeverHalfWritten reads a file all the while it is replaced.
func TestStoreIsNeverHalfWritten(t *testing.T) {
	s := tempStore(t)
	version := func(n int) []byte { return bytes.Repeat([]byte{byte('a' + n%26)}, 10_000+n) }
	if err := s.Save("f", version(0)); err != nil {
		t.Fatal(err)
	}
	const versions = 50
	var writer sync.WaitGroup
	writer.Go(func() {
		for n := range versions {
			if err := s.Save("f", version(n)); err != nil {
				t.Error(err)
			}
		}
	})
	for last := false; !last; {
		got, err := s.Load("f")
		if err != nil {
			t.Fatal(err)
		}
		n := len(got) - 10_000
		if n < 0 || !bytes.Equal(got, version(n)) {
			t.Fatalf("%d bytes that are no version", len(got))
		}
		last = n == versions-1
	}
	writer.Wait()
}

func TestFailedSaveKeepsTheOldFile(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	if err := os.MkdirAll(filepath.Join(dir, "f", "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := s.Save("f", []byte("x")); err == nil {
		t.Error("a folder was replaced by a file")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.tmp")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestFolderThatCannotBeMade(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenStore(filepath.Join(file, "sub")); err == nil {
		t.Error("no error")
	}
}

func TestDamagedFilesAreSetAsideAndTold(t *testing.T) {
	for _, name := range []string{deviceFile, serversFile, settingsFile, sessionFile, outboxFile} {
		t.Run(name, func(t *testing.T) {
			store := tempStore(t)
			if err := store.Save(name, []byte(`{"servers": `)); err != nil {
				t.Fatal(err)
			}
			c := startClient(t, store, "", nil)
			failed := awaitEvent[model.Failed](c, nil)
			if failed.Problem.Code != model.CodeStore || !strings.Contains(failed.Problem.Detail, name) {
				t.Errorf("%+v", failed.Problem)
			}
			awaitEvent[model.Started](c, nil)
			if kept, err := store.Load(name + ".damaged"); err != nil || string(kept) != `{"servers": ` {
				t.Errorf("kept %q, %v", kept, err)
			}
		})
	}
}

func TestDeviceKeyStaysTheSame(t *testing.T) {
	store := tempStore(t)
	a := startClient(t, store, "", nil)
	a.close()
	b := startClient(t, store, "", nil)
	if a.session.key != b.session.key || a.session.key.Private == [32]byte{} {
		t.Error("another key after a restart")
	}
}

// failing is a Store on a disk that is full.
type failing struct{ Store }

func (failing) Save(string, []byte) error { return errors.New("no space left on device") }

func TestFullDiskIsTold(t *testing.T) {
	c := startClient(t, failing{tempStore(t)}, "", nil)
	c.do(model.SetTheme{Theme: model.ThemeDark})
	c.await("a notice", func(s *model.State) bool {
		return s.Notice != nil && s.Notice.Code == model.CodeStore && strings.Contains(s.Notice.Detail, "no space left")
	})
}

func TestSettingsAndOutboxSurviveARestart(t *testing.T) {
	store := tempStore(t)
	c := startClient(t, store, "", nil)
	outbox := model.Outbox{Server: "host", Member: 7, Rows: []model.Pending{{Conv: "r1", CID: "c1", Text: "未送出"}}}
	c.do(model.SetLanguage{Language: "ja"})
	c.session.Do(model.SaveOutbox{Outbox: outbox})
	c.session.Do(model.SaveOutbox{Outbox: model.Outbox{Server: "host", Member: 8}})
	c.close()

	again := startClient(t, store, "chat.example", nil)
	started := awaitEvent[model.Started](again, nil)
	if started.Settings.Language != "ja" || started.Settings.Server != "chat.example" || started.Resume {
		t.Errorf("%+v", started)
	}
	if len(started.Outboxes) != 1 || started.Outboxes[0].Rows[0].Text != "未送出" {
		t.Errorf("%+v", started.Outboxes)
	}
}
