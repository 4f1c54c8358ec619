package ledger

import (
	"errors"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"lobby/shared/wire"
)

// badSectors is a disk on which index files can be opened, and not be read any
// more once they are bad; nor segments, once those are.
type badSectors struct {
	noSync
	indexes, segments atomic.Bool
}

type badFile struct {
	file
	bad *atomic.Bool
}

func (d *badSectors) open(path string, flag int, perm fs.FileMode) (file, error) {
	f, err := d.noSync.open(path, flag, perm)
	if err != nil {
		return nil, err
	}
	if isIndex(path) {
		return badFile{f, &d.indexes}, nil
	}
	return badFile{f, &d.segments}, nil
}

func (f badFile) ReadAt(b []byte, at int64) (int, error) {
	if f.bad.Load() {
		return 0, &fs.PathError{Op: "read", Path: "it", Err: syscall.EIO}
	}
	return f.file.ReadAt(b, at)
}

// TestUnreadableIndexFiles: where index files can't be read any more, everything
// is still found and shown as it was.
func TestUnreadableIndexFiles(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	dir, disk := t.TempDir(), new(badSectors)
	var told atomic.Int64
	o := Options{SegmentBytes: 3000, Log: slog.New(slog.NewTextHandler(writerFunc(func(b []byte) {
		if strings.Contains(string(b), "input/output error") {
			told.Add(1)
		}
	}), nil))}
	l := openLog(t, dir, o, disk)
	var events model
	for n := range 100 {
		events = append(events, l.store(randomEvent(random, n))...)
	}
	l.Close()
	l = openLog(t, dir, o, disk)
	if r := l.Report(); r.Read != 1 || r.Segments < 5 {
		t.Fatalf("report %+v", r)
	}
	disk.indexes.Store(true)
	events.compare(t, l)
	if got, want := told.Load(), int64(l.Report().Segments-1); got != want {
		t.Errorf("the operator was told %d times of %d index files", got, want)
	}
	events = append(events, l.store(message(wire.Room, 1, 200))...)
	events.compare(t, l)
}

// TestFindOnlyGuessesNothing: when neither index nor segment can be read, an id
// that was used does not pass for a new one. When they can be, it is found.
func TestFindOnlyGuessesNothing(t *testing.T) {
	dir, _, events := indexedLog(t)
	disk := new(badSectors)
	l := openLog(t, dir, Options{}, disk)
	first := events[0]
	disk.indexes.Store(true)
	disk.segments.Store(true)
	if seq, _, err := l.Find(first.From, first.CID); !errors.Is(err, syscall.EIO) || seq != 0 {
		t.Errorf("found %d, %v", seq, err)
	}
	disk.segments.Store(false)
	if seq, at, err := l.Find(first.From, first.CID); seq != 1 || !at.Equal(first.Time.Time) || err != nil {
		t.Errorf("found %d at %v, %v", seq, at, err)
	}
}

// powerless is a disk that can't make index files durable, and a process that
// is killed before it can remove what it made.
type powerless struct{ noSync }

func (d powerless) open(path string, flag int, perm fs.FileMode) (file, error) {
	f, err := d.noSync.open(path, flag, perm)
	if err == nil && isIndex(path) {
		f = unsynced{f}
	}
	return f, err
}

func (powerless) remove(path string) error {
	return &fs.PathError{Op: "remove", Path: path, Err: syscall.EIO}
}

type unsynced struct{ file }

func (unsynced) Sync() error { return syscall.EIO }

// TestIndexFileThatIsNotOnTheDisk: an index file that could not be synced is never
// used, though what the system has of it in memory looks whole; the next that can
// be takes its place.
func TestIndexFileThatIsNotOnTheDisk(t *testing.T) {
	dir, index, events := indexedLog(t)
	if err := os.Remove(index); err != nil {
		t.Fatal(err)
	}
	l := openLog(t, dir, Options{}, powerless{})
	if _, ok := l.index.segments[0].index().(*openTable); !ok {
		t.Error("an index file that may not be on the disk is used")
	}
	l.Close()
	if left, _ := filepath.Glob(filepath.Join(dir, "*.index*")); len(left) != 1 || left[0] == index {
		t.Errorf("left is %v", left)
	}
	if read := openAgain(t, dir, events); read != 2 {
		t.Error("an index file that may not be on the disk was used by the next start")
	}
	if read := openAgain(t, dir, events); read != 1 {
		t.Error("no index file was made anew")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.index*")); len(left) != 1 || left[0] != index {
		t.Errorf("left is %v", left)
	}
}
