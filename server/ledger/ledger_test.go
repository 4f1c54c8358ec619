package ledger

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"lobby/shared/wire"
)

func TestAppendAndReadBack(t *testing.T) {
	tests := []struct {
		name  string
		event wire.Event
	}{
		{"message", wire.Event{Kind: wire.KindMessage, Conv: wire.Room, From: 3, CID: "a", Text: "hello"}},
		{"Chinese and emoji", wire.Event{Kind: wire.KindMessage, Conv: "d3-17", From: 17, CID: "b", Text: "你好，世界 👩‍👩‍👧‍👦"}},
		{"quotes and backslashes", wire.Event{Kind: wire.KindMessage, Conv: wire.Room, From: 3, CID: `"\`, Text: `a "quoted\" \\ end\`}},
		{"looks like a seal", wire.Event{Kind: wire.KindMessage, Conv: wire.Room, From: 3, CID: `c,"crc":"00000000"}`, Text: `,"crc":"00000000"}`}},
		{"line breaks", wire.Event{Kind: wire.KindMessage, Conv: wire.Room, From: 3, CID: "d", Text: "one\ntwo\tthree\u2028four"}},
		{"longest text", wire.Event{Kind: wire.KindMessage, Conv: "d9007199254740990-9007199254740991", From: wire.MaxID, CID: strings.Repeat("x", wire.MaxCID), Text: strings.Repeat("\u2029", wire.MaxText)}},
		{"joined", wire.Event{Kind: wire.KindJoined, Conv: wire.Room, Members: []uint64{1, 2, wire.MaxID}}},
		{"left", wire.Event{Kind: wire.KindLeft, Conv: wire.Room, Members: []uint64{2}}},
		{"read", wire.Event{Kind: wire.KindRead, Conv: wire.Room, From: 5, Upto: 4}},
	}
	dir := t.TempDir()
	now := time.Date(2026, 11, 22, 3, 4, 5, 678_999_999, time.UTC)
	o := Options{Clock: func() time.Time { return now }}
	l := openLog(t, dir, o, realDisk{})
	var want []wire.Event
	for i, test := range tests {
		c := l.add(test.event)[0]
		if c.Err != nil {
			t.Fatalf("%s: %v", test.name, c.Err)
		}
		e := test.event
		e.Seq, e.Time = uint64(i+1), wire.At(now)
		if !reflect.DeepEqual(c.Event, e) {
			t.Errorf("%s: committed %+v, want %+v", test.name, c.Event, e)
		}
		if wired := string(wire.AppendEvent(nil, &e)) + "\n"; string(c.Wire) != wired {
			t.Errorf("%s: wire %s, want %s", test.name, c.Wire, wired)
		}
		want = append(want, e)
	}
	if got := l.all(); !reflect.DeepEqual(got, want) {
		t.Errorf("read back %+v\nwant %+v", got, want)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}

	var replayed []wire.Event
	o.Replay = func(e wire.Event) { replayed = append(replayed, e) }
	l = openLog(t, dir, o, realDisk{})
	if got := l.all(); !reflect.DeepEqual(got, want) {
		t.Errorf("after a restart %+v\nwant %+v", got, want)
	}
	if !reflect.DeepEqual(replayed, want[6:]) {
		t.Errorf("replayed %+v\nwant %+v", replayed, want[6:])
	}
	for i, e := range want[:6] {
		if seq, at, err := l.Find(e.From, e.CID); err != nil || seq != e.Seq || !at.Equal(now.Truncate(time.Millisecond)) {
			t.Errorf("%s: found %d at %v, %v", tests[i].name, seq, at, err)
		}
	}
}

func TestSegmentFile(t *testing.T) {
	dir := t.TempDir()
	l := openLog(t, dir, Options{Clock: func() time.Time { return time.UnixMilli(1) }}, realDisk{})
	l.store(wire.Event{Kind: wire.KindMessage, Conv: wire.Room, From: 1, CID: "a", Text: "hi"})
	want := map[string]string{"0000000001.jsonl": `{"type":"log","schema":1,"first":1,"crc":"48df0a0e"}
{"type":"event","seq":1,"time":"1970-01-01T00:00:00.001Z","kind":"message","conv":"r1","from":1,"cid":"a","text":"hi","crc":"e8f54c7a"}
`}
	if got := folder(t, dir); !reflect.DeepEqual(got, want) {
		t.Errorf("folder has %q\nwant %q", got, want)
	}
	info, err := os.Stat(filepath.Join(dir, "0000000001.jsonl"))
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("mode %v, error %v: others could read it", info.Mode(), err)
	}
}

func TestRollOver(t *testing.T) {
	dir := t.TempDir()
	o := Options{SegmentBytes: 700}
	l := openLog(t, dir, o, realDisk{})
	var want []wire.Event
	for n := range 40 {
		want = append(want, l.store(message(wire.Room, 1, n))...)
	}
	if got := l.all(); !reflect.DeepEqual(got, want) {
		t.Errorf("read back %+v\nwant %+v", got, want)
	}
	l.Close()
	for name, content := range folder(t, dir) {
		if len(content) > 700 {
			t.Errorf("%s has %d bytes", name, len(content))
		}
	}
	l = openLog(t, dir, o, realDisk{})
	if r := l.Report(); r.Events != 40 || r.Segments < 9 || r.Torn != nil {
		t.Errorf("report %+v", r)
	}
	want = append(want, l.store(message(wire.Room, 1, 40))...)
	if got := l.all(); !reflect.DeepEqual(got, want) {
		t.Errorf("after a restart %+v\nwant %+v", got, want)
	}
}

func TestConcurrentAppendersAndReaders(t *testing.T) {
	const senders, each = 8, 150
	dir := t.TempDir()
	o := Options{SegmentBytes: 16 << 10}
	l := openLog(t, dir, o, realDisk{})

	var appending, reading sync.WaitGroup
	for from := range uint64(senders) {
		appending.Go(func() {
			for n := range each {
				if err := l.Append(Draft{Event: message(wire.Room, from+1, n), Tag: n}); err != nil {
					t.Errorf("append: %v", err)
				}
			}
		})
	}
	stop := make(chan struct{})
	for range 2 {
		reading.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					checkNewestPage(t, l)
				}
			}
		})
	}
	next := make(map[uint64]int)
	var wired []string
	for seq := range uint64(senders * each) {
		c := <-l.commits
		if c.Err != nil || c.Event.Seq != seq+1 || c.Tag != next[c.Event.From] {
			t.Fatalf("commit %d of member %d is number %v with error %v", c.Event.Seq, c.Event.From, c.Tag, c.Err)
		}
		next[c.Event.From]++
		wired = append(wired, string(c.Wire))
	}
	appending.Wait()
	close(stop)
	reading.Wait()
	l.Close()

	l = openLog(t, dir, o, realDisk{})
	for i, e := range l.all() {
		if got := string(wire.AppendEvent(nil, &e)) + "\n"; got != wired[i] {
			t.Fatalf("event %d is %s, was committed as %s", i+1, got, wired[i])
		}
	}
}

func checkNewestPage(t *testing.T, l *testLog) {
	least := l.Last()
	lines, more, err := l.Page(wire.Room, 0, 20)
	if err != nil {
		t.Errorf("page: %v", err)
		return
	}
	events := decodeAll(t, lines)
	if n := uint64(len(events)); n > 0 {
		newest := events[n-1].Seq
		if newest < least || events[0].Seq != newest-n+1 || more != (newest > n) {
			t.Errorf("page from %d to %d of at least %d, more %t", events[0].Seq, newest, least, more)
		}
	}
}

func TestTimeNeverRunsBackwards(t *testing.T) {
	start := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	now := start
	dir := t.TempDir()
	o := Options{Clock: func() time.Time { return now }}
	l := openLog(t, dir, o, realDisk{})
	at := func(clock time.Time) time.Time {
		now = clock
		return l.store(message(wire.Room, 1, 0))[0].Time.Time
	}
	if got := at(start.Add(time.Hour)); !got.Equal(start.Add(time.Hour)) {
		t.Errorf("event at %v", got)
	}
	if got := at(start); !got.Equal(start.Add(time.Hour)) {
		t.Errorf("after the clock was set back, event at %v", got)
	}
	l.Close()
	l = openLog(t, dir, o, realDisk{})
	if got := at(start); !got.Equal(start.Add(time.Hour)) {
		t.Errorf("after a restart, event at %v", got)
	}
	if got := at(start.Add(2 * time.Hour)); !got.Equal(start.Add(2 * time.Hour)) {
		t.Errorf("after the clock went on, event at %v", got)
	}
}

func TestRefusedDrafts(t *testing.T) {
	clock := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	l := openLog(t, t.TempDir(), Options{Clock: func() time.Time { return clock }}, realDisk{})
	good := message(wire.Room, 1, 1)
	large := good
	large.Text = strings.Repeat("x", wire.MaxMessage)
	done := l.add(
		good,
		wire.Event{Kind: "edited", Conv: wire.Room},
		wire.Event{Kind: wire.KindMessage},
		large,
		good,
	)
	for i, wantSeq := range []uint64{1, 0, 0, 0, 2} {
		c := done[i]
		if c.Event.Seq != wantSeq || errors.Is(c.Err, ErrEvent) != (wantSeq == 0) || (c.Wire == nil) != (wantSeq == 0) {
			t.Errorf("draft %d: seq %d, error %v", i, c.Event.Seq, c.Err)
		}
	}
	clock = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC) // a year that the format has no room for
	if c := l.add(good)[0]; !errors.Is(c.Err, ErrEvent) {
		t.Errorf("in the year 10000: %v", c.Err)
	}
	clock = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	if got := l.store(good)[0]; got.Seq != 3 || !got.Time.Equal(clock) {
		t.Errorf("afterwards: %+v", got)
	}
}

func TestBusy(t *testing.T) {
	small := message(wire.Room, 1, 1)
	tests := []struct {
		name    string
		options Options
	}{
		{"by count", Options{QueueEvents: 3}},
		{"by bytes", Options{QueueBytes: 3 * cost(&small)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := test.options
			committing, goOn := make(chan int), make(chan bool)
			o.Committed = func(done []Commit) {
				committing <- len(done)
				<-goOn
			}
			l, err := Open(t.TempDir(), o)
			if err != nil {
				t.Fatal(err)
			}
			put := func() error { return l.Append(Draft{Event: small}) }
			if err := put(); err != nil {
				t.Fatal(err)
			}
			<-committing // the committer is held, so nothing leaves the queue
			for range 3 {
				if err := put(); err != nil {
					t.Fatal(err)
				}
			}
			if err := put(); !errors.Is(err, ErrBusy) {
				t.Errorf("fourth draft: %v", err)
			}
			goOn <- true
			if n := <-committing; n != 3 {
				t.Errorf("second batch has %d events", n)
			}
			if err := put(); err != nil {
				t.Errorf("when there is room again: %v", err)
			}
			goOn <- true
			<-committing
			goOn <- true
			if err := l.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestClose(t *testing.T) {
	dir := t.TempDir()
	l := openLog(t, dir, Options{}, realDisk{})
	for n := range 100 {
		if err := l.Append(Draft{Event: message(wire.Room, 1, n)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if len(l.commits) != 100 {
		t.Errorf("%d of 100 queued drafts were committed", len(l.commits))
	}
	if err := l.Append(Draft{Event: message(wire.Room, 1, 0)}); !errors.Is(err, ErrClosed) {
		t.Errorf("append after close: %v", err)
	}
	if _, _, err := l.Page(wire.Room, 0, 1); !errors.Is(err, ErrClosed) {
		t.Errorf("page after close: %v", err)
	}
	if err := l.Close(); err != nil {
		t.Errorf("second close: %v", err)
	}
	if got := len(openLog(t, dir, Options{}, realDisk{}).all()); got != 100 {
		t.Errorf("%d of 100 events are there", got)
	}
}

func TestOpenWithoutFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(filepath.Join(file, "log"), Options{}); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("a folder within a file: %v", err)
	}
	l := openLog(t, filepath.Join(t.TempDir(), "data", "log"), Options{}, realDisk{})
	if l.Last() != 0 || l.Report() != (Report{}) {
		t.Errorf("a new log has %d events; report %+v", l.Last(), l.Report())
	}
}
