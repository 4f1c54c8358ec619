package writeback

import (
	"os"
	"path/filepath"
	"testing"
)

// Whatever is said to be written, in whichever steps, is followed to its end and
// the file is as it was written.
func TestFollowsToTheEnd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := Follow(f, 0)
	piece := make([]byte, 300_000)
	at := int64(0)
	for range 40 {
		if _, err := f.Write(piece); err != nil {
			t.Fatal(err)
		}
		at += int64(len(piece))
		if err := w.Wrote(at); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Stop(); err != nil {
		t.Fatal(err)
	}
	if w.running != nil || w.flushed > at {
		t.Errorf("%d of %d bytes, still running: %v", w.flushed, at, w.running != nil)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Size() != at {
		t.Errorf("%v, %v", info, err)
	}
}

// A disk that refuses is told of at the next step, and at the end.
func TestErrorsAreKept(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	if err != nil {
		t.Fatal(err)
	}
	w := Follow(f, 0)
	f.Close() // so that there is nothing to flush
	w.Wrote(10 * stepBytes)
	w.mu.Lock()
	running := w.running
	w.mu.Unlock()
	if running != nil {
		<-running
	}
	if err := w.Stop(); flushes && err == nil {
		t.Error("no error at the end")
	}
	if err := w.Wrote(20 * stepBytes); flushes && err == nil {
		t.Error("no error at the next step")
	}
}
