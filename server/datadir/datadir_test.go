package datadir_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"lobby/server/app"
	. "lobby/server/datadir"
	"lobby/server/servertest"
	"lobby/shared/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// stored is a data folder with two members and some messages, on which no
// server runs.
func stored(t *testing.T) string {
	t.Helper()
	s := servertest.Start(t)
	ann := s.Register(t, "Ann")
	bob := s.Register(t, "Bob")
	for n := range 5 {
		ann.Say(wire.Room, fmt.Sprint(n), fmt.Sprintf("in the room %d", n))
	}
	bob.Say(wire.Pair(ann.ID(), bob.ID()), "p", "between us")
	ann.Close()
	bob.Close()
	s.Stop(t)
	return s.Config.Data
}

func look(t *testing.T, dir string) *View {
	t.Helper()
	v, err := Look(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func verify(t *testing.T, dir string) (Report, []string) {
	t.Helper()
	v := look(t, dir)
	defer v.Close()
	var found []string
	r, err := Verify(v, func(f Finding) { found = append(found, f.String()) })
	if err != nil {
		t.Fatal(err)
	}
	return r, found
}

// contents is what the files of a data folder hold.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "lock" {
			return err
		}
		data, err := os.ReadFile(path)
		files[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// spoil replaces text in a file of a data folder, wherever it occurs.
func spoil(t *testing.T, path, old, by string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte(old)) {
		t.Fatalf("%s does not hold %q", path, old)
	}
	if err := os.WriteFile(path, bytes.ReplaceAll(data, []byte(old), []byte(by)), 0o600); err != nil {
		t.Fatal(err)
	}
}

const segment = "log/0000000001.jsonl"

func TestVerify(t *testing.T) {
	dir := stored(t)
	if r, found := verify(t, dir); found != nil || r.Members != 2 || r.Events < 6 || r.Segments != 1 {
		t.Errorf("a good folder: %+v, %q", r, found)
	}
	spoil(t, filepath.Join(dir, segment), "in the room 3", "in the r00m 3")
	spoil(t, filepath.Join(dir, "accounts.jsonl"), `"Bob"`, `"Rob"`)
	spoil(t, filepath.Join(dir, "identity.json"), "{", "")
	_, found := verify(t, dir)
	if len(found) < 3 {
		t.Fatalf("found only %q", found)
	}
	for i, begins := range []string{"identity.json: ", segment + ":", "accounts.jsonl:3: byte offset "} {
		if !strings.HasPrefix(found[i], filepath.Join(dir, begins)) {
			t.Errorf("finding %d is %q", i, found[i])
		}
	}
	if _, err := Look(t.Context(), filepath.Join(dir, "log")); err == nil {
		t.Error("a folder that is no data folder was taken for one")
	}
}

func TestRepair(t *testing.T) {
	dir := stored(t)
	spoil(t, filepath.Join(dir, segment), "in the room 3", "in the r00m 3")
	spoil(t, filepath.Join(dir, "accounts.jsonl"), `"Bob"`, `"Rob"`)
	before := contents(t, dir)
	v := look(t, dir)
	to := filepath.Join(t.TempDir(), "repaired")
	r, err := Repair(v, to, func(Finding) {})
	if err := errors.Join(err, v.Close()); err != nil {
		t.Fatal(err)
	}
	if r.Members != 1 || r.Log.Lost != 1 || r.Findings < 2 { // of an account each line counts
		t.Errorf("repaired %+v", r)
	}
	if !maps.Equal(before, contents(t, dir)) {
		t.Error("the original has changed")
	}
	if _, found := verify(t, to); found != nil {
		t.Errorf("the copy has %q", found)
	}
	s := servertest.Start(t, func(c *app.Config) { c.Data = to })
	ann := s.Dial(t)
	ann.LogIn(wire.Login{ID: ann.NextID(), Name: "Ann", Password: servertest.Password})
	events, _ := ann.History(wire.Room, 0, 100)
	var texts []string
	for _, e := range events {
		if e.Kind == wire.KindMessage {
			texts = append(texts, e.Text[len("in the room "):])
		}
	}
	if got := strings.Join(texts, ""); got != "0124" {
		t.Errorf("the room has the messages %q", got)
	}
	if synced, through := ann.Sync(0); through.Through < 6 || len(synced) == 0 {
		t.Errorf("sync gives %d events up to %d", len(synced), through.Through)
	}
	if carl := s.Register(t, "Carl"); carl.ID() != 3 {
		t.Errorf("a new member got the id %d, which another had", carl.ID())
	}

	v = look(t, dir)
	defer v.Close()
	if _, err := Repair(v, to, func(Finding) {}); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("repaired into a folder with a server: %v", err)
	}
}

// A backup of a server that is being talked to has everything that was
// acknowledged before, and is whole.
func TestBackupWhileRunning(t *testing.T) {
	data, err := os.MkdirTemp("", "lobby") // for the socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(data)
	s := servertest.Start(t, func(c *app.Config) {
		c.Data, c.Ledger.SegmentBytes = data, 2000
		c.Peers.Rate, c.Peers.Burst = 1e6, 1e6 // however long the backups take
	})
	ann := s.Register(t, "Ann")
	var said atomic.Int64
	stop, stopped := make(chan struct{}), make(chan struct{})
	enough := make(chan struct{})
	go func() {
		defer close(stopped)
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
			}
			ann.Say(wire.Room, fmt.Sprint(n), "while it runs")
			if said.Add(1) == 20 {
				close(enough)
			}
			if n%50 == 0 {
				ann.Ping()
			}
		}
	}()
	<-enough
	for n := range 3 {
		least := said.Load()
		file := filepath.Join(t.TempDir(), "backup.tar.gz")
		v := look(t, data)
		if !v.Running {
			t.Fatal("the server was not asked")
		}
		s.Register(t, fmt.Sprintf("late %d", n)).Close()
		if err := errors.Join(Backup(v, file, true, time.Now()), v.Close()); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the backup: %v, %v", info, err)
		}
		to := filepath.Join(t.TempDir(), "restored")
		r, err := Restore(t.Context(), file, to, func(f Finding) { t.Errorf("the backup has %s", f) })
		if err != nil || r.Events < uint64(least) || r.Members != 1+n || r.Segments < 2 {
			t.Errorf("restored %+v with at least %d messages, %v", r, least, err)
		}
		if _, err := Restore(t.Context(), file, to, func(Finding) {}); err == nil || !strings.Contains(err.Error(), "not empty") {
			t.Errorf("restored over a folder: %v", err)
		}
		if err := Backup(v, file, true, time.Now()); !errors.Is(err, os.ErrExist) {
			t.Errorf("a backup was written over another: %v", err)
		}
	}
	if r, found := verify(t, data); found != nil {
		t.Errorf("while it runs: %+v, %q", r, found)
	}
	close(stop)
	<-stopped
}

// pack makes a backup of these files.
func pack(t *testing.T, heads ...tar.Header) string {
	t.Helper()
	var data bytes.Buffer
	zip := gzip.NewWriter(&data)
	archive := tar.NewWriter(zip)
	for _, h := range heads {
		if err := archive.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(archive.Close(), zip.Close()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "b.tar.gz")
	if err := os.WriteFile(file, data.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// A file that somebody calls a backup writes nothing outside the folder.
func TestRestoreRefuses(t *testing.T) {
	for name, head := range map[string]tar.Header{
		"parent":   {Typeflag: tar.TypeReg, Name: "../evil"},
		"absolute": {Typeflag: tar.TypeReg, Name: "/tmp/evil"},
		"log":      {Typeflag: tar.TypeReg, Name: "log/../../evil"},
		"unknown":  {Typeflag: tar.TypeReg, Name: "control.sock"},
		"link":     {Typeflag: tar.TypeSymlink, Name: "identity.json", Linkname: "/etc/passwd"},
	} {
		t.Run(name, func(t *testing.T) {
			to := filepath.Join(t.TempDir(), "restored")
			if _, err := Restore(t.Context(), pack(t, head), to, func(Finding) {}); err == nil || !strings.Contains(err.Error(), "no backup") {
				t.Errorf("restored: %v", err)
			}
			if files := contents(t, filepath.Dir(to)); len(files) > 0 {
				t.Errorf("it wrote %v", files)
			}
		})
	}
	dir := stored(t)
	v := look(t, dir)
	file := filepath.Join(t.TempDir(), "backup.tar.gz")
	if err := errors.Join(Backup(v, file, true, time.Now()), v.Close()); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, length := range []int{0, 100, len(whole) / 2, len(whole) - 4} {
		if err := os.WriteFile(file, whole[:length], 0o600); err != nil {
			t.Fatal(err)
		}
		beside := t.TempDir()
		_, err := Restore(t.Context(), file, filepath.Join(beside, "r"), func(Finding) {})
		if says := map[bool]string{true: "no file that backup wrote", false: "cut off"}[length == 0]; err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%d of %d bytes were restored: %v", length, len(whole), err)
		}
		if left, err := os.ReadDir(beside); err != nil || len(left) > 0 {
			t.Errorf("%d of %d bytes left %v, %v", length, len(whole), left, err)
		}
	}
}

// What can't be repaired leaves nothing behind, and is not changed.
func TestRepairRefuses(t *testing.T) {
	running := &View{Dir: t.TempDir(), Running: true}
	if _, err := Repair(running, filepath.Join(t.TempDir(), "to"), func(Finding) {}); !errors.Is(err, ErrRunning) {
		t.Errorf("repaired: %v", err)
	}
	dir := stored(t)
	before := contents(t, dir)
	refuse := func(what, to, says string) {
		t.Helper()
		v := look(t, dir)
		defer v.Close()
		if _, err := Repair(v, to, func(Finding) {}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", what, err)
		}
		if _, err := os.Stat(to); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s left something: %v", what, err)
		}
	}
	refuse("into itself", filepath.Join(dir, "log", "new"), "beside")
	if !maps.Equal(before, contents(t, dir)) {
		t.Error("the original has changed")
	}
	for file, newer := range map[string]string{
		segment:          `{"type":"log","schema":9,"first":1,"crc":"e4e16fc2"}`,
		"accounts.jsonl": `{"type":"accounts","schema":9,"next":3,"crc":"8745be09"}`,
		"identity.json":  `{"type":"identity","schema":9}`,
	} {
		path := filepath.Join(dir, file)
		_, rest, _ := strings.Cut(before[path], "\n")
		if err := os.WriteFile(path, []byte(newer+"\n"+rest), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Look(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "schema 9") {
			t.Errorf("%s of a newer version is looked at: %v", file, err)
		}
		if err := os.WriteFile(path, []byte(before[path]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
