package ledger

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"

	"lobby/shared/wire"
)

// TestFullDisk lets the disk run full at each byte of a batch.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	first, second, third := message(wire.Room, 1, 1), message("d1-2", 2, 2), message(wire.Room, 1, 3)
	probe := openLog(t, t.TempDir(), Options{}, noSync{})
	probe.store(second)
	need := int(probe.active().size) - len(appendHeader(nil, 1))
	for room := range need {
		disk := newFaultDisk()
		dir := t.TempDir()
		var said strings.Builder
		l := openLog(t, dir, Options{Log: slog.New(slog.NewTextHandler(&said, nil))}, disk)
		want := l.store(first)
		before := folder(t, dir)

		disk.leave(room)
		for range 2 {
			c := l.add(second)[0]
			if !errors.Is(c.Err, syscall.ENOSPC) || c.Event.Seq != 0 || c.Wire != nil || c.Event.Text != second.Text {
				t.Fatalf("with room for %d bytes: %+v", room, c)
			}
			if got := folder(t, dir); !reflect.DeepEqual(got, before) {
				t.Fatalf("with room for %d bytes: the file was not cut back", room)
			}
			if got := l.all(); !reflect.DeepEqual(got, want) || l.Last() != 1 {
				t.Fatalf("with room for %d bytes: reads give %+v", room, got)
			}
			if seq, _, _ := l.Find(2, second.CID); seq > 0 {
				t.Fatalf("with room for %d bytes: what was not stored is found", room)
			}
		}
		disk.leave(-1)
		want = append(want, l.store(second, third)...)
		l.Close()
		if n := strings.Count(said.String(), "can't be stored"); n != 1 || strings.Count(said.String(), "stored again") != 1 {
			t.Fatalf("the operator was told %q", said.String())
		}
		if got := openLog(t, dir, Options{}, noSync{}).all(); !reflect.DeepEqual(got, want) {
			t.Fatalf("with room for %d bytes: after a restart %+v\nwant %+v", room, got, want)
		}
	}
}

// TestFailingOperation makes one kind of operation fail for a while.
func TestFailingOperation(t *testing.T) {
	t.Parallel()
	io := errors.New("input/output error")
	tests := []struct {
		name string
		fail []string // operations that fail while the disk is bad
		roll bool     // the batch needs a new segment
	}{
		{"write", []string{"write"}, false},
		{"write and truncate", []string{"write", "truncate"}, false},
		{"sync", []string{"sync"}, false},
		{"sync and truncate", []string{"sync", "truncate"}, false},
		{"sync and open", []string{"sync", "open"}, false},
		{"all", []string{"write", "truncate", "sync", "open", "remove", "syncDir"}, false},
		{"create segment", []string{"open"}, true},
		{"write header", []string{"write"}, true},
		{"write header and remove", []string{"write", "remove"}, true},
		{"sync header", []string{"sync"}, true},
		{"sync folder", []string{"syncDir"}, true},
		{"sync folder and remove", []string{"syncDir", "remove"}, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			disk := newFaultDisk()
			dir := t.TempDir()
			var o Options
			if test.roll {
				o.SegmentBytes = 1
			}
			l := openLog(t, dir, o, disk)
			want := l.store(message(wire.Room, 1, 1))
			disk.fail(func(op, _ string) error {
				if slices.Contains(test.fail, op) {
					return io
				}
				return nil
			})
			for n := range 3 {
				if c := l.add(message(wire.Room, 1, 2+n))[0]; !errors.Is(c.Err, io) {
					t.Fatalf("attempt %d: %v", n, c.Err)
				}
				if got := l.all(); !reflect.DeepEqual(got, want) {
					t.Fatalf("while the disk is bad: %+v", got)
				}
			}
			disk.fail(nil)
			want = append(want, l.store(message(wire.Room, 1, 9))...)
			if got := l.all(); !reflect.DeepEqual(got, want) {
				t.Fatalf("when the disk is good again: %+v", got)
			}
			left := disk.afterPowerFailure(func() bool { return false })
			if got := openLog(t, fill(t, left), o, noSync{}).all(); !reflect.DeepEqual(got, want) {
				t.Fatalf("after a power failure: %+v\nwant %+v", got, want)
			}
		})
	}
}

// TestRecoveryLooks damages the file while an fsync fails: nothing more is
// written to it, and what is whole can still be read.
func TestRecoveryLooks(t *testing.T) {
	disk := newFaultDisk()
	dir := t.TempDir()
	l := openLog(t, dir, Options{}, disk)
	l.store(message(wire.Room, 1, 1), message(wire.Room, 1, 2))
	disk.fail(func(op, _ string) error {
		if op == "sync" {
			return errors.New("input/output error")
		}
		return nil
	})
	l.add(message(wire.Room, 1, 3))
	disk.fail(nil)

	path := segmentPath(dir, 1)
	f, err := realDisk{}.open(path, 1, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte("?"), 100); err != nil {
		t.Fatal(err)
	}
	f.Close()
	if c := l.add(message(wire.Room, 1, 3))[0]; !errors.Is(c.Err, ErrDamaged) {
		t.Errorf("damaged: %v", c.Err)
	}
	if err := (realDisk{}).remove(path); err != nil {
		t.Fatal(err)
	}
	if c := l.add(message(wire.Room, 1, 3))[0]; c.Err == nil {
		t.Errorf("removed: %+v", c)
	}
	if lines, _, err := l.Page(wire.Room, 0, 1); err != nil || len(lines) != 1 {
		t.Errorf("page: %q, %v", lines, err)
	}
}

// TestKilledBeforeSync starts on whole lines that a killed process wrote and did
// not sync: what readers see of them must survive a power failure, too.
func TestKilledBeforeSync(t *testing.T) {
	files, events := sampleLog(t)
	dir := fill(t, map[string]string{firstName: files[firstName], secondName: ""})
	disk := newFaultDisk()
	f, err := disk.open(filepath.Join(dir, secondName), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte(files[secondName]), 0); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if got := openLog(t, dir, Options{}, disk).all(); !reflect.DeepEqual(got, events) {
		t.Fatalf("after the kill %+v\nwant %+v", got, events)
	}
	left := disk.afterPowerFailure(func() bool { return false })
	if got := left[secondName]; got != files[secondName] {
		t.Errorf("after the power failure %q\nwant %q", got, files[secondName])
	}
}

// TestPowerFailures runs a log on a disk that fails at random, until the power
// does: what was acknowledged is there at the next start, in order and once.
func TestPowerFailures(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 0))
			files := map[string]string{}
			var want []wire.Event
			for range 4 {
				files, want = liveAndDie(t, random, files, want)
			}
		})
	}
}

// liveAndDie opens the log in files, which holds at least the events want,
// appends to it, and returns what a power failure leaves, and what must be
// there.
func liveAndDie(t *testing.T, random *rand.Rand, files map[string]string, want []wire.Event) (map[string]string, []wire.Event) {
	t.Helper()
	dir := fill(t, files)
	disk := newFaultDisk()
	l, err := tryLog(t, dir, Options{SegmentBytes: 600}, disk)
	if err != nil {
		t.Fatalf("start with %d events: %v", len(want), err)
	}
	defer l.Close()
	had := l.all()
	if len(had) < len(want) || len(want) > 0 && !reflect.DeepEqual(had[:len(want)], want) {
		t.Fatalf("start with %+v\nwant %+v", had, want)
	}
	want = had
	chance := random.Float64() / 3
	disk.reaches = func() bool { return random.IntN(2) == 0 }
	disk.fail(func(op, name string) error {
		if random.Float64() < chance {
			return fmt.Errorf("%s of %s fails", op, name)
		}
		return nil
	})
	for range 12 {
		var batch []wire.Event
		for range 1 + random.IntN(4) {
			batch = append(batch, message(wire.Room, 1, random.IntN(1000)))
		}
		for _, c := range l.add(batch...) {
			if c.Err == nil {
				want = append(want, c.Event)
			}
		}
	}
	if got := l.all(); len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
		t.Fatalf("while running %+v\nwant %+v", got, want)
	}
	left := disk.afterPowerFailure(func() bool { return random.IntN(2) == 0 })
	return onlySegments(left), want
}

// onlySegments drops what was kept of torn lines.
func onlySegments(files map[string]string) map[string]string {
	maps.DeleteFunc(files, func(name, _ string) bool {
		_, ok := segmentFirst(name)
		return !ok
	})
	return files
}

// TestKilledAfterFailedSync ends a process whose fsync failed and who could not
// take its lines back. The system shows them as if nothing had happened, and a new
// fsync finds nothing to do: the next process must not believe either.
func TestKilledAfterFailedSync(t *testing.T) {
	for _, before := range []int{0, 1, 3} {
		dir, disk := t.TempDir(), newFaultDisk()
		l := openLog(t, dir, Options{}, disk)
		var want []wire.Event
		for n := range before {
			want = append(want, l.store(message(wire.Room, 1, n))...)
		}
		disk.fail(func(op, _ string) error {
			if op == "sync" || op == "truncate" {
				return syscall.EIO
			}
			return nil
		})
		if c := l.add(message(wire.Room, 1, 100))[0]; !errors.Is(c.Err, syscall.EIO) {
			t.Fatalf("not stored: %v", c.Err)
		}
		disk.fail(nil)

		next := openLog(t, dir, Options{}, disk)
		want = append(want, next.store(message(wire.Room, 1, 200))...)
		if got := next.all(); !reflect.DeepEqual(got, want) {
			t.Errorf("after the kill %+v\nwant %+v", got, want)
		}
		left := onlySegments(disk.afterPowerFailure(func() bool { return false }))
		if got := openLog(t, fill(t, left), Options{}, noSync{}).all(); !reflect.DeepEqual(got, want) {
			t.Errorf("after the power failure %+v\nwant %+v", got, want)
		}
	}
}
