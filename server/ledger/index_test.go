package ledger

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"lobby/shared/wire"
)

// indexedLog is the folder of sampleLog, with the index file of its first
// segment, whose path it returns too.
func indexedLog(t testing.TB) (dir, index string, events []wire.Event) {
	t.Helper()
	files, events := sampleLog(t)
	dir = fill(t, files)
	openLog(t, dir, Options{}, noSync{}).Close()
	return dir, filepath.Join(dir, "0000000001.index"), events
}

// openAgain opens a log, compares its events, and says how many segments had to
// be read.
func openAgain(t testing.TB, dir string, want []wire.Event) (read int) {
	t.Helper()
	l := openLog(t, dir, Options{}, noSync{})
	defer l.Close()
	if got := l.all(); !reflect.DeepEqual(got, want) {
		t.Fatalf("the log has %+v\nwant %+v", got, want)
	}
	for _, e := range want {
		if seq, _, err := l.Find(e.From, e.CID); e.Kind == wire.KindMessage && (err != nil || seq != e.Seq) {
			t.Fatalf("event %d is found as %d, %v", e.Seq, seq, err)
		}
	}
	return l.Report().Read
}

// TestIndexFileIsUsed: a start reads the last segment alone, and goes on where a
// finished one ends.
func TestIndexFileIsUsed(t *testing.T) {
	dir, index, events := indexedLog(t)
	if read := openAgain(t, dir, events); read != 1 {
		t.Errorf("%d segments were read", read)
	}
	if err := os.Remove(index); err != nil {
		t.Fatal(err)
	}
	if read := openAgain(t, dir, events); read != 2 {
		t.Errorf("without an index file %d segments were read", read)
	}
	if read := openAgain(t, dir, events); read != 1 {
		t.Errorf("the index file was not made again: %d segments were read", read)
	}
}

// TestIndexFileIsMadeWhileRunning: finished segments are indexed as soon as they
// are, and the next start knows when the last event was.
func TestIndexFileIsMadeWhileRunning(t *testing.T) {
	dir := t.TempDir()
	l := openLog(t, dir, Options{SegmentBytes: 1}, noSync{})
	var events []wire.Event
	for n := range 20 {
		events = append(events, l.store(message(wire.Room, 1, n))...)
	}
	l.Close()
	for n := range 19 {
		if _, err := os.Stat(filepath.Join(dir, fmt.Sprintf("%010d.index", n+1))); err != nil {
			t.Error(err)
		}
	}
	// As after a power failure between the header of a segment and its first
	// event.
	last := segmentPath(dir, 20)
	if err := os.Truncate(last, int64(len(appendHeader(nil, 20)))); err != nil {
		t.Fatal(err)
	}
	l = openLog(t, dir, Options{}, noSync{})
	if r := l.Report(); r.Read != 1 || r.Events != 19 || !l.newest.Equal(events[18].Time.Time) {
		t.Errorf("report %+v, newest at %v", r, l.newest)
	}
}

// TestDamagedIndexFile damages every byte, cuts at every length, and puts other
// files in its place: the log is as it was, and the file is made anew.
func TestDamagedIndexFile(t *testing.T) {
	dir, index, events := indexedLog(t)
	good, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	try := func(what string, content []byte) {
		t.Helper()
		if err := os.WriteFile(index, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if read := openAgain(t, dir, events); read != 2 {
			t.Fatalf("%s: it was used", what)
		}
		if read := openAgain(t, dir, events); read != 1 {
			t.Fatalf("%s: it was not made anew", what)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		at := random.IntN(len(good))
		flipped := slices.Clone(good)
		flipped[at] ^= 1 << random.IntN(8)
		try(fmt.Sprintf("byte %d flipped", at), flipped)
		try(fmt.Sprintf("cut to %d bytes", at), good[:at])
	}
	try("longer", append(slices.Clone(good), 0))
	other := func(change func(*indexHeader)) []byte { return editIndex(t, good, change) }
	try("newer schema", other(func(h *indexHeader) { h.Schema++ }))
	try("another segment's", other(func(h *indexHeader) { h.First++ }))
	try("of a shorter segment", other(func(h *indexHeader) { h.Bytes-- }))
	try("another last line", other(func(h *indexHeader) { h.LastOffset++ }))
}

// editIndex changes the header of an index file and makes the checksum right.
func editIndex(t testing.TB, content []byte, change func(*indexHeader)) []byte {
	var h indexHeader
	content = slices.Clone(content)
	if _, err := binary.Decode(content[indexStart:], binary.LittleEndian, &h); err != nil {
		t.Fatal(err)
	}
	change(&h)
	if _, err := binary.Encode(content[indexStart:], binary.LittleEndian, &h); err != nil {
		t.Fatal(err)
	}
	return rightSum(content)
}

func rightSum(content []byte) []byte {
	binary.LittleEndian.PutUint32(content[len(indexMagic):], crc32.Checksum(content[indexStart:], castagnoli))
	return content
}

// TestIndexFileWithAnotherKey: ids that are hashed by different keys are not
// mixed.
func TestIndexFileWithAnotherKey(t *testing.T) {
	dir := t.TempDir()
	l := openLog(t, dir, Options{SegmentBytes: 1}, noSync{})
	events := l.store(message(wire.Room, 1, 1), message(wire.Room, 1, 2), message(wire.Room, 1, 3))
	events = append(events, l.store(message(wire.Room, 1, 4))...)
	events = append(events, l.store(message(wire.Room, 1, 5))...)
	l.Close()
	indexes, err := filepath.Glob(filepath.Join(dir, "*.index"))
	if err != nil || len(indexes) < 2 {
		t.Fatal(indexes, err)
	}
	content, err := os.ReadFile(indexes[1])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(indexes[1], editIndex(t, content, func(h *indexHeader) { h.Key[0]++ }), 0o600); err != nil {
		t.Fatal(err)
	}
	if read := openAgain(t, dir, events); read != 2 {
		t.Errorf("%d segments were read", read)
	}
}

// TestWrongIndexShowsNothing: an index file that was right at start and is not
// any more gives errors, never another's event.
func TestWrongIndexShowsNothing(t *testing.T) {
	dir := t.TempDir()
	l := openLog(t, dir, Options{}, noSync{})
	for n := range 3 {
		l.store(message(wire.Room, 1, n), message("d1-2", 2, n))
	}
	l.store(wire.Event{Kind: wire.KindRead, Conv: "d1-2", From: 2, Upto: 5}, message(wire.Room, 2, 9))
	l.Close()
	l = openLog(t, dir, Options{SegmentBytes: 1}, noSync{})
	l.store(message(wire.Room, 1, 10))
	l.Close()
	l = openLog(t, dir, Options{}, noSync{})
	index := filepath.Join(dir, "0000000001.index")
	content, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	segment := l.index.segments[0]
	for at := segment.sealed.head.entriesAt(); at < int64(len(content)); at++ {
		for _, bit := range []byte{1, 1 << kindBits} {
			wrong := slices.Clone(content)
			wrong[at] ^= bit
			if err := os.WriteFile(index, wrong, 0o600); err != nil {
				t.Fatal(err)
			}
			segment.setIndex(segment.sealed) // where another has come to stand in for it
			for _, conv := range []string{wire.Room, "d1-2"} {
				page, _, err := l.Page(conv, 0, 100)
				if err == nil && conv == wire.Room && len(page) != 5 {
					t.Fatalf("byte %d: a page of %d events", at, len(page))
				}
				since, _, _, _ := l.Since(0, 100, func(c string, k wire.Kind, _ uint64) bool { return c == conv && k != wire.KindRead })
				for _, e := range decodeAll(t, append(page, since...)) {
					if e.Conv != conv || e.Kind == wire.KindRead {
						t.Fatalf("byte %d: what was read of %s has event %d, %s of %s", at, conv, e.Seq, e.Kind, e.Conv)
					}
				}
			}
		}
	}
}

// TestReplayFold: what a start replays of finished segments leads to the same
// presence, marks and files as all events do.
func TestReplayFold(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	dir := t.TempDir()
	l := openLog(t, dir, Options{SegmentBytes: 4000}, noSync{})
	var all []wire.Event
	for n := range 300 {
		e := randomEvent(random, n)
		e.Upto = uint64(random.IntN(50))
		if e.Kind != wire.KindRead {
			e.Upto = 0
		}
		if n%20 == 0 {
			e = wire.Event{Kind: wire.KindOffer, Conv: wire.Room, From: 1, CID: fmt.Sprint(n), File: &wire.File{Name: "a", Size: 1, Mime: "text/plain"}}
		}
		all = append(all, l.store(e)...)
	}
	l.Close()
	var replayed []wire.Event
	l = openLog(t, dir, Options{Replay: func(e wire.Event) { replayed = append(replayed, e) }}, noSync{})
	if r := l.Report(); r.Read != 1 || r.Segments < 5 {
		t.Fatalf("report %+v", r)
	}
	if got, want := folded(replayed), folded(all); !reflect.DeepEqual(got, want) {
		t.Errorf("replayed %v\nwant %v", got, want)
	}
	if len(replayed) >= len(all)/3 {
		t.Errorf("%d of %d events were replayed", len(replayed), len(all))
	}
}

// folded is what a server makes of events.
func folded(events []wire.Event) map[string]string {
	state := make(map[string]string)
	for _, e := range events {
		switch e.Kind {
		case wire.KindJoined, wire.KindLeft:
			for _, id := range e.Members {
				state[fmt.Sprint("presence of ", id)] = string(e.Kind)
			}
		case wire.KindRead:
			key := fmt.Sprint("mark of ", e.From, e.Conv)
			state[key] = max(state[key], fmt.Sprintf("%05d", e.Upto))
		case wire.KindOffer, wire.KindFile:
			state["files"] += fmt.Sprint(e.Seq, " ")
		}
	}
	return state
}

// TestScrubFindsDamage damages a line of a segment that the start does not read:
// the scrub tells of it, pages leave it out, and everything else goes on.
func TestScrubFindsDamage(t *testing.T) {
	dir, _, _ := indexedLog(t)
	path := filepath.Join(dir, firstName)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := strings.Index(string(content), "第 2")
	content[at] ^= 1
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	told := make(chan string, 10)
	l := openLog(t, dir, Options{Log: slog.New(slog.NewTextHandler(writerFunc(func(b []byte) { told <- string(b) }), nil))}, noSync{})
	if said := <-told; !strings.Contains(said, firstName) || !strings.Contains(said, "line=4") {
		t.Errorf("the operator was told %q", said)
	}
	if said := <-told; !strings.Contains(said, "damaged_lines=1") || l.Damaged() != 1 {
		t.Errorf("the operator was told %q, damaged %d", said, l.Damaged())
	}
	all, _, err := l.Page(wire.Room, 0, 100)
	if said := <-told; err != nil || !strings.Contains(said, "left out") || !strings.Contains(said, "line=4") {
		t.Errorf("page with the line: %d lines, %v; the operator was told %q", len(all), err, said)
	}
	if lines, _, err := l.Page(wire.Room, 0, 4); err != nil || len(lines) != 4 {
		t.Errorf("page without it: %d lines, %v", len(lines), err)
	}
	l.store(message(wire.Room, 1, 9))
}

type writerFunc func([]byte)

func (f writerFunc) Write(b []byte) (int, error) { f(b); return len(b), nil }

// indexless is a disk on which no index file can be written.
type indexless struct {
	noSync
	tried atomic.Int64
}

func (d *indexless) open(path string, flag int, perm fs.FileMode) (file, error) {
	if flag&os.O_CREATE != 0 && strings.HasSuffix(path, indexSuffix+unfinishedSuffix) {
		d.tried.Add(1)
		return nil, errors.New("no room")
	}
	return d.noSync.open(path, flag, perm)
}

// TestWithoutIndexFiles: everything works all the same where they can't be
// written.
func TestWithoutIndexFiles(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 6))
	dir, disk := t.TempDir(), new(indexless)
	o := Options{SegmentBytes: 3000}
	l := openLog(t, dir, o, disk)
	var events model
	for n := range 100 {
		events = append(events, l.store(randomEvent(random, n))...)
	}
	events.compare(t, l)
	l.Close()
	l = openLog(t, dir, o, disk)
	events.compare(t, l)
	if r := l.Report(); r.Read != r.Segments || disk.tried.Load() == 0 {
		t.Errorf("report %+v", r)
	}
}

func FuzzIndexFile(f *testing.F) {
	dir, index, _ := indexedLog(f)
	good, err := os.ReadFile(index)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:len(good)-1])
	files := folder(f, dir)
	f.Fuzz(func(t *testing.T, content []byte) {
		if int64(len(content)) >= indexStart {
			content = rightSum(slices.Clone(content))
		}
		dir := fill(t, maps.Clone(files))
		if err := os.WriteFile(filepath.Join(dir, "0000000001.index"), content, 0o600); err != nil {
			t.Fatal(err)
		}
		l, err := tryLog(t, dir, Options{}, noSync{})
		if err != nil {
			if !errors.Is(err, errIndex) && !errors.Is(err, ErrDamaged) {
				t.Fatal(err)
			}
			return
		}
		defer l.Close()
		for conv := range l.Convs() {
			_, _, _ = l.Page(conv, 4, 10)
			l.Unread(conv, 1, 0, 5, 10)
		}
		_, _, _, _ = l.Since(0, 100, func(string, wire.Kind, uint64) bool { return true })
		_, _, _ = l.Find(1, "c1")
		l.store(message(wire.Room, 1, 9))
	})
}
