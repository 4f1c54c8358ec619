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
	Events   uint64
	Bytes    int64
	Torn     *Torn // nil if the log ended with a whole line
}

// load reads all segments of the folder into a new index and checks every line.
// The last segment of the index is then open for writing, unless the folder
// has none.
func (l *Ledger) load(replay func(wire.Event)) error {
	firsts, err := listSegments(l.dir)
	if err != nil {
		return err
	}
	for i, first := range firsts {
		if next := l.index.last() + 1; first != next {
			return l.misplaced(first, next)
		}
		s, err := openSegment(l.disk, segmentPath(l.dir, first), first, i == len(firsts)-1)
		if err != nil {
			return err
		}
		l.index.segments = append(l.index.segments, s)
		if err := l.loadSegment(s, i == len(firsts)-1, replay); err != nil {
			return err
		}
		l.report.Bytes += s.size
	}
	l.report.Segments = len(firsts)
	l.report.Events = l.index.last()
	return nil
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

// loadSegment takes the segment's events into the index. If it is the last
// one, a torn last line is cut off.
func (l *Ledger) loadSegment(s *segment, last bool, replay func(wire.Event)) error {
	if last && s.size == 0 {
		return l.finishHeader(s)
	}
	err := scanSegment(s, l.index.last()+1, func(r *record, offset int64) {
		l.index.add(r, offset)
		l.newest = r.time
		if replay != nil && r.kind != wire.KindMessage {
			replay(r.event())
		}
	})
	var damage *DamageError
	if last && errors.As(err, &damage) && damage.tail {
		err = l.cutTorn(s, damage)
	}
	if err == nil && s.size == 0 {
		err = l.finishHeader(s)
	}
	return err
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
