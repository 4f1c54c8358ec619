package ledger

import (
	"bytes"
	"errors"
	"io/fs"

	"golang.org/x/sync/errgroup"

	"lobby/shared/wire"
)

// readTogether is how many segments are read at once where index files are
// missing. Each takes some 30 MiB until its own is written: 30 bytes for each of
// its events in the table, and as many again for what goes into the file.
const readTogether = 4

// finished is a segment that nothing is added to any more, on its way into the
// index.
type finished struct {
	*segment // nil if it can't be opened
	contents
	replay []byte // the lines to be replayed
	read   bool   // all of it was read and checked
	err    error
}

// loadFinished opens segments, each by its index file. Those that have none, or
// none that is good, are read, several at a time, and get one.
func (l *Ledger) loadFinished(firsts []uint64) []*finished {
	all := make([]*finished, len(firsts))
	keyed := false
	for i, first := range firsts {
		f := new(finished)
		all[i] = f
		if f.segment, f.err = openSegment(l.disk, segmentPath(l.dir, first), first, false); f.err != nil {
			continue
		}
		t, c, replay, err := l.openSealed(f.segment)
		if err == nil && keyed && t.head.Key != l.key {
			err = errors.Join(errors.New("its ids are hashed by another key"), t.file.Close())
		}
		if err != nil {
			f.read = true
			if !errors.Is(err, fs.ErrNotExist) {
				l.options.Log.Warn("an index file can't be used, and is made anew", "segment", f.path, "error", err)
			}
			continue
		}
		l.key, keyed = t.head.Key, true
		f.contents, f.replay = c, replay
		f.setSealed(t)
	}
	var reading errgroup.Group
	reading.SetLimit(readTogether)
	for _, f := range all {
		if f.read {
			reading.Go(func() error {
				f.err = l.readFinished(f)
				return nil
			})
		}
	}
	_ = reading.Wait() // each has its own error
	return all
}

// readFinished reads and checks all of a segment and writes its index file. If
// that can't be written, its table stays in memory.
func (l *Ledger) readFinished(f *finished) error {
	t, err := l.tableOf(f.segment)
	if err != nil {
		return err
	}
	f.contents = t.contents()
	if f.replay, err = linesToReplay(f.segment, t); err != nil {
		return err
	}
	f.setIndex(t)
	if f.events == 0 {
		return nil // only its header, which is nothing to index
	}
	l.checkpoint(f.segment, t, f.replay)
	return nil
}

// replayLines hands events that were kept for it to replay.
func replayLines(f *finished, replay func(wire.Event)) error {
	var r record
	for line := range bytes.Lines(f.replay) {
		covered, ok := body(bytes.TrimSuffix(line, []byte("\n")))
		if !ok || r.decode(covered) != nil {
			return f.indexDamaged()
		}
		if r.kind != wire.KindMessage {
			replay(r.event())
		}
	}
	return nil
}

// closeAll closes segments that are not part of the index.
func closeAll(all []*finished) error {
	var errs []error
	for _, f := range all {
		if f.segment != nil {
			errs = append(errs, f.close())
		}
	}
	return errors.Join(errs...)
}
