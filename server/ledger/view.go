package ledger

import (
	"cmp"
	"slices"
)

// entriesAtOnce is how many entries of a table are read at once, 12 bytes each.
const entriesAtOnce = 1024

// view is the index as it is at one moment. What it shows stays so while the log
// goes on, since everything behind it only grows, so that it can be read, from
// the disk too, without keeping the committer waiting.
type view struct {
	last     uint64
	segments []*segment
	convs    []*conv // only their names
	members  []uint64

	// Of the last segment.
	size        int64
	lastConvs   []uint32
	lastMembers []uint32
}

func (x *index) view() view {
	v := view{last: x.last, segments: x.segments, convs: x.convs, members: x.members}
	if n := len(x.segments); n > 0 {
		s := x.segments[n-1]
		v.size, v.lastConvs, v.lastMembers = s.size, s.convs, s.members
	}
	return v
}

// holds returns the position of the segment in which an event lies.
func (v *view) holds(seq uint64) int {
	i, found := slices.BinarySearchFunc(v.segments, seq, func(s *segment, seq uint64) int {
		return cmp.Compare(s.first, seq)
	})
	if !found {
		i-- // it lies within the segment before
	}
	return i
}

// end is the number of the event that follows those of a segment.
func (v *view) end(i int) uint64 {
	if i+1 < len(v.segments) {
		return v.segments[i+1].first
	}
	return v.last + 1
}

// names returns what a segment's numbers of conversations and members stand
// for: positions in v.convs and v.members.
func (v *view) names(i int) (convs, members []uint32) {
	if i+1 < len(v.segments) {
		return v.segments[i].convs, v.segments[i].members
	}
	return v.lastConvs, v.lastMembers
}

// sized is how long a segment is.
func (v *view) sized(i int) int64 {
	if i+1 < len(v.segments) {
		return v.segments[i].size
	}
	return v.size
}

// extents finds events that are given by their numbers, in rising order.
func (v *view) extents(seqs []uint64) ([]extent, error) {
	found := make([]extent, 0, len(seqs))
	for len(seqs) > 0 {
		first := seqs[0]
		i := v.holds(first)
		end := min(v.end(i), first+entriesAtOnce)
		n := 1
		for n < len(seqs) && seqs[n] < end {
			n++
		}
		span, err := v.span(i, first, int(seqs[n-1]-first)+1)
		if err != nil {
			return nil, err
		}
		for _, seq := range seqs[:n] {
			found = append(found, span.extent(v, int(seq-first)))
		}
		seqs = seqs[n:]
	}
	return found, nil
}

// record reads one event.
func (v *view) record(seq uint64) (record, error) {
	extents, err := v.extents([]uint64{seq})
	if err != nil {
		return record{}, err
	}
	return readRecord(extents[0])
}

// span is the entries of successive events of one segment.
type span struct {
	in             *segment
	first          uint64 // number of the first event
	entries        []entry
	end            int64    // offset behind the last line
	convs, members []uint32 // see view.names
}

// span reads the entries of so many events from first on, which a segment has.
func (v *view) span(i int, first uint64, count int) (span, error) {
	sp := span{in: v.segments[i], first: first, end: v.sized(i)}
	sp.convs, sp.members = v.names(i)
	more := first+uint64(count) < v.end(i) // then the next entry tells where the last line ends
	if more {
		count++
	}
	sp.entries = make([]entry, count)
	if err := sp.in.ask(func(t table) error { return t.entries(int(first-sp.in.first), sp.entries) }); err != nil {
		return sp, err
	}
	for _, e := range sp.entries {
		if int(e.conv()) >= len(sp.convs) || int(e.from) >= len(sp.members) || int(e.place&(1<<kindBits-1)) >= len(kinds) {
			return sp, sp.in.indexDamaged()
		}
	}
	if more {
		sp.end = int64(sp.entries[count-1].offset)
		sp.entries = sp.entries[:count-1]
	}
	return sp, nil
}

// extent is the nth event's.
func (sp *span) extent(v *view, n int) extent {
	e := sp.entries[n]
	end := sp.end
	if n+1 < len(sp.entries) {
		end = int64(sp.entries[n+1].offset)
	}
	return extent{
		seq: sp.first + uint64(n), in: sp.in, offset: int64(e.offset), length: end - int64(e.offset),
		conv: v.convs[sp.convs[e.conv()]].name, kind: e.kind(), from: v.members[sp.members[e.from]],
	}
}
