package ledger

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"lobby/shared/wire"
)

// kindLost stands where an event was damaged and could not be saved: the
// numbers of those after it stay what they were, which clients rely on. It is
// in a conversation that nobody can see.
const (
	kindLost wire.Kind = "lost"
	convLost string    = "-"
)

// Salvaged says what Salvage wrote.
type Salvaged struct {
	Events uint64 // of the original
	Lost   uint64 // in whose place there is nothing but their number
	Member uint64 // the greatest member id that occurs
}

// Salvage writes the good lines of parts of the log in the folder from, byte
// for byte, to a new log in the empty folder to, and returns when that is on
// the disk. Of what it leaves out it tells damage. The original is only read.
func Salvage(from string, parts []Part, to string, damage func(*DamageError) error) (Salvaged, error) {
	return salvageTo(realDisk{}, from, parts, to, damage)
}

func salvageTo(d disk, from string, parts []Part, to string, damage func(*DamageError) error) (Salvaged, error) {
	w := &salvage{disk: d, dir: to, next: 1}
	lostLines := uint64(0) // since the last good one
	err := Inspect(from, parts, Inspector{
		Line: func(l Line) error {
			lostLines = 0
			return w.line(l)
		},
		Damage: func(d *DamageError) error {
			if d.Line > 1 {
				lostLines++
			}
			return damage(d)
		},
	})
	if err == nil {
		// Members may have seen what the last lines were, so that their
		// numbers must not be given again.
		err = w.fill(w.next+lostLines, w.newest)
	}
	if err == nil && w.file == nil {
		err = w.begin()
	}
	err = errors.Join(err, w.end())
	if err == nil {
		err = d.syncDir(to)
	}
	return w.done, err
}

// salvage writes a log that nobody reads yet.
type salvage struct {
	disk   disk
	dir    string
	next   uint64
	newest wire.Time
	done   Salvaged

	file file
	out  *bufio.Writer
	size int64
}

func (w *salvage) line(l Line) error {
	if err := w.fill(l.Event.Seq, l.Event.Time); err != nil {
		return err
	}
	if err := w.write(append(l.Sealed[:len(l.Sealed):len(l.Sealed)], '\n')); err != nil {
		return err
	}
	w.newest = l.Event.Time
	w.done.Events++
	w.done.Member = max(w.done.Member, GreatestMember(l.Event))
	return nil
}

// fill writes lost events up to, but without, the number seq.
func (w *salvage) fill(seq uint64, at wire.Time) error {
	for w.next < seq {
		e := wire.Event{Seq: w.next, Time: at, Kind: kindLost, Conv: convLost}
		if err := w.write(appendSeal(wire.AppendEvent(nil, &e), 0)); err != nil {
			return err
		}
		w.done.Lost++
	}
	return nil
}

// write writes the line of the next event.
func (w *salvage) write(line []byte) error {
	if w.file == nil || w.size+int64(len(line)) > DefaultSegmentBytes {
		if err := errors.Join(w.end(), w.begin()); err != nil {
			return err
		}
	}
	w.next++
	return w.put(line)
}

func (w *salvage) put(bytes []byte) error {
	n, err := w.out.Write(bytes)
	w.size += int64(n)
	if err != nil {
		return fmt.Errorf("write log segment: %w", err)
	}
	return nil
}

// begin begins a segment.
func (w *salvage) begin() error {
	f, err := w.disk.open(segmentPath(w.dir, w.next), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("create log segment: %w", err)
	}
	w.file, w.out, w.size = f, bufio.NewWriterSize(io.NewOffsetWriter(f, 0), 1<<16), 0
	return w.put(appendHeader(nil, w.next))
}

// end finishes the segment that was begun last, if any.
func (w *salvage) end() error {
	if w.file == nil {
		return nil
	}
	err := w.out.Flush()
	if err == nil {
		err = w.file.Sync()
	}
	if err = errors.Join(err, w.file.Close()); err != nil {
		err = fmt.Errorf("write log segment: %w", err)
	}
	w.file = nil
	return err
}

// GreatestMember is the greatest member id that an event names, 0 if it names
// none.
func GreatestMember(e wire.Event) uint64 {
	greatest := e.From
	for _, id := range e.Members {
		greatest = max(greatest, id)
	}
	if _, high, ok := wire.ParsePair(e.Conv); ok {
		greatest = max(greatest, high)
	}
	return greatest
}
