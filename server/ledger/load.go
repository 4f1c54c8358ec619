package ledger

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"lobby/shared/wire"
)

// Report says what Open found.
type Report struct {
	Segments int
	Read     int // segments that were read, the last and those without a good index file
	Events   uint64
	Bytes    int64
	Torn     *Torn // nil if the log ended with a whole line
}

// load takes all segments of the folder into a new index: the finished ones by
// their index files where these are good, else by reading and checking every
// line, as of the last one. That is then open for writing, unless the folder has
// none.
func (l *Ledger) load(replay func(wire.Event)) error {
	firsts, err := listSegments(l.dir)
	if err != nil || len(firsts) == 0 {
		return err
	}
	if replay == nil {
		replay = func(wire.Event) {}
	}
	last := len(firsts) - 1
	finished := l.loadFinished(firsts[:last])
	for i, s := range finished {
		err := l.follows(firsts[i])
		if err == nil {
			err = s.err
		}
		if err == nil {
			l.take(s)
			err = replayLines(s, replay)
		}
		if err != nil {
			return errors.Join(err, closeAll(finished[len(l.index.segments):]))
		}
	}
	if err := l.follows(firsts[last]); err != nil {
		return err
	}
	return l.loadLast(firsts[last], replay)
}

// follows refuses a segment that is not named for the next event.
func (l *Ledger) follows(first uint64) error {
	if next := l.index.last + 1; first != next {
		return l.misplaced(first, next)
	}
	return nil
}

// take takes a finished segment into the index.
func (l *Ledger) take(s *finished) {
	l.index.attach(s.segment, s.contents)
	l.newest = s.newest
	if s.read {
		l.report.Read++
	} else {
		l.unread = append(l.unread, s.segment)
	}
	l.noteLoaded(s.size)
}

func (l *Ledger) noteLoaded(size int64) {
	l.report.Segments++
	l.report.Bytes += size
	l.report.Events = l.index.last
}

// listSegments returns the first numbers of the segments in dir, in order.
func listSegments(dir string) ([]uint64, error) {
	names, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("read log folder: %w", err)
	}
	var firsts []uint64
	for _, name := range names {
		if first, ok := segmentFirst(name.Name()); ok {
			firsts = append(firsts, first)
		}
	}
	slices.SortFunc(firsts, cmp.Compare[uint64])
	return firsts, nil
}

// misplaced explains a segment that does not follow the one before it.
func (l *Ledger) misplaced(first, next uint64) error {
	path := segmentPath(l.dir, first)
	if first < next {
		before := l.index.segments[len(l.index.segments)-1].path
		return &DamageError{File: path, Line: 1, Reason: fmt.Sprintf(
			"the segment is named for event %d, but %s already goes up to %d", first, filepath.Base(before), next-1)}
	}
	return &DamageError{File: path, Line: 1, Reason: fmt.Sprintf(
		"events %d to %d are missing: there is no file for them before this one", next, first-1)}
}

// loadLast reads the last segment. A torn last line is cut off.
func (l *Ledger) loadLast(first uint64, replay func(wire.Event)) error {
	s, err := openSegment(l.disk, segmentPath(l.dir, first), first, true)
	if err != nil {
		return err
	}
	t := newOpenTable()
	l.table = t
	s.setIndex(t)
	l.index.attach(s, contents{})
	// A process that was killed between its write and its fsync leaves whole lines
	// that are not on the disk yet, and readers are about to see them.
	if err := settle(s.file); err != nil {
		return fmt.Errorf("sync %s: %w", s.path, err)
	}
	if s.size > 0 {
		err = scanSegment(s, s.first, func(r *record, offset int64) {
			l.index.add(t, r, offset, l.hash(r))
			l.newest = r.time
			if r.kind != wire.KindMessage {
				replay(r.event())
			}
		})
	}
	var damage *DamageError
	if errors.As(err, &damage) && damage.tail {
		err = l.cutTorn(s, damage)
	}
	if err == nil && s.size == 0 {
		err = l.finishHeader(s)
	}
	l.report.Read++
	l.noteLoaded(s.size)
	return err
}

// hash is what an event's id is indexed by, 0 where it has none.
func (l *Ledger) hash(r *record) uint64 {
	if len(r.cid) == 0 || !said(r.kind) {
		return 0
	}
	return l.key.hash(r.from, r.cid)
}

// finishHeader writes the header of a segment that was being created when the
// process ended.
func (l *Ledger) finishHeader(s *segment) error {
	line := appendHeader(nil, s.first)
	if err := writeHeader(s.file, line); err != nil {
		return fmt.Errorf("write header of %s: %w", s.path, err)
	}
	s.size = int64(len(line))
	return nil
}

// cutTorn cuts damage off the end of the last segment if it can be a write that
// was interrupted. Otherwise it returns the damage.
func (l *Ledger) cutTorn(s *segment, damage *DamageError) error {
	torn, err := isTorn(s.file, damage.Offset, s.size)
	if err != nil {
		return fmt.Errorf("read the end of %s: %w", s.path, err)
	}
	if !torn {
		return damage
	}
	l.report.Torn, err = cutTorn(l.disk, l.dir, s, damage.Line, damage.Offset)
	return err
}

// scanSegment reads a segment from its header to its size and calls visit for
// each event, which must be numbered from next on. The record is visit's only
// until it returns. What can't be read as it was written is a *DamageError.
func scanSegment(s *segment, next uint64, visit func(r *record, offset int64)) error {
	in := newLines(s.file, s.size)
	var r record
	for n := 1; ; n++ {
		line, offset, err := in.next()
		switch {
		case err == io.EOF && n > 1:
			return nil
		case err == io.EOF:
			return s.damaged(n, offset, "the file is empty")
		case err == errTorn || err == errLong:
			return s.unreadable(n, offset, err.Error())
		case err != nil:
			return fmt.Errorf("read %s, line %d: %w", s.path, n, err)
		}
		covered, ok := body(line)
		if !ok {
			return s.unreadable(n, offset, "the line does not match its checksum")
		}
		if n == 1 {
			if err := checkHeader(covered, s); err != nil {
				return err
			}
			continue
		}
		if err := r.decode(covered); err != nil {
			return s.damaged(n, offset, err.Error())
		}
		if err := checkRecord(&r, next); err != nil {
			return s.damaged(n, offset, err.Error())
		}
		visit(&r, offset)
		next++
	}
}

// checkRecord refuses an event that this version would not have written.
func checkRecord(r *record, next uint64) error {
	switch {
	case r.seq != next:
		return fmt.Errorf("event %d was expected here, not %d", next, r.seq)
	case next > MaxEvents:
		return fmt.Errorf("a log holds at most %d events", uint64(MaxEvents))
	case !slices.Contains(kinds[:], r.kind):
		return fmt.Errorf("kind %.40q is not one that this version knows", r.kind)
	case len(r.conv) == 0:
		return errors.New("event without a conversation")
	}
	return nil
}
