package ledger

import (
	"bytes"
	"errors"
	"fmt"

	"lobby/shared/wire"
)

const (
	// readGap is how many bytes that nobody asked for are read to spare a
	// second read.
	readGap = 4 << 10

	// readMost is about how much is read at once. A line is never split.
	readMost = 1 << 20
)

// extent is where an event's line, with its newline, lies on the disk, and what
// the index says of the event.
type extent struct {
	seq    uint64
	in     *segment
	offset int64
	length int64

	conv string
	kind wire.Kind
	from uint64
}

func (e extent) end() int64 { return e.offset + e.length }

// readLines reads the events at extents, which are in order, checks them, and
// returns each as its JSON without a newline. Neighbours are read together.
//
// A line that is damaged is left out, as Salvage would leave it out, and the
// operator is told: an error would keep readers for ever from what lies behind it.
func (l *Ledger) readLines(extents []extent) ([][]byte, error) {
	lines := make([][]byte, 0, len(extents))
	err := readSealed(extents, func(line, covered []byte, _ *record) {
		lines = append(lines, unsealed(line, covered))
	}, func(err error) error {
		d, ok := errors.AsType[*DamageError](err)
		if !ok {
			return err
		}
		l.options.Log.Error("a damaged line of the event log is left out of what is read; see lobbyd verify and repair",
			"file", d.File, "line", d.Line, "offset", d.Offset, "reason", d.Reason)
		return nil
	})
	return lines, err
}

// fail is for readers that need every line.
func fail(err error) error { return err }

// readSealed reads the events at extents, which are in order, and calls visit
// with each line, without its newline, the part of it that its seal covers, and
// what that says. The memory is visit's. What is wrong with a line goes to wrong,
// which says whether to end with an error.
func readSealed(extents []extent, visit func(line, covered []byte, r *record), wrong func(error) error) error {
	for _, e := range extents {
		if e.offset <= 0 || e.length <= 0 || e.length > int64(maxLine)+1 {
			return e.in.indexDamaged()
		}
	}
	for len(extents) > 0 {
		n := together(extents)
		first, last := extents[0], extents[n-1]
		start := first.offset - 1 // with the newline of the line before
		buf := make([]byte, last.end()-start)
		if err := first.in.readAt(buf, start); err != nil {
			return err
		}
		for _, e := range extents[:n] {
			line, covered, r, err := e.check(buf[e.offset-1-start : e.end()-start])
			if err == nil {
				visit(line, covered, &r)
			} else if err = wrong(err); err != nil {
				return err
			}
		}
		extents = extents[n:]
	}
	return nil
}

// together is how many of the first extents are read at once.
func together(extents []extent) int {
	first := extents[0]
	for i := 1; i < len(extents); i++ {
		e := extents[i]
		gap := e.offset - extents[i-1].end()
		if e.in != first.in || gap < 0 || gap > readGap || e.end()-first.offset > readMost {
			return i
		}
	}
	return len(extents)
}

// readRecord reads and decodes one event.
func readRecord(e extent) (found record, err error) {
	err = readSealed([]extent{e}, func(_, _ []byte, r *record) { found = *r }, fail)
	return found, err
}

// check splits what was read of an extent, and the newline before it, into its
// line without newlines, the bytes that the seal covers, and what they say. Who
// may see an event is decided by what the index says of it, so that has to be the
// same. It is a *DamageError only if the index is right about where the line is.
func (e extent) check(raw []byte) (line, covered []byte, r record, err error) {
	line, began := bytes.CutPrefix(raw, []byte("\n"))
	line, ended := bytes.CutSuffix(line, []byte("\n"))
	if !began || !ended || bytes.IndexByte(line, '\n') >= 0 {
		return nil, nil, r, fmt.Errorf("%w: %s, or its index file: event %d is not one line at byte offset %d",
			ErrDamaged, e.in.path, e.seq, e.offset)
	}
	covered, ok := body(line)
	if !ok {
		return nil, nil, r, e.damaged("the line does not match its checksum")
	}
	if err := r.decode(covered); err != nil {
		return nil, nil, r, e.damaged(err.Error())
	}
	if r.seq != e.seq || string(r.conv) != e.conv || r.kind != e.kind || r.from != e.from {
		return nil, nil, r, fmt.Errorf("event %d: %w", e.seq, e.in.indexDamaged())
	}
	return line, covered, r, nil
}

// damaged describes the extent's line as it is now; it was whole when it was
// indexed.
func (e extent) damaged(reason string) error {
	return e.in.damaged(int(e.seq-e.in.first)+2, e.offset, reason)
}
