package ledger

import (
	"fmt"
	"time"

	"lobby/shared/wire"
)

const (
	// wireSlab is how much memory the encodings of a batch share at most, so
	// that a recipient who keeps one alive does not keep a whole batch alive.
	wireSlab = 16 << 10

	// keepEncoded and keepDrafts are the largest buffers, in bytes and in
	// drafts, that wait for the next batch.
	keepEncoded = 1 << 20
	keepDrafts  = 4096
)

// run is the committer: it alone writes to the log.
func (l *Ledger) run() {
	defer close(l.done)
	var spare []Draft
	for {
		batch := l.queue.take(spare)
		if len(batch) == 0 {
			return
		}
		l.options.Committed(l.commit(batch))
		clear(batch) // drop its references
		if spare = batch; cap(spare) > keepDrafts {
			spare = nil
		}
	}
}

// commit stores a batch, makes it visible to readers, and says what became of
// each draft.
func (l *Ledger) commit(batch []Draft) []Commit {
	now := wire.At(l.options.Clock())
	if now.Before(l.newest) {
		now.Time = l.newest
	}
	done := l.encode(batch, now)
	if len(l.records) > 0 {
		began := time.Now()
		err := l.store(l.encoded)
		l.options.Stored(Batch{Events: len(l.records), Messages: l.messages(), Bytes: len(l.encoded), Took: time.Since(began), Err: err})
		l.noteFailure(err, len(l.records))
		if err == nil {
			l.newest = now.Time
			l.publish()
		} else {
			refuse(done, batch, err)
		}
	}
	if cap(l.encoded) > keepEncoded {
		l.encoded, l.records = nil, nil
	}
	return done
}

// messages is how many of the batch's events are messages.
func (l *Ledger) messages() (n int) {
	for i := range l.records {
		if l.records[i].record.kind == wire.KindMessage {
			n++
		}
	}
	return n
}

// refuse says of every draft that it was not stored. Those that were refused
// before keep their own reason.
func refuse(done []Commit, batch []Draft, err error) {
	for i := range done {
		if done[i].Err == nil {
			done[i] = Commit{Event: batch[i].Event, Tag: batch[i].Tag, Err: err}
		}
	}
}

// placed is a record and the offset of its line in Ledger.encoded.
type placed struct {
	record record
	offset int64
	hash   uint64 // of its id
}

// encode numbers the batch from the next number on, and fills l.encoded with
// its lines and l.records with what the index is to know of them. A draft that
// can't be stored takes no number and has no line.
func (l *Ledger) encode(batch []Draft, now wire.Time) []Commit {
	done := make([]Commit, len(batch))
	l.encoded, l.records = l.encoded[:0], l.records[:0]
	var slab []byte
	for i, d := range batch {
		event := d.Event
		event.Seq, event.Time = l.index.last+uint64(len(l.records))+1, now
		line, err := l.encodeEvent(&event)
		if err != nil {
			done[i] = Commit{Event: d.Event, Tag: d.Tag, Err: err}
			continue
		}
		size := len(line) - sealBytes
		if cap(slab)-len(slab) < size {
			slab = make([]byte, 0, max(size, min(wireSlab, size*(len(batch)-i))))
		}
		start := len(slab)
		slab = append(append(slab, line[:size-2]...), '}', '\n')
		done[i] = Commit{Event: event, Wire: slab[start:len(slab):len(slab)], Tag: d.Tag}
	}
	return done
}

// encodeEvent adds an event's line to l.encoded and its record to l.records.
// The record is read from the line as it would be at start, so nothing is
// stored that could not be read back, and an event is indexed in one way only.
func (l *Ledger) encodeEvent(e *wire.Event) ([]byte, error) {
	start := len(l.encoded)
	encoded := wire.AppendEvent(l.encoded, e)
	if size := len(encoded) - start + 1; size > wire.MaxMessage {
		return nil, fmt.Errorf("%w: it has %d bytes, but at most %d fit", ErrEvent, size, wire.MaxMessage)
	}
	var r record
	if err := r.decode(encoded[start : len(encoded)-1]); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrEvent, err)
	}
	if err := checkRecord(&r, e.Seq); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrEvent, err)
	}
	l.encoded = appendSeal(encoded, start)
	l.records = append(l.records, placed{r, int64(start), l.hash(&r)})
	return l.encoded[start:], nil
}

// publish takes the events that were just stored into the index, where readers
// see them.
func (l *Ledger) publish() {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.active()
	for i := range l.records {
		p := &l.records[i]
		l.index.add(l.table, &p.record, s.size+p.offset, p.hash)
	}
	s.size += int64(len(l.encoded))
}

// noteFailure tells the operator when storing begins to fail, and when it works
// again.
func (l *Ledger) noteFailure(err error, drafts int) {
	switch {
	case err != nil && !l.failing:
		l.options.Log.Error("events can't be stored; what is stored can still be read", "error", err, "refused", drafts)
	case err == nil && l.failing:
		l.options.Log.Info("events can be stored again")
	}
	l.failing = err != nil
}
