package ledger

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// active is the segment that is written to.
func (l *Ledger) active() *segment { return l.index.segments[len(l.index.segments)-1] }

// store makes the lines durable at the end of the log, or returns why they are
// not. The segment's size does not change yet: that is done when the events
// become visible. After a failure the file has been cut back to that size, or
// l.suspect is set and the next call does so before it writes.
func (l *Ledger) store(lines []byte) error {
	if err := l.removeStray(); err != nil {
		return err
	}
	if l.suspect {
		if err := l.reopen(); err != nil {
			return err
		}
	}
	s := l.active()
	if s.size+int64(len(lines)) > l.options.SegmentBytes && l.index.last >= s.first {
		if err := l.beginSegment(l.index.last + 1); err != nil {
			return err
		}
		s = l.active()
	}
	if _, err := s.file.WriteAt(lines, s.size); err != nil {
		l.suspect = s.file.Truncate(s.size) != nil
		return fmt.Errorf("write %d bytes to %s: %w", len(lines), s.path, err)
	}
	if err := s.file.Sync(); err != nil {
		// The system may now take pages for clean that never reached the disk,
		// so a later fsync proves nothing about them: they have to go.
		l.suspect = true
		_ = s.file.Truncate(s.size) // reopen repeats it and looks at the error
		return fmt.Errorf("sync %s: %w", s.path, err)
	}
	return nil
}

// reopen makes the last segment end where it is durable, through a newly
// opened file, and checks that all of it is still as it was written.
func (l *Ledger) reopen() error {
	s := l.active()
	f, size, err := openSized(l.disk, s.path, os.O_RDWR)
	if err != nil {
		return err
	}
	if err := l.cutBack(f, size); err != nil {
		return errors.Join(err, f.Close())
	}
	s.replace(f)
	l.suspect = false
	return nil
}

func (l *Ledger) cutBack(f file, size int64) error {
	s := l.active()
	if size < s.size {
		return fmt.Errorf("%w: %s has %d bytes, but %d were written", ErrDamaged, s.path, size, s.size)
	}
	if err := f.Truncate(s.size); err != nil {
		return fmt.Errorf("cut back %s: %w", s.path, err)
	}
	if err := writeEndAgain(f, s.size); err != nil {
		return fmt.Errorf("write the end of %s again: %w", s.path, err)
	}
	if err := settle(f); err != nil {
		return fmt.Errorf("sync %s: %w", s.path, err)
	}
	next := s.first
	again := &segment{path: s.path, first: s.first, size: s.size, file: f}
	err := scanSegment(again, next, func(*record, int64) { next++ })
	if err == nil && next != l.index.last+1 {
		err = s.damaged(1, 0, fmt.Sprintf("the file ends with event %d instead of %d", next-1, l.index.last))
	}
	return err
}

// blockBytes is as large as the blocks of any file system that is in use.
const blockBytes = 64 << 10

// writeEndAgain writes the last block of a file again, as it is in memory. The
// write that failed began in that block, and may have spoilt on the disk what was
// durable in it; the system takes it for clean, and would not write it again.
func writeEndAgain(f file, size int64) error {
	start := (size - 1) / blockBytes * blockBytes
	block := make([]byte, size-start)
	if _, err := f.ReadAt(block, start); err != nil {
		return err
	}
	_, err := f.WriteAt(block, start)
	return err
}

// beginSegment makes a new file, for the event next and those after it, the
// last segment.
func (l *Ledger) beginSegment(next uint64) error {
	path := segmentPath(l.dir, next)
	f, err := l.disk.open(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("create log segment: %w", err)
	}
	header := appendHeader(nil, next)
	if err := fillSegment(l.disk, l.dir, f, header); err != nil {
		l.stray = path
		return errors.Join(fmt.Errorf("create log segment %s: %w", path, err), f.Close(), l.removeStray())
	}
	s := &segment{path: path, first: next, size: int64(len(header)), file: f}
	before := l.table
	l.table = newOpenTable()
	s.setIndex(l.table)
	l.mu.Lock()
	l.index.attach(s, contents{})
	l.mu.Unlock()
	if n := len(l.index.segments); n > 1 {
		l.seal(l.index.segments[n-2], before)
	}
	return nil
}

// removeStray removes a segment file that could not be finished; it is this
// ledger's own and holds no event. It has to be gone for good before anything
// is stored, because the event that it is named for may still fit into the
// segment before it.
func (l *Ledger) removeStray() error {
	if l.stray == "" {
		return nil
	}
	if err := l.disk.remove(l.stray); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove unfinished log segment: %w", err)
	}
	if err := l.disk.syncDir(l.dir); err != nil {
		return fmt.Errorf("sync log folder: %w", err)
	}
	l.stray = ""
	return nil
}
