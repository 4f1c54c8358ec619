// Package writeback brings large files to the disk while they are written.
//
// Without it the system keeps what is written in memory until somebody asks for
// it to be on the disk. Then all of it goes there at once: whoever asked waits for
// that, and so does everybody else who has a few bytes to store meanwhile.
package writeback

import (
	"errors"
	"os"
	"sync"
)

// stepBytes is how much is brought to the disk at a time, and atOnce how many
// such steps of a process are under way. What somebody else has to store comes behind
// them in the disk's queue: 2 MiB are two milliseconds of a disk that takes 1 GB/s.
const (
	stepBytes = 1 << 20
	atOnce    = 2
)

var places = make(chan struct{}, atOnce)

// File follows the writing of one file, from its beginning to its end.
type File struct {
	f *os.File

	mu      sync.Mutex
	written int64 // the file is written so far
	flushed int64 // and on its way to the disk, or there, so far
	running chan struct{}
	err     error
}

// Follow begins to follow a file that is there up to an offset.
func Follow(f *os.File, from int64) *File { return &File{f: f, written: from, flushed: from} }

// Wrote says that the file is written up to an offset. It does not wait. The error is
// of an earlier step, and means that some of the file is not on the disk: a
// later Sync of the file may not say so again.
func (w *File) Wrote(to int64) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.written = max(w.written, to)
	if w.running == nil && w.err == nil && w.written-w.flushed >= stepBytes {
		w.running = make(chan struct{})
		go w.run()
	}
	return w.err
}

// run brings steps to the disk as long as there is a whole one.
func (w *File) run() {
	behindOthers()
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.err == nil && w.written-w.flushed >= stepBytes {
		from := w.flushed
		w.flushed += stepBytes
		w.mu.Unlock()
		places <- struct{}{}
		err := flush(w.f, from, stepBytes)
		<-places
		w.mu.Lock()
		w.err = errors.Join(w.err, err)
	}
	close(w.running)
	w.running = nil
}

// Stop returns when nothing is under way any more, so that the file can be
// closed. Nothing is begun after it. The error is as of Wrote.
func (w *File) Stop() error {
	w.mu.Lock()
	w.written = w.flushed
	running := w.running
	w.mu.Unlock()
	if running != nil {
		<-running
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}
