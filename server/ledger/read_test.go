package ledger

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"lobby/shared/wire"
)

// TestReadsAgreeWithModel compares every kind of read with the same question
// put to a plain list of the events, at once and after a restart.
func TestReadsAgreeWithModel(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	dir := t.TempDir()
	o := Options{SegmentBytes: 1800}
	l := openLog(t, dir, o, noSync{})
	var events model
	for n := range 120 {
		events = append(events, l.store(randomEvent(random, n))...)
	}
	events.compare(t, l)
	l.Close()
	l = openLog(t, dir, o, noSync{})
	if l.Report().Segments < 8 {
		t.Fatalf("only %d segments", l.Report().Segments)
	}
	events.compare(t, l)
}

func randomEvent(random *rand.Rand, n int) wire.Event {
	from := 1 + random.Uint64N(4)
	conv := wire.Room
	if other := 1 + random.Uint64N(4); other != from {
		conv = wire.Pair(from, other)
	}
	switch random.IntN(8) {
	case 0:
		return wire.Event{Kind: wire.KindJoined, Conv: wire.Room, Members: []uint64{from}}
	case 1:
		return wire.Event{Kind: wire.KindLeft, Conv: wire.Room, Members: []uint64{from}}
	case 2:
		return wire.Event{Kind: wire.KindRead, Conv: conv, From: from, Upto: uint64(n)}
	}
	return message(conv, from, n)
}

// model is the log as a list.
type model []wire.Event

func (m model) where(keep func(wire.Event) bool) model {
	var kept model
	for _, e := range m {
		if keep(e) {
			kept = append(kept, e)
		}
	}
	return kept
}

func (m model) compare(t *testing.T, l *testLog) {
	t.Helper()
	var convs []string
	for conv := range l.Convs() {
		convs = append(convs, conv)
		m.comparePages(t, l, conv)
		m.compareMarks(t, l, conv)
	}
	var want []string
	for _, e := range m {
		if !slices.Contains(want, e.Conv) {
			want = append(want, e.Conv)
		}
	}
	if !reflect.DeepEqual(convs, want) {
		t.Errorf("conversations %v, want %v", convs, want)
	}
	for member := range uint64(7) {
		m.compareSince(t, l, member)
	}
	mistaken, messages := 0, 0
	for _, e := range m {
		seq, at, err := l.Find(e.From, e.CID)
		if want := e.Kind == wire.KindMessage; err != nil || seq > 0 != want || want && (seq != e.Seq || !at.Equal(e.Time.Time)) {
			t.Errorf("find %d %q: %d, %v, %v", e.From, e.CID, seq, at, err)
		}
		if !l.Known(e.From, e.CID) && seq > 0 {
			t.Errorf("%d %q is found and not known", e.From, e.CID)
		}
		if e.Kind == wire.KindMessage { // the others have no id
			messages++
			if l.Known(e.From+1, e.CID) {
				mistaken++ // a filter may be, rarely
			}
		}
		if seq, _, err := l.Find(e.From+1, e.CID); seq > 0 || err != nil {
			t.Errorf("%q is found for another member", e.CID)
		}
	}
	if mistaken > messages/20 {
		t.Errorf("%d of %d ids are taken for known ones", mistaken, messages)
	}
}

func (m model) comparePages(t *testing.T, l *testLog, conv string) {
	t.Helper()
	posts := m.where(func(e wire.Event) bool { return e.Conv == conv && e.Kind != wire.KindRead })
	last := m[len(m)-1].Seq
	for _, limit := range []int{1, 7, 50, 1000} {
		for before := range last + 2 {
			want := posts.where(func(e wire.Event) bool { return before == 0 || e.Seq < before })
			wantMore := len(want) > limit
			want = want[max(0, len(want)-limit):]
			checkPage(t, l, conv, before, limit, want, wantMore)
		}
		checkPage(t, l, conv, 1<<60, limit, posts[max(0, len(posts)-limit):], len(posts) > limit)
	}
	checkPage(t, l, conv, 0, 0, nil, len(posts) > 0)
	checkPage(t, l, "d98-99", 0, 10, nil, false)
}

func checkPage(t *testing.T, l *testLog, conv string, before uint64, limit int, want model, wantMore bool) {
	t.Helper()
	lines, more, err := l.Page(conv, before, limit)
	if err != nil {
		t.Fatal(err)
	}
	if !sameLines(lines, want) || more != wantMore {
		t.Fatalf("page of %d of %s before %d: %q, more %t\nwant %+v, %t", limit, conv, before, lines, more, want, wantMore)
	}
}

func sameLines(lines [][]byte, want model) bool {
	return slices.EqualFunc(lines, want, func(line []byte, e wire.Event) bool {
		return string(line) == string(wire.AppendEvent(nil, &e))
	})
}

func (m model) compareMarks(t *testing.T, l *testLog, conv string) {
	t.Helper()
	messages := m.where(func(e wire.Event) bool { return e.Conv == conv && e.Kind == wire.KindMessage })
	var newest uint64
	if len(messages) > 0 {
		newest = messages[len(messages)-1].Seq
	}
	if got := l.Newest(conv); got != newest {
		t.Errorf("newest of %s: %d, want %d", conv, got, newest)
	}
	for member := range uint64(7) {
		for after := range uint64(len(m) + 2) {
			for _, upto := range []uint64{0, after / 2, after + 5, uint64(len(m)), math.MaxUint64} {
				want := len(messages.where(func(e wire.Event) bool { return e.From != member && e.Seq > after && e.Seq <= upto }))
				for _, limit := range []int{0, 3, 1000} {
					if got := l.Unread(conv, member, after, upto, limit); got != min(want, limit) {
						t.Errorf("unread of %d in %s after %d up to %d, at most %d: %d, want %d", member, conv, after, upto, limit, got, want)
					}
				}
			}
		}
	}
}

func (m model) compareSince(t *testing.T, l *testLog, member uint64) {
	t.Helper()
	visible := func(conv string, kind wire.Kind, from uint64) bool { return wire.Visible(member, conv, kind, from) }
	for after := range uint64(len(m) + 2) {
		all := m.where(func(e wire.Event) bool { return e.Seq > after && visible(e.Conv, e.Kind, e.From) })
		for _, limit := range []int{0, 5, 1000} {
			want := all[:min(len(all), limit)]
			wantThrough := max(after, uint64(len(m)))
			if len(want) < len(all) {
				wantThrough = after
				if len(want) > 0 {
					wantThrough = want[len(want)-1].Seq
				}
			}
			lines, through, more, err := l.Since(after, limit, visible)
			if err != nil {
				t.Fatal(err)
			}
			if !sameLines(lines, want) || through != wantThrough || more != (len(want) < len(all)) {
				t.Fatalf("member %d since %d, at most %d: %q through %d, more %t\nwant %+v through %d", member, after, limit, lines, through, more, want, wantThrough)
			}
		}
	}
}

// TestSinceBeyondOneStep has more events that the member may not see than are
// looked at in one step.
func TestSinceBeyondOneStep(t *testing.T) {
	l := openLog(t, t.TempDir(), Options{}, noSync{})
	hidden := make([]wire.Event, 1000)
	for i := range hidden {
		hidden[i] = wire.Event{Kind: wire.KindRead, Conv: wire.Room, From: 2, Upto: uint64(i + 1)}
	}
	for range 2*entriesAtOnce/len(hidden) + 1 {
		l.store(hidden...)
	}
	seen := l.store(message("d1-3", 3, 1))[0]
	l.store(hidden...)
	asked := 0
	lines, through, more, err := l.Since(0, 10, func(conv string, kind wire.Kind, from uint64) bool {
		asked++
		return wire.Visible(1, conv, kind, from)
	})
	if err != nil || !sameLines(lines, model{seen}) || through != l.Last() || more || asked != 2 {
		t.Errorf("%q through %d of %d, more %t, error %v, asked %d times", lines, through, l.Last(), more, err, asked)
	}
}

func TestConvsStopsEarly(t *testing.T) {
	l := openLog(t, t.TempDir(), Options{}, noSync{})
	l.store(message("d1-2", 1, 1), message("d1-3", 1, 2), message("d1-4", 1, 3))
	for conv := range l.Convs() {
		if conv != "d1-2" {
			t.Errorf("first conversation is %s", conv)
		}
		break
	}
}

// TestPageOfLargeEvents reads more than is read at once.
func TestPageOfLargeEvents(t *testing.T) {
	l := openLog(t, t.TempDir(), Options{}, noSync{})
	var want model
	for n := range 100 {
		e := message(wire.Room, 1, n)
		e.Text = string(make([]byte, 10_000)) // each byte becomes six
		want = append(want, l.store(e)...)
	}
	checkPage(t, l, wire.Room, 0, 200, want, false)
}

// TestColumn goes over the ends of chunks.
func TestColumn(t *testing.T) {
	var c column[uint32]
	for n := range uint32(3*columnChunk + 5) {
		if c.len() != int(n) {
			t.Fatalf("length %d, want %d", c.len(), n)
		}
		c.append(2 * n)
	}
	for _, n := range []int{0, 1, columnChunk - 1, columnChunk, columnChunk + 1, 3*columnChunk + 4} {
		if got := c.at(n); got != uint32(2*n) {
			t.Errorf("at %d: %d", n, got)
		}
	}
}

// TestIDTables fills both kinds of tables of ids, in memory and in a file.
func TestIDTables(t *testing.T) {
	const n = 20_000
	key := newCIDKey()
	hash := func(from uint64, n uint32) uint64 { return key.hash(from, fmt.Append(nil, n)) }
	open := newOpenTable()
	for at := range uint32(n) {
		open.cids.add(hash(uint64(at%7), at), at)
	}
	head := indexHeader{Events: n, Slots: n*5/4 + 1, Words: uint32(filterWords(n))}
	slots, filter := encodeIDs(&open.cids, &head)
	content := make([]byte, head.slotsAt())
	for _, slot := range slots {
		content = binary.LittleEndian.AppendUint64(content, slot)
	}
	path := filepath.Join(t.TempDir(), "index")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sealed := &sealedTable{file: realFile{f}, head: head, filter: filter}
	for _, table := range []table{open, sealed} {
		for at := range uint32(n) {
			if got, err := table.find(hash(uint64(at%7), at)); err != nil || !slices.Contains(got, at) || len(got) > 3 {
				t.Fatalf("%T: event %d: %v, %v", table, at, got, err)
			}
		}
		wrong := 0
		for at := range uint32(n) {
			got, err := table.find(hash(uint64(at%7)+1, at))
			if err != nil {
				t.Fatal(err)
			}
			wrong += len(got)
		}
		if wrong > 2 {
			t.Errorf("%T: %d of %d ids that are not there are found", table, wrong, n)
		}
	}
	passed := 0
	for at := range uint32(n) {
		if filter.has(hash(uint64(at%7)+1, at)) {
			passed++
		}
	}
	if passed > 2 {
		t.Errorf("%d of %d ids that are not there pass the filter", passed, n)
	}
}
