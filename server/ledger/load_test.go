package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"lobby/shared/wire"
)

// sampleLog is a folder of two segments with five events in the first and five
// in the second, of all kinds.
func sampleLog(t testing.TB) (files map[string]string, events []wire.Event) {
	t.Helper()
	dir := t.TempDir()
	l := openLog(t, dir, Options{}, realDisk{})
	for n := range 5 {
		events = append(events, l.store(message(wire.Room, 1, n))...)
	}
	l.Close()
	l = openLog(t, dir, Options{SegmentBytes: 1}, realDisk{})
	events = append(events, l.store(message("d1-2", 2, 0))...)
	l.Close()
	l = openLog(t, dir, Options{}, realDisk{})
	events = append(events, l.store(
		wire.Event{Kind: wire.KindJoined, Conv: wire.Room, Members: []uint64{1, 2}},
		wire.Event{Kind: wire.KindRead, Conv: wire.Room, From: 2, Upto: 5},
		wire.Event{Kind: wire.KindLeft, Conv: wire.Room, Members: []uint64{1}},
		message(wire.Room, 1, 5),
	)...)
	l.Close()
	files = folder(t, dir)
	if len(files) != 2 || files[firstName] == "" || files[secondName] == "" {
		t.Fatalf("sample has files %v", reflect.ValueOf(files).MapKeys())
	}
	return files, events
}

const (
	firstName  = "0000000001.jsonl"
	secondName = "0000000006.jsonl"
)

// TestCrashAtEveryLength cuts the last segment at each of its lengths, as a
// crash may, and at every second one puts zeros behind it, as a power failure
// may.
func TestCrashAtEveryLength(t *testing.T) {
	t.Parallel()
	files, events := sampleLog(t)
	whole := files[secondName]
	for length := range len(whole) + 1 {
		zeros := strings.Repeat("\x00", length%2*4096)
		left := maps.Clone(files)
		left[secondName] = whole[:length] + zeros
		ends := strings.Count(whole[:length], "\n") // whole lines, with the header
		tornAt := strings.LastIndexByte(whole[:length], '\n') + 1
		checkCrash(t, left, events[:5+max(0, ends-1)], tornAt, whole[tornAt:length]+zeros)
	}
}

func checkCrash(t *testing.T, files map[string]string, want []wire.Event, tornAt int, torn string) {
	t.Helper()
	dir := fill(t, files)
	l := openLog(t, dir, Options{}, noSync{})
	if got := l.all(); !reflect.DeepEqual(got, want) {
		t.Fatalf("%d bytes torn at %d: got %d events, want %d", len(torn), tornAt, len(got), len(want))
	}
	path := filepath.Join(dir, secondName)
	switch r := l.Report().Torn; {
	case torn == "" && r != nil:
		t.Fatalf("nothing torn, but reported %+v", *r)
	case torn != "" && r == nil:
		t.Fatalf("%d bytes torn at %d: not reported", len(torn), tornAt)
	case torn != "":
		kept, err := os.ReadFile(r.Kept)
		if err != nil || string(kept) != torn {
			t.Fatalf("kept %q, error %v, want %q", kept, err, torn)
		}
		line := max(1, len(want)-5+2)
		if tornAt == 0 {
			line = 1
		}
		if r.File != path || r.Offset != int64(tornAt) || r.Bytes != int64(len(torn)) || r.Line != line {
			t.Fatalf("reported %+v, want line %d, offset %d, %d bytes", *r, line, tornAt, len(torn))
		}
	}
	more := l.store(message(wire.Room, 3, 1))
	l.Close()
	l = openLog(t, dir, Options{}, noSync{})
	if got := l.all(); !reflect.DeepEqual(got, append(want[:len(want):len(want)], more...)) || l.Report().Torn != nil {
		t.Fatalf("%d bytes torn at %d: after one more event there are %d, report %+v", len(torn), tornAt, len(got), l.Report())
	}
	l.Close()
}

// TestFlippedByte flips a bit of each byte: whatever it hits, the start is
// refused with its line, except in the last line, which may be torn.
func TestFlippedByte(t *testing.T) {
	t.Parallel()
	files, events := sampleLog(t)
	for _, name := range []string{firstName, secondName} {
		content := []byte(files[name])
		for i := range content {
			b := bytes.Clone(content)
			b[i] ^= 1 << (i % 8)
			flipped := maps.Clone(files)
			flipped[name] = string(b)
			line := bytes.Count(content[:i], []byte("\n")) + 1
			offset := bytes.LastIndexByte(content[:i], '\n') + 1
			lastLine := name == secondName && line == bytes.Count(content, []byte("\n"))
			checkFlipped(t, flipped, events, lastLine, DamageError{Line: line, Offset: int64(offset), File: name})
		}
	}
}

func checkFlipped(t *testing.T, files map[string]string, events []wire.Event, lastLine bool, want DamageError) {
	t.Helper()
	dir := fill(t, files)
	l, err := tryLog(t, dir, Options{}, noSync{})
	if err == nil {
		defer l.Close()
		if got := l.all(); !lastLine || !reflect.DeepEqual(got, events[:len(events)-1]) {
			t.Fatalf("%s, line %d was damaged; start gave %d of %d events", want.File, want.Line, len(got), len(events))
		}
		if l.Report().Torn == nil {
			t.Fatalf("%s, line %d: not reported", want.File, want.Line)
		}
		return
	}
	var got *DamageError
	if !errors.As(err, &got) || !errors.Is(err, ErrDamaged) {
		t.Fatalf("%s, line %d: error %v", want.File, want.Line, err)
	}
	if filepath.Base(got.File) != want.File || got.Line != want.Line || got.Offset != want.Offset {
		t.Fatalf("got %v\nwant %s, line %d, offset %d", err, want.File, want.Line, want.Offset)
	}
	for _, part := range []string{got.File, fmt.Sprintf("line %d ", got.Line), fmt.Sprintf("offset %d", got.Offset), "backup"} {
		if !strings.Contains(err.Error(), part) {
			t.Fatalf("error %q does not say %q", err, part)
		}
	}
	if after := folder(t, dir); !reflect.DeepEqual(after, files) {
		t.Fatalf("%s, line %d: the folder was changed", want.File, want.Line)
	}
}

func TestRefusedLogs(t *testing.T) {
	line := func(body string) string { return string(appendSeal([]byte(body), 0)) }
	event := func(seq int) string {
		return line(fmt.Sprintf(`{"type":"event","seq":%d,"time":"2026-11-22T00:00:00.000Z","kind":"message","conv":"r1"}`, seq))
	}
	head := string(appendHeader(nil, 1))
	tests := []struct {
		name  string
		files map[string]string
		want  string // in the error
	}{
		{"gap within a segment", map[string]string{firstName: head + event(1) + event(3)}, "line 3 (byte offset 158): event 2 was expected here, not 3"},
		{"number twice", map[string]string{firstName: head + event(1) + event(1)}, "event 2 was expected here, not 1"},
		{"first number missing", map[string]string{firstName: head + event(2)}, "event 1 was expected here, not 2"},
		{"first segment missing", map[string]string{secondName: string(appendHeader(nil, 6)) + event(6)}, "events 1 to 5 are missing"},
		{"segment missing", map[string]string{firstName: head + event(1), secondName: string(appendHeader(nil, 6)) + event(6)}, "events 2 to 5 are missing"},
		{"segments overlap", map[string]string{firstName: head + event(1) + event(2), "0000000002.jsonl": string(appendHeader(nil, 2)) + event(2)}, "0000000001.jsonl already goes up to 2"},
		{"renamed segment", map[string]string{firstName: string(appendHeader(nil, 6)) + event(6)}, "the first event is said to be 6, but the file is named for 1"},
		{"newer schema", map[string]string{firstName: line(`{"type":"log","schema":2,"first":1,"new":true}`) + event(1)}, "schema 2, but this version reads no newer than 1"},
		{"schema that never was", map[string]string{firstName: line(`{"type":"log","first":1}`)}, "schema 0 never existed"},
		{"no header", map[string]string{firstName: event(1)}, "not the header"},
		{"another program's file", map[string]string{firstName: "one\ntwo\nthree\n"}, "line 1 (byte offset 0): the line does not match its checksum"},
		{"empty segment before the last", map[string]string{firstName: "", "0000000002.jsonl": string(appendHeader(nil, 2))}, "the file is empty"},
		{"unknown kind", map[string]string{firstName: head + line(`{"type":"event","seq":1,"time":"2026-11-22T00:00:00.000Z","kind":"edited","conv":"r1"}`)}, `kind "edited" is not one that this version knows`},
		{"no conversation", map[string]string{firstName: head + line(`{"type":"event","seq":1,"time":"2026-11-22T00:00:00.000Z","kind":"message"}`)}, "event without a conversation"},
		{"not an event", map[string]string{firstName: head + line(`{"type":"note","seq":1}`)}, "not an event"},
		{"time that is none", map[string]string{firstName: head + line(`{"type":"event","seq":1,"time":"2026-02-30T00:00:00.000Z","kind":"message","conv":"r1"}`)}, "is not of the form"},
		{"endless line", map[string]string{firstName: head + strings.Repeat("x", 3<<20)}, "longer than"},
		{"long line", map[string]string{firstName: head + strings.Repeat("x", maxLine+1) + "\n"}, "longer than"},
		{"good line behind a bad one", map[string]string{firstName: head + event(1) + "x\n" + event(2)}, "line 3 (byte offset 158)"},
		{"text behind zeros", map[string]string{firstName: head + event(1) + strings.Repeat("\x00", 100_000) + "x"}, "line 3 (byte offset 158)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := fill(t, test.files)
			l, err := Open(dir, Options{})
			if err == nil {
				l.Close()
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v\nwant one that says %q", err, test.want)
			}
			if got := folder(t, dir); !reflect.DeepEqual(got, test.files) {
				t.Errorf("the folder was changed")
			}
		})
	}
}

// TestFilesOfOthers leaves files alone whose names are not a segment's.
func TestFilesOfOthers(t *testing.T) {
	files := map[string]string{
		"0000000000.jsonl": "x", "1.jsonl": "x", "00000000001.jsonl": "x", "-000000001.jsonl": "x",
		"0000000001.jsonl.bak": "x", "99999999999999999999999.jsonl": "x", "notes.txt": "x",
	}
	dir := fill(t, files)
	l := openLog(t, dir, Options{}, realDisk{})
	l.store(message(wire.Room, 1, 1))
	after := folder(t, dir)
	delete(after, firstName)
	if !reflect.DeepEqual(after, files) {
		t.Errorf("the folder has %q", after)
	}
}

// TestTornAgain tears the log at the same place twice: what was kept the first
// time is still there.
func TestTornAgain(t *testing.T) {
	dir := t.TempDir()
	openLog(t, dir, Options{}, realDisk{}).Close()
	path := filepath.Join(dir, firstName)
	for _, torn := range []string{"one", "two", "three"} {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(torn); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		openLog(t, dir, Options{}, realDisk{}).Close()
	}
	head := string(appendHeader(nil, 1))
	want := map[string]string{
		firstName: head,
		fmt.Sprintf("%s.%d.torn", firstName, len(head)):   "one",
		fmt.Sprintf("%s.%d-2.torn", firstName, len(head)): "two",
		fmt.Sprintf("%s.%d-3.torn", firstName, len(head)): "three",
	}
	if got := folder(t, dir); !reflect.DeepEqual(got, want) {
		t.Errorf("folder has %q\nwant %q", got, want)
	}
}

// TestOtherWriters reads lines that are whole, but not as this version writes
// them: fields in another order, spaces, fields that are not known.
func TestOtherWriters(t *testing.T) {
	body := `{ "seq": 1, "new": {"deep": [1]}, "conv": "r1", "kind": "message", "time": "2026-11-22T00:00:00.000Z", "cid": "\u0041", "from": 3, "text": "x", "type": "event"}`
	dir := fill(t, map[string]string{firstName: string(appendSeal(append(appendHeader(nil, 1), body...), len(appendHeader(nil, 1))))})
	l := openLog(t, dir, Options{}, realDisk{})
	if seq, _, err := l.Find(3, "A"); seq != 1 || err != nil {
		t.Errorf("found %d, %v", seq, err)
	}
	lines, _, err := l.Page(wire.Room, 0, 1)
	if err != nil || len(lines) != 1 || string(lines[0]) != body {
		t.Errorf("page %q, error %v", lines, err)
	}
}

// TestDamageWhileRunning changes the file of an open log.
func TestDamageWhileRunning(t *testing.T) {
	dir := t.TempDir()
	l := openLog(t, dir, Options{}, realDisk{})
	l.store(message(wire.Room, 1, 1), message(wire.Room, 1, 2))
	content := []byte(folder(t, dir)[firstName])
	at := bytes.LastIndex(content, []byte("第 2"))
	content[at] ^= 1
	if err := os.WriteFile(filepath.Join(dir, firstName), content, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, limit := range []int{2, 1} { // the newest is damaged: the one before comes in its place
		lines, more, err := l.Page(wire.Room, 0, limit)
		if err != nil || len(lines) != 1 || !strings.Contains(string(lines[0]), "第 1") || more {
			t.Errorf("page of %d: %q, %v, %v", limit, lines, more, err)
		}
	}
	lines, through, more, err := l.Since(0, 10, func(string, wire.Kind, uint64) bool { return true })
	if err != nil || len(lines) != 1 || through != 2 || more {
		t.Errorf("since: %q, through %d, %v, %v", lines, through, more, err)
	}
	if seq, at, err := l.Find(1, "c2"); seq != 2 || !at.IsZero() || err != nil {
		t.Errorf("find: %d, %v, %v", seq, at, err)
	}
}

func FuzzLoad(f *testing.F) {
	files, _ := sampleLog(f)
	f.Add([]byte(files[firstName]))
	f.Add([]byte(files[firstName][:200]))
	f.Add(appendHeader(nil, 1))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, content []byte) {
		before := map[string]string{firstName: string(content)}
		dir := fill(t, before)
		l, err := tryLog(t, dir, Options{}, noSync{})
		if err != nil {
			if got := folder(t, dir); !reflect.DeepEqual(got, before) {
				t.Fatalf("refused with %v, but changed", err)
			}
			return
		}
		had := l.all()
		stored := l.store(message(wire.Room, 1, 1))
		l.Close()
		l = openLog(t, dir, Options{}, noSync{})
		if got := l.all(); len(got) != len(had)+1 || !reflect.DeepEqual(got[len(had)], stored[0]) || l.Report().Torn != nil {
			t.Fatalf("had %d events and stored one, now %d; report %+v", len(had), len(got), l.Report())
		}
	})
}
