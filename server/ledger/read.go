package ledger

import (
	"bytes"
	"fmt"
	"iter"
	"math"
	"slices"
	"sort"
	"time"

	"lobby/shared/wire"
)

// Last is the number of the newest event, 0 if there is none.
func (l *Ledger) Last() uint64 {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.index.last
}

// Newest is the number of the conversation's newest message or offer, 0 if it has none.
func (l *Ledger) Newest(conv string) uint64 {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if c := l.index.named(conv); c != nil {
		return c.newest
	}
	return 0
}

// Convs yields every conversation that the log has an event of.
func (l *Ledger) Convs() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, c := range l.view().convs {
			if !yield(c.name) {
				return
			}
		}
	}
}

// view is the index as it is now.
func (l *Ledger) view() view {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.index.view()
}

// history is a view of one conversation: the events of it that a page can show.
// They are counted from 0, the oldest.
type history struct {
	view
	parts []part // as in conv
	ends  []int  // how many events there are up to the end of each part
}

// history returns what there is of a conversation, nothing if there is none.
func (l *Ledger) history(name string) history {
	l.mu.RLock()
	defer l.mu.RUnlock()
	h := history{view: l.index.view()}
	if c := l.index.named(name); c != nil {
		h.parts = slices.Clone(c.parts) // the last one grows in place
	}
	count := 0
	for _, p := range h.parts {
		count += int(p.posts)
		h.ends = append(h.ends, count)
	}
	return h
}

func (h *history) len() int {
	if len(h.ends) == 0 {
		return 0
	}
	return h.ends[len(h.ends)-1]
}

// seqs returns the numbers of the events from start up to, but without, end.
func (h *history) seqs(start, end int) ([]uint64, error) {
	seqs := make([]uint64, 0, end-start)
	for i := sort.SearchInts(h.ends, start+1); start < end; i++ {
		p := h.parts[i]
		places := make([]uint32, min(end, h.ends[i])-start)
		if err := p.in.ask(func(t table) error { return t.posts(p.conv, start-(h.ends[i]-int(p.posts)), places) }); err != nil {
			return nil, err
		}
		for _, at := range places {
			seqs = append(seqs, p.in.first+uint64(at))
		}
		start += len(places)
	}
	return seqs, nil
}

// before is how many events are older than a number.
func (h *history) before(seq uint64) (int, error) {
	// The last part that begins below the number is the one to look into.
	i := sort.Search(len(h.parts), func(i int) bool { return h.parts[i].in.first >= seq }) - 1
	if i < 0 {
		return 0, nil
	}
	start := h.ends[i] - int(h.parts[i].posts)
	var failed error
	n := sort.Search(int(h.parts[i].posts), func(n int) bool {
		at, err := h.seqs(start+n, start+n+1)
		if err != nil {
			failed = err
			return true
		}
		return at[0] >= seq
	})
	return start + n, failed
}

// unreadAtOnce is how many events Unread looks at together.
const unreadAtOnce = 256

// Unread counts the conversation's messages and offers that are not from the
// member, after one number and up to another, but not beyond limit. What can't be
// read is not counted.
func (l *Ledger) Unread(conv string, member, after, upto uint64, limit int) int {
	h := l.history(conv)
	end := h.len()
	var err error
	if upto < h.last {
		end, err = h.before(upto + 1)
	}
	count := 0
	for ; err == nil && end > 0 && count < limit; end -= unreadAtOnce {
		var seqs []uint64
		if seqs, err = h.seqs(max(0, end-unreadAtOnce), end); err != nil {
			break
		}
		if seqs = seqs[sort.Search(len(seqs), func(i int) bool { return seqs[i] > after }):]; len(seqs) == 0 {
			break
		}
		var extents []extent
		extents, err = h.extents(seqs)
		for _, e := range extents {
			if said(e.kind) && e.from != member {
				count++
			}
		}
	}
	if err != nil {
		l.options.Log.Error("unread messages can't be counted", "error", err)
	}
	return min(count, max(0, limit))
}

// Page returns the newest events of a conversation that are older than before,
// or the newest of all if before is 0: at most limit, oldest first, each as
// JSON without a newline. Read events are not among them, nor are those whose
// lines are damaged; there are others as long as there are some. more says that
// there are older ones still.
func (l *Ledger) Page(conv string, before uint64, limit int) (lines [][]byte, more bool, err error) {
	h := l.history(conv)
	end := h.len()
	if before != 0 && before <= math.MaxUint32 {
		if end, err = h.before(before); err != nil {
			return nil, false, err
		}
	}
	for limit > 0 && end > 0 && len(lines) == 0 {
		start := max(0, end-limit)
		if lines, err = l.readPage(&h, conv, start, end); err != nil {
			return nil, false, err
		}
		end = start
	}
	return lines, end > 0, nil
}

// readPage reads a conversation's events from start up to, but without, end.
func (l *Ledger) readPage(h *history, conv string, start, end int) ([][]byte, error) {
	seqs, err := h.seqs(start, end)
	if err != nil {
		return nil, err
	}
	extents, err := h.extents(seqs)
	if err != nil {
		return nil, err
	}
	for _, e := range extents {
		if e.conv != conv {
			return nil, e.in.indexDamaged()
		}
	}
	return l.readLines(extents)
}

// Since returns the events after a number that visible allows, at most limit,
// in order, each as JSON without a newline. All such events up to and with
// through are among them but those whose lines are damaged; more says that there are others after it.
//
// visible is asked once for each conversation, kind and sender that occur.
func (l *Ledger) Since(after uint64, limit int, visible func(conv string, kind wire.Kind, from uint64) bool) (lines [][]byte, through uint64, more bool, err error) {
	v := l.view()
	through = after
	known := make(map[who]bool) // visible's answers
	var extents []extent
	for next := after + 1; next <= v.last && next != 0; {
		i := v.holds(next)
		span, err := v.span(i, next, int(min(v.end(i)-next, entriesAtOnce)))
		if err != nil {
			return nil, after, false, err
		}
		for n, e := range span.entries {
			w := who{span.convs[e.conv()]<<kindBits | e.place&(1<<kindBits-1), span.members[e.from]}
			sees, asked := known[w]
			if !asked {
				sees = visible(v.convs[w.place>>kindBits].name, e.kind(), v.members[w.from])
				known[w] = sees
			}
			if !sees {
				continue
			}
			if len(extents) >= limit {
				lines, err = l.readLines(extents)
				return lines, through, true, err
			}
			through = next + uint64(n)
			extents = append(extents, span.extent(&v, n))
		}
		next += uint64(len(span.entries))
	}
	lines, err = l.readLines(extents)
	return lines, max(through, v.last), false, err
}

// who is a conversation and kind, as in an entry, and a sender, all by the
// numbers of the whole index.
type who struct{ place, from uint32 }

// Find returns the number and time of the message or offer with which a member
// used its own id cid for the first time, 0 if there is none. It knows stored
// events only: a caller that must not store an id twice also keeps the ids of the
// drafts that it waits for. With an error it is not known whether the id was used.
//
// If the event's own line can't be read, it is known by a hash of at least 32
// bits, and at is zero.
func (l *Ledger) Find(from uint64, cid string) (seq uint64, at time.Time, err error) {
	v := l.view()
	id := []byte(cid)
	hash := l.key.hash(from, id)
	for _, s := range v.segments {
		var places []uint32
		if err := s.ask(func(t table) (err error) { places, err = t.find(hash); return err }); err != nil {
			return 0, time.Time{}, fmt.Errorf("look for an id that may have been used: %w", err)
		}
		for _, place := range places {
			seq := s.first + uint64(place)
			if seq > v.last {
				continue // it came meanwhile
			}
			r, err := v.record(seq)
			if err != nil {
				l.options.Log.Error("an event that was sent again can't be read", "error", err)
				return seq, time.Time{}, nil
			}
			if r.from == from && bytes.Equal(r.cid, id) {
				return seq, r.time, nil
			}
		}
	}
	return 0, time.Time{}, nil
}

// Known reports whether Find would have to read the disk, because the member may
// have used cid before. It never denies what is stored, and reads nothing itself:
// a cid that is new passes for a known one once in some three million times for
// each finished segment.
func (l *Ledger) Known(from uint64, cid string) bool {
	v := l.view()
	hash := l.key.hash(from, []byte(cid))
	for _, s := range v.segments {
		if s.index().mayHave(hash) {
			return true
		}
	}
	return false
}
