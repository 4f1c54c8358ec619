package ledger

import (
	"fmt"

	"lobby/shared/wire"
)

const (
	// wireSlab is how much memory the encodings of a batch share at most, so
	// that a recipient who keeps one alive does not keep a whole batch alive.
	wireSlab = 16 << 10

	// keepEncoded is the largest buffer that waits for the next batch.
	keepEncoded = 1 << 20
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
		spare = batch
	}
}

// commit stores a batch, makes it visible to readers, and says what became of
// each draft.
func (l *Ledger) commit(batch []Draft) []Commit {
	now := wire.At(l.options.Clock())
	if now.Before(l.newest) {
		now.Time = l.newest
	}
	done, ends := l.encode(batch, now)
	err := l.store(l.encoded)
	l.noteFailure(err, len(batch))
	if err != nil {
		for i := range done {
			done[i] = Commit{Event: batch[i].Event, Tag: batch[i].Tag, Err: firstError(done[i].Err, err)}
		}
	} else if len(ends) > 0 {
		l.newest = now.Time
		l.publish(ends)
	}
	if cap(l.encoded) > keepEncoded {
		l.encoded = nil
	}
	return done
}

func firstError(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// encode numbers the batch from the next number on and writes its lines to
// l.encoded. It returns where each line ends there. A draft that is too large
// takes no number and has no line.
func (l *Ledger) encode(batch []Draft, now wire.Time) (done []Commit, ends []int) {
	done = make([]Commit, len(batch))
	ends = make([]int, 0, len(batch))
	l.encoded = l.encoded[:0]
	var slab []byte
	seq := l.index.last() + 1
	for i, d := range batch {
		start := len(l.encoded)
		done[i] = Commit{Event: d.Event, Tag: d.Tag}
		event := d.Event
		event.Seq, event.Time = seq, now
		l.encoded = wire.AppendEvent(l.encoded, &event)
		size := len(l.encoded) - start + 1
		if err := fits(size, seq); err != nil {
			l.encoded = l.encoded[:start]
			done[i].Err = err
			continue
		}
		if cap(slab)-len(slab) < size {
			slab = make([]byte, 0, max(size, min(wireSlab, size*(len(batch)-i))))
		}
		at := len(slab)
		slab = append(append(slab, l.encoded[start:]...), '\n')
		done[i].Event, done[i].Wire = event, slab[at:len(slab):len(slab)]
		l.encoded = appendSeal(l.encoded, start)
		ends = append(ends, len(l.encoded))
		seq++
	}
	return done, ends
}

func fits(size int, seq uint64) error {
	switch {
	case size > wire.MaxMessage:
		return fmt.Errorf("%w: %d bytes, at most %d fit", ErrEvent, size, wire.MaxMessage)
	case seq > MaxEvents:
		return fmt.Errorf("%w: the log is full with %d events", ErrEvent, uint64(MaxEvents))
	}
	return nil
}

// publish takes the lines that were just stored into the index. It reads them
// as Open would, so that an event is indexed in one way only.
func (l *Ledger) publish(ends []int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.active()
	var r record
	start := 0
	for _, end := range ends {
		covered := l.encoded[start : end-1-sealBytes-1]
		if err := r.decode(covered); err != nil {
			panic(fmt.Sprintf("ledger: event that was just written can't be read: %v", err))
		}
		l.index.add(&r, s.size+int64(start))
		start = end
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
