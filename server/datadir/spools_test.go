package datadir_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"lobby/server/app"
	. "lobby/server/datadir"
	"lobby/server/servertest"
	"lobby/shared/wire"
)

// offered is a data folder with a file that is whole, and the number of its
// offer in the room.
func offered(t *testing.T, content []byte) (dir string, offer uint64) {
	t.Helper()
	s := servertest.Start(t)
	ann := s.Register(t, "Ann")
	offer = ann.Offer(wire.Room, "1", "a", int64(len(content)))
	up, _ := s.Upload(t, ann, offer)
	if err := up.Send(content); err != nil {
		t.Fatal(err)
	}
	if _, ok := up.Finish(content).(wire.Done); !ok {
		t.Fatal("the upload was refused")
	}
	up.Close()
	ann.Close()
	s.Stop(t)
	return s.Config.Data, offer
}

// Files that wait are checked, saved, and fetched from what was restored or
// repaired.
func TestWaitingFiles(t *testing.T) {
	content := bytes.Repeat([]byte("contents "), 20_000)
	dir, offer := offered(t, content)
	if r, found := verify(t, dir); found != nil || r.Files != 1 {
		t.Errorf("a good folder: %+v, %q", r, found)
	}
	file := filepath.Join(t.TempDir(), "backup.tar.gz")
	bare := filepath.Join(t.TempDir(), "bare.tar.gz")
	repaired := filepath.Join(t.TempDir(), "repaired")
	v := look(t, dir)
	_, err := Repair(v, repaired, func(f Finding) { t.Error(f) })
	err = errors.Join(err, Backup(v, file, true, time.Now()), Backup(v, bare, false, time.Now()), v.Close())
	if err != nil {
		t.Fatal(err)
	}
	restored := filepath.Join(t.TempDir(), "restored")
	if err := os.Mkdir(restored, 0o700); err != nil { // as an empty one it is taken
		t.Fatal(err)
	}
	if r, err := Restore(t.Context(), file, restored, func(f Finding) { t.Error(f) }); err != nil || r.Files != 1 {
		t.Fatalf("restored %+v, %v", r, err)
	}
	if r, err := Restore(t.Context(), bare, filepath.Join(t.TempDir(), "bare"), func(f Finding) { t.Error(f) }); err != nil || r.Files != 0 {
		t.Errorf("restored without files: %+v, %v", r, err)
	}
	for _, dir := range []string{restored, repaired} {
		s := servertest.Start(t, func(c *app.Config) { c.Data = dir })
		bob := s.Register(t, "Bob")
		got, end := s.Download(t, bob, offer, 0).Fetch()
		if _, ok := end.(wire.Finished); !ok || !bytes.Equal(got, content) {
			t.Errorf("%s gives %d bytes, and then %+v", dir, len(got), end)
		}
	}
}

// A waiting file that has changed is found and not carried on.
func TestSpoiledFile(t *testing.T) {
	dir, offer := offered(t, bytes.Repeat([]byte("contents "), 20_000))
	spool := filepath.Join(dir, "files", strconv.FormatUint(offer, 10))
	spoil(t, spool, "contents contents", "contents CONTENTS")
	if _, found := verify(t, dir); len(found) != 1 || !strings.HasPrefix(found[0], spool+": ") {
		t.Errorf("found %q", found)
	}
	if err := os.Truncate(spool, 1000); err != nil {
		t.Fatal(err)
	}
	if _, found := verify(t, dir); len(found) != 1 || !strings.Contains(found[0], "only 1000 of 180000") {
		t.Errorf("found %q", found)
	}
	v := look(t, dir)
	file, to := filepath.Join(t.TempDir(), "backup.tar.gz"), filepath.Join(t.TempDir(), "repaired")
	r, err := Repair(v, to, func(Finding) {})
	if err = errors.Join(err, Backup(v, file, true, time.Now()), v.Close()); err != nil || r.Findings != 1 {
		t.Fatalf("repaired %+v, %v", r, err)
	}
	restored := filepath.Join(t.TempDir(), "restored")
	if r, err := Restore(t.Context(), file, restored, func(f Finding) { t.Error(f) }); err != nil || r.Files != 0 {
		t.Errorf("restored %+v, %v", r, err)
	}
	s := servertest.Start(t, func(c *app.Config) { c.Data = restored })
	bob := s.Register(t, "Bob")
	bob.Sync(0) // it may have ended before
	bob.AwaitState(offer, wire.StateExpired)
	if left, err := os.ReadDir(filepath.Join(to, "files")); err != nil || len(left) > 0 {
		t.Errorf("repaired with %v, %v", left, err)
	}
}
