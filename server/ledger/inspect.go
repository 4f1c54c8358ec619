package ledger

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"lobby/shared/wire"
)

// Line is an event's line of the log.
type Line struct {
	// Event is all but its text.
	Event wire.Event

	// Sealed is the line as it is on the disk, without its newline. It is
	// valid until the call that was given the Line returns.
	Sealed []byte
}

// Inspector is told what Inspect finds, in the order of the log. An error that
// one of its functions returns ends the inspection.
type Inspector struct {
	// Line is called for each event that is whole and in its place. From one
	// to the next the numbers rise; where something is damaged, some are
	// missing.
	Line func(Line) error

	// Damage is called for each line that is not as it was written, and where
	// events are missing without a trace.
	Damage func(*DamageError) error
}

// Inspect reads parts of the log in the folder dir from end to end, past
// whatever is damaged, and changes nothing. It fails when the folder can't be
// read at all, or with a *SchemaError.
func Inspect(dir string, parts []Part, to Inspector) error {
	in := inspection{Inspector: to, next: 1}
	for i, part := range parts {
		first, ok := segmentFirst(part.Name)
		if !ok {
			return fmt.Errorf("%q is no name of a log segment", part.Name)
		}
		end := uint64(MaxEvents) + 1
		last := i == len(parts)-1
		if !last {
			end, _ = segmentFirst(parts[i+1].Name)
		}
		if err := in.segment(filepath.Join(dir, part.Name), first, end, part.Size, last); err != nil {
			return err
		}
	}
	return nil
}

// CheckSchema refuses, with a *SchemaError, a log in the folder dir of which a newer
// version wrote any part. It changes nothing, and reads no more than the head of
// each: whatever else is wrong with them, Inspect tells.
func CheckSchema(dir string) error {
	parts, err := Parts(dir)
	if err != nil {
		return nil
	}
	for _, part := range parts {
		first, _ := segmentFirst(part.Name)
		err := checkHead(&segment{path: filepath.Join(dir, part.Name), first: first, size: part.Size})
		if newer, ok := errors.AsType[*SchemaError](err); ok {
			return newer
		}
	}
	return nil
}

func checkHead(s *segment) error {
	f, err := os.Open(s.path)
	if err != nil {
		return err
	}
	defer f.Close()
	line, _, err := newLines(f, s.size).next()
	if err != nil {
		return err
	}
	return checkHeaderLine(line, s)
}

func checkHeaderLine(line []byte, s *segment) error {
	covered, ok := body(line)
	if !ok {
		return s.unreadable(1, 0, "the header does not match its checksum")
	}
	return checkHeader(covered, s)
}

// inspection is the state of Inspect between two lines.
type inspection struct {
	Inspector
	next    uint64 // number of the event to come
	damaged uint64 // lines since the last good one that may have been events
}

// segment reads one file, whose events are numbered from first on and below
// end. A file that can't be read is damage like any other.
func (in *inspection) segment(path string, first, end uint64, size int64, last bool) error {
	s := &segment{path: path, first: first, size: size}
	f, err := os.Open(path)
	if err != nil {
		return in.report(s.unreadable(1, 0, fmt.Sprintf("the file can't be read: %v", err)))
	}
	defer f.Close()
	lines := newLines(f, size)
	for n := 1; ; n++ {
		line, offset, err := lines.next()
		switch {
		case err == io.EOF && n > 1:
			return nil
		case err == io.EOF:
			return in.report(s.damaged(1, 0, "the file is empty"))
		case err == errTorn || err == errLong:
			reason := err.Error()
			if err == errTorn && last {
				reason += ": a write that was interrupted, which the next start moves aside"
			}
			if err := in.report(s.unreadable(n, offset, reason)); err != nil {
				return err
			}
			in.damaged++
			err = lines.skip()
		case err == nil && n == 1:
			if err := in.header(s, line); err != nil {
				return err
			}
		case err == nil:
			if err := in.line(s, n, offset, end, line); err != nil {
				return err
			}
		}
		if err != nil {
			return in.report(s.unreadable(n, offset, fmt.Sprintf("the file can't be read on: %v", err)))
		}
	}
}

func (in *inspection) header(s *segment, line []byte) error {
	err := checkHeaderLine(line, s)
	if newer, ok := errors.AsType[*SchemaError](err); ok {
		return newer
	}
	return in.report(err)
}

func (in *inspection) line(s *segment, n int, offset int64, end uint64, line []byte) error {
	covered, ok := body(line)
	if !ok {
		in.damaged++
		return in.report(s.unreadable(n, offset, "the line does not match its checksum"))
	}
	var r record
	err := r.decode(covered)
	if err == nil && (r.seq < in.next || r.seq >= end) {
		err = fmt.Errorf("event %d does not belong here, where %d is next", r.seq, in.next)
	}
	if err == nil {
		err = checkRecord(&r, r.seq)
	}
	if err != nil {
		in.damaged++
		return in.report(s.damaged(n, offset, err.Error()))
	}
	if missing := r.seq - in.next; missing > in.damaged {
		err := s.damaged(n, offset, fmt.Sprintf("before this line %d events are missing, from number %d on", missing, in.next))
		if err := in.report(err); err != nil {
			return err
		}
	}
	in.next, in.damaged = r.seq+1, 0
	return in.Line(Line{Event: r.event(), Sealed: line})
}

// report hands damage on; nil and anything else pass through.
func (in *inspection) report(err error) error {
	if damage, ok := errors.AsType[*DamageError](err); ok {
		return in.Damage(damage)
	}
	return err
}

// Decode returns the whole event, with its text.
func (l Line) Decode() (wire.Event, error) {
	covered, ok := body(l.Sealed)
	if !ok {
		return wire.Event{}, errors.New("the line does not match its checksum")
	}
	message, err := wire.DecodeAnswer(append(append([]byte(nil), covered...), '}'))
	if err != nil {
		return wire.Event{}, fmt.Errorf("decode event: %w", err)
	}
	e, ok := message.(wire.Event)
	if !ok {
		return wire.Event{}, errors.New("line is not an event")
	}
	return e, nil
}
