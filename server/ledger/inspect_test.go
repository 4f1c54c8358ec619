package ledger

import (
	"errors"
	"maps"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lobby/shared/wire"
)

// place is where Inspect found damage.
type place struct {
	File   string
	Line   int
	Offset int64
}

// inspect returns the numbers of the good events and the places of damage.
func inspect(t *testing.T, dir string) (seqs []uint64, places []place) {
	t.Helper()
	parts, err := Parts(dir)
	if err != nil {
		t.Fatal(err)
	}
	err = Inspect(dir, parts, Inspector{
		Line: func(l Line) error {
			whole, err := l.Decode()
			if err != nil || whole.Seq != l.Event.Seq {
				t.Errorf("event %d decodes to %+v, %v", l.Event.Seq, whole, err)
			}
			seqs = append(seqs, l.Event.Seq)
			return nil
		},
		Damage: func(d *DamageError) error {
			places = append(places, place{filepath.Base(d.File), d.Line, d.Offset})
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return seqs, places
}

// lineStart is the offset of a line, counted from 1.
func lineStart(content string, line int) int64 {
	lines := strings.SplitAfter(content, "\n")
	return int64(len(strings.Join(lines[:line-1], "")))
}

// change replaces a line, counted from 1 and without its newline.
func change(content string, line int, by string) string {
	lines := strings.SplitAfter(content, "\n")
	lines[line-1] = by
	return strings.Join(lines, "")
}

func TestInspectAndSalvage(t *testing.T) {
	files, _ := sampleLog(t)
	first, second := files[firstName], files[secondName]
	at := func(name string, line int) place { return place{name, line, lineStart(files[name], line)} }
	cases := map[string]struct {
		first, second string
		good          []uint64
		places        []place
		last          uint64 // of the salvaged log
	}{
		"nothing":       {first, second, []uint64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, nil, 10},
		"flipped byte":  {strings.Replace(first, "第 2 句", "第 7 句", 1), second, []uint64{1, 2, 4, 5, 6, 7, 8, 9, 10}, []place{at(firstName, 4)}, 10},
		"two lines":     {change(change(first, 3, "rubbish\n"), 4, "\n"), second, []uint64{1, 4, 5, 6, 7, 8, 9, 10}, []place{at(firstName, 3), {firstName, 4, lineStart(first, 3) + 8}}, 10},
		"header":        {change(first, 1, "{}\n"), second, []uint64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, []place{{firstName, 1, 0}}, 10},
		"line removed":  {change(first, 3, ""), second, []uint64{1, 3, 4, 5, 6, 7, 8, 9, 10}, []place{{firstName, 3, lineStart(first, 3)}}, 10},
		"line repeated": {first + strings.SplitAfter(first, "\n")[2], second, []uint64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, []place{{firstName, 7, int64(len(first))}}, 10},
		"foreign line":  {first + strings.SplitAfter(second, "\n")[5], second, []uint64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, []place{{firstName, 7, int64(len(first))}}, 10},
		"long line":     {change(first, 3, strings.Repeat("x", 3*maxLine)+"\n"), second, []uint64{1, 3, 4, 5, 6, 7, 8, 9, 10}, []place{at(firstName, 3)}, 10},
		"torn":          {first, second[:len(second)-9], []uint64{1, 2, 3, 4, 5, 6, 7, 8, 9}, []place{at(secondName, 6)}, 10},
		"first cut":     {first[:len(first)-9], second, []uint64{1, 2, 3, 4, 6, 7, 8, 9, 10}, []place{at(firstName, 6)}, 10},
		"first missing": {"", second, []uint64{6, 7, 8, 9, 10}, []place{at(secondName, 2)}, 10},
		"empty file":    {first, "\x00", []uint64{1, 2, 3, 4, 5}, []place{{secondName, 1, 0}}, 5},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			left := map[string]string{firstName: c.first, secondName: c.second}
			if c.first == "" {
				delete(left, firstName)
			}
			dir := fill(t, left)
			good, places := inspect(t, dir)
			if diff := cmp.Diff(c.good, good); diff != "" {
				t.Errorf("good events: %s", diff)
			}
			if diff := cmp.Diff(c.places, places); diff != "" {
				t.Errorf("damage: %s", diff)
			}
			checkSalvage(t, dir, c.good, c.last)
			if now := folder(t, dir); !maps.Equal(now, left) {
				t.Error("the original has changed")
			}
		})
	}
}

// checkSalvage salvages the log in dir and opens what came of it.
func checkSalvage(t *testing.T, dir string, good []uint64, last uint64) {
	t.Helper()
	parts, err := Parts(dir)
	if err != nil {
		t.Fatal(err)
	}
	to := t.TempDir()
	done, err := Salvage(dir, parts, to, func(*DamageError) error { return nil })
	if err != nil || done.Events != uint64(len(good)) || done.Events+done.Lost != last || last == 10 && done.Member != 2 {
		t.Fatalf("salvaged %+v, %v", done, err)
	}
	if again, places := inspect(t, to); uint64(len(again)) != last || places != nil {
		t.Errorf("the copy has %d events and damage at %v", len(again), places)
	}
	l := openLog(t, to, Options{}, realDisk{})
	if l.Last() != last {
		t.Errorf("the copy ends with %d", l.Last())
	}
	lines, _, _, err := l.Since(0, math.MaxInt, func(conv string, _ wire.Kind, _ uint64) bool { return conv != convLost })
	if err != nil {
		t.Fatal(err)
	}
	var seqs []uint64
	for _, e := range decodeAll(t, lines) {
		seqs = append(seqs, e.Seq)
	}
	if diff := cmp.Diff(good, seqs); diff != "" {
		t.Errorf("the copy holds other events: %s", diff)
	}
	if stored := l.store(message(wire.Room, 1, 99)); stored[0].Seq != last+1 {
		t.Errorf("the copy goes on with %d", stored[0].Seq)
	}
}

// An open log tells how much of it is durable, whatever is being written.
func TestPartsOfAnOpenLog(t *testing.T) {
	dir := t.TempDir()
	l := openLog(t, dir, Options{SegmentBytes: 400}, realDisk{})
	for n := range 10 {
		l.store(message(wire.Room, 1, n))
	}
	before := l.Parts()
	onDisk, err := Parts(dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(onDisk, before); diff != "" || len(before) < 2 {
		t.Errorf("open log and disk differ: %s", diff)
	}
	l.store(message(wire.Room, 1, 10))
	count := 0
	if err := Inspect(dir, before, Inspector{
		Line:   func(Line) error { count++; return nil },
		Damage: func(d *DamageError) error { return d },
	}); err != nil || count != 10 {
		t.Errorf("the parts hold %d events, %v", count, err)
	}
	if !HasEvents(before) || HasEvents(nil) {
		t.Error("a log with events has none, or one without has some")
	}
}

// FuzzSalvage takes any two files for a log: whatever they hold, what can be
// saved of it is a log that opens, and all that was found good is in it.
func FuzzSalvage(f *testing.F) {
	files, _ := sampleLog(f)
	first, second := files[firstName], files[secondName]
	f.Add([]byte(first), []byte(second))
	f.Add([]byte(first[:len(first)-20]), []byte(second[:len(second)-1]))
	f.Add([]byte(change(first, 3, "")), []byte(first))
	f.Add([]byte(""), []byte("\n\x00\n"))
	f.Fuzz(func(t *testing.T, one, two []byte) {
		dir := fill(t, map[string]string{firstName: string(one), secondName: string(two)})
		parts, err := Parts(dir)
		if err != nil {
			t.Fatal(err)
		}
		to := t.TempDir()
		done, err := salvageTo(noSync{}, dir, parts, to, func(*DamageError) error { return nil })
		if _, newer := errors.AsType[*SchemaError](err); newer {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		l, err := open(to, Options{}, noSync{})
		if err != nil {
			t.Fatalf("the copy does not open: %v", err)
		}
		if r := l.Report(); r.Events != done.Events+done.Lost || r.Torn != nil {
			t.Errorf("salvaged %+v and then found %+v", done, r)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
}
