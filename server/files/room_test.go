package files

import (
	"errors"
	"io/fs"
	"os"
	"testing"

	"lobby/shared/wire"
)

// wantQuota expects a fault of CodeQuota.
func wantQuota(t *testing.T, what string, err error) {
	t.Helper()
	var f *wire.Fault
	if !errors.As(err, &f) || f.Code != wire.CodeQuota {
		t.Errorf("%s: %v", what, err)
	}
}

// beginUpload begins an upload by member 1, and says why it can't.
func beginUpload(t *testing.T, s *Store, seq uint64) (*Upload, error) {
	t.Helper()
	ticket, f := s.Issue(1, [32]byte{1}, seq, true)
	if f != nil {
		t.Fatal(f)
	}
	return s.Upload(ticket, [32]byte{1})
}

// A promise takes a member's room and nobody else's; an upload that has begun
// takes the server's, also after a restart, until its offer ends.
func TestRoomIsTakenByUploads(t *testing.T) {
	dir, l := t.TempDir(), &log{}
	o := Options{MemberBytes: 100, ServerBytes: 150, MinFree: -1}
	s := openStore(t, dir, l, o)
	l.offer(t, 1, 100)
	if f := s.Reserve(1, 1); f == nil || f.Code != wire.CodeQuota {
		t.Errorf("a member promises more than it may: %v", f)
	}
	for member := range uint64(5) { // each as much as fits
		if f := s.Reserve(member+2, 100); f != nil {
			t.Errorf("member %d may not promise: %v", member+2, f)
		}
	}
	if f := s.Reserve(9, 151); f == nil || f.Code != wire.CodeQuota {
		t.Errorf("what can never be kept is promised: %v", f)
	}
	u, err := beginUpload(t, s, 1)
	if err != nil {
		t.Fatal(err)
	}
	u2, err := beginUpload(t, s, 1) // goes on with the first, and takes nothing more
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Figures(); got.Bytes != 100 || got.Limit != 150 || got.Uploads != 2 || got.Offered != 1 {
		t.Errorf("figures %+v", got)
	}
	if err := errors.Join(u2.Write([]byte("x")), u.Close(), u2.Close()); err != nil {
		t.Fatal(err)
	}

	again := &log{events: l.events}
	s = openStore(t, dir, again, Options{MemberBytes: 1000, ServerBytes: 150, MinFree: -1})
	if got := s.Figures().Bytes; got != 100 {
		t.Errorf("after a restart %d bytes are counted", got)
	}
	again.offer(t, 2, 50)
	again.record(wire.Event{Kind: wire.KindFile, Conv: wire.Room, Offer: 1, State: wire.StateCancelled})
	again.offer(t, 3, 140)
	u, err = beginUpload(t, s, 3)
	if err != nil {
		t.Fatal(err)
	}
	_, err = beginUpload(t, s, 2)
	wantQuota(t, "an upload beyond the server's room", err)
	if err := u.Close(); err != nil {
		t.Error(err)
	}
}

// A download that waits for an upload takes nothing of the server's room, also
// after a restart, which leaves nothing of it. Bytes without a note count: they
// are of an upload that a crash has ended.
func TestWaitingDownloadTakesNoRoom(t *testing.T) {
	dir, l := t.TempDir(), &log{}
	s := openStore(t, dir, l, Options{})
	l.offer(t, 1, 100)
	l.offer(t, 2, 10)
	if err := download(t, s, 1, 0).Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.path(2), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}

	s = openStore(t, dir, &log{events: l.events}, Options{})
	if got := s.Figures().Bytes; got != 10 {
		t.Errorf("after a restart %d bytes are counted", got)
	}
	if _, err := os.Stat(s.path(1)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file that a waiting download has made: %v", err)
	}
	if err := download(t, s, 1, 0).Close(); err != nil {
		t.Errorf("a download after the restart: %v", err)
	}
}

// Some of the disk is left free: an offer that can't be kept is refused, and so
// is what comes of an upload when others have filled the disk meanwhile. What was
// kept of it stays.
func TestDiskKeepsAReserve(t *testing.T) {
	free := int64(10 * checkpointBytes)
	o := Options{MinFree: 4 * checkpointBytes, free: func(string) (int64, error) { return free, nil }}
	l := &log{}
	s := openStore(t, t.TempDir(), l, o)
	if f := s.Reserve(1, 6*checkpointBytes+1); f == nil || f.Code != wire.CodeQuota {
		t.Errorf("an offer into the reserve: %v", f)
	}
	l.offer(t, 1, 6*checkpointBytes)
	u, err := beginUpload(t, s, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := u.Write(make([]byte, checkpointBytes)); err != nil {
		t.Fatal(err)
	}
	free = 4*checkpointBytes - 1
	wantQuota(t, "more bytes on a full disk", u.Write(make([]byte, checkpointBytes)))
	free = 10 * checkpointBytes
	if err := errors.Join(u.Write(make([]byte, checkpointBytes)), u.Close()); err != nil {
		t.Error(err)
	}
}
