package ledger

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"lobby/shared/wire"
)

// benchText makes a line of about 200 bytes.
const benchText = "The quick brown fox jumps over the lazy dog, 敏捷的狐狸"

// BenchmarkMachineAppendSync is this machine's own limit: 200 bytes appended to
// a file, and fsync.
func BenchmarkMachineAppendSync(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "file"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	line := make([]byte, 200)
	for b.Loop() {
		if _, err := f.Write(line); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAppend has senders that each wait until their event is durable
// before they append the next.
func BenchmarkAppend(b *testing.B) {
	for _, senders := range []int{1, 64} {
		b.Run(fmt.Sprintf("senders=%d", senders), func(b *testing.B) {
			batches := 0
			l, err := Open(b.TempDir(), Options{Committed: func(done []Commit) {
				batches++
				for _, c := range done {
					c.Tag.(chan error) <- c.Err
				}
			}})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			b.ResetTimer()
			var all sync.WaitGroup
			for sender := range senders {
				all.Go(func() { appendAndWait(b, l, sender, (b.N+senders-1-sender)/senders) })
			}
			all.Wait()
			b.StopTimer()
			b.ReportMetric(float64(b.N)/float64(batches), "events/fsync")
			if err := l.Close(); err != nil {
				b.Fatal(err)
			}
		})
	}
}

func appendAndWait(b *testing.B, l *Ledger, sender, count int) {
	stored := make(chan error, 1)
	e := wire.Event{Kind: wire.KindMessage, Conv: wire.Room, From: uint64(sender + 1), Text: benchText}
	for n := range count {
		e.CID = fmt.Sprintf("%08d-%08d", sender, n)
		if err := l.Append(Draft{Event: e, Tag: stored}); err != nil {
			b.Error(err)
			return
		}
		if err := <-stored; err != nil {
			b.Error(err)
			return
		}
	}
}

// benchLog makes a log of so many messages, most of them in the room, the rest
// in a thousand pairs.
func benchLog(b *testing.B, events int) string {
	b.Helper()
	dir := b.TempDir()
	l := openLog(b, dir, Options{}, noSync{})
	random := rand.New(rand.NewPCG(1, 2))
	batch := make([]wire.Event, 0, 1000)
	for n := range events {
		from, conv := 1+random.Uint64N(1000), wire.Room
		if n%4 == 0 {
			conv = wire.Pair(from, from+1)
		}
		e := wire.Event{Kind: wire.KindMessage, Conv: conv, From: from, CID: fmt.Sprintf("%016d", n), Text: benchText}
		if batch = append(batch, e); len(batch) == cap(batch) || n == events-1 {
			l.store(batch...)
			batch = batch[:0]
		}
	}
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
	return dir
}

// BenchmarkOpen reads and checks a whole log whose files the system has in
// memory.
func BenchmarkOpen(b *testing.B) {
	const events = 100_000
	dir := benchLog(b, events)
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		l, err := Open(dir, Options{})
		if err != nil {
			b.Fatal(err)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		if err := l.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/events, "ns/event")
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/events, "B/event")
}

// BenchmarkReads asks a log of 100,000 events.
func BenchmarkReads(b *testing.B) {
	const events = 100_000
	l := openLog(b, benchLog(b, events), Options{}, noSync{})
	random := rand.New(rand.NewPCG(3, 4))
	b.Run("page of 50 at any depth", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if lines, _, err := l.Page(wire.Room, 1000+random.Uint64N(events-1000), 50); err != nil || len(lines) != 50 {
				b.Fatal(len(lines), err)
			}
		}
	})
	b.Run("find an id that is there", func(b *testing.B) {
		lines, _, err := l.Page(wire.Room, 50_000, 1)
		if err != nil {
			b.Fatal(err)
		}
		e := decodeAll(b, lines)[0]
		for b.Loop() {
			if seq, _, _ := l.Find(e.From, e.CID); seq == 0 {
				b.Fatal("not found")
			}
		}
	})
	b.Run("find an id that is new", func(b *testing.B) {
		for b.Loop() {
			if seq, _, _ := l.Find(1, "new"); seq > 0 {
				b.Fatal("found")
			}
		}
	})
	b.Run("1000 unread", func(b *testing.B) {
		for b.Loop() {
			if l.Unread(wire.Room, 1, 0, math.MaxUint64, wire.MaxUnread) != wire.MaxUnread {
				b.Fatal("miscounted")
			}
		}
	})
}
