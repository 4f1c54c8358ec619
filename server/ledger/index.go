package ledger

import (
	"cmp"
	"hash/maphash"
	"math"
	"slices"

	"lobby/shared/wire"
)

// MaxEvents is the most events that one log can hold: the index counts them in
// 32 bits. They would fill some 800 GB.
const MaxEvents = math.MaxUint32

// kinds are the kinds of events that the log holds. Their order is the
// index's own and is not on the disk.
var kinds = [...]wire.Kind{wire.KindMessage, wire.KindJoined, wire.KindLeft, wire.KindRead, kindLost, wire.KindOffer, wire.KindFile}

// kindBits is the room for a kind in entry.place.
const kindBits = 3

// entry is the index's 12 bytes for one event. What it refers to is in the
// index's tables of conversations and members.
type entry struct {
	offset uint32 // in its segment
	place  uint32 // conversation << kindBits | kind
	from   uint32
}

func (e entry) conv() uint32    { return e.place >> kindBits }
func (e entry) kind() wire.Kind { return kinds[e.place&(1<<kindBits-1)] }

// conv is what the index knows of a conversation.
type conv struct {
	name   string
	posts  column[uint32] // numbers of the events that a page can show
	newest uint32         // number of the newest message or offer
}

// index finds events without reading the disk. The ledger's lock guards it.
type index struct {
	segments []*segment
	entries  column[entry] // the event numbered n is at n-1

	convs     []*conv
	convIDs   map[string]uint32 // positions in convs
	members   []uint64
	memberIDs map[uint64]uint32   // positions in members
	pairs     map[uint64][]uint32 // member: positions in convs
	cids      cidTable
}

func newIndex() *index {
	return &index{
		convIDs:   make(map[string]uint32),
		memberIDs: make(map[uint64]uint32),
		pairs:     make(map[uint64][]uint32),
		cids:      cidTable{seed: maphash.MakeSeed()},
	}
}

// last is the number of the newest event, 0 if there is none.
func (x *index) last() uint64 { return uint64(x.entries.len()) }

// add takes in the next event, whose line begins at offset in the last segment.
// Its kind is one of kinds.
func (x *index) add(r *record, offset int64) {
	seq := uint32(x.entries.len() + 1)
	id := x.conv(r.conv)
	x.entries.append(entry{
		offset: uint32(offset),
		place:  id<<kindBits | uint32(slices.Index(kinds[:], r.kind)),
		from:   x.member(r.from),
	})
	c := x.convs[id]
	if r.kind != wire.KindRead {
		c.posts.append(seq)
	}
	if !said(r.kind) {
		return
	}
	if c.newest == 0 {
		x.notePair(c.name, id)
	}
	c.newest = seq
	if len(r.cid) > 0 {
		x.cids.add(x.cids.hash(r.from, r.cid), seq)
	}
}

// said reports whether an event of this kind is something that a member says,
// under a cid, and that others have to read: a message or an offer.
func said(k wire.Kind) bool { return k == wire.KindMessage || k == wire.KindOffer }

func (x *index) conv(name []byte) uint32 {
	id, ok := x.convIDs[string(name)]
	if !ok {
		id = uint32(len(x.convs))
		c := &conv{name: string(name)}
		x.convs = append(x.convs, c)
		x.convIDs[c.name] = id
	}
	return id
}

func (x *index) member(member uint64) uint32 {
	id, ok := x.memberIDs[member]
	if !ok {
		id = uint32(len(x.members))
		x.members = append(x.members, member)
		x.memberIDs[member] = id
	}
	return id
}

func (x *index) notePair(name string, id uint32) {
	if low, high, ok := wire.ParsePair(name); ok {
		x.pairs[low] = append(x.pairs[low], id)
		x.pairs[high] = append(x.pairs[high], id)
	}
}

// named returns a conversation, or nil if there are no events in it.
func (x *index) named(name string) *conv {
	if id, ok := x.convIDs[name]; ok {
		return x.convs[id]
	}
	return nil
}

// extent is where an event's line, with its newline, lies on the disk.
type extent struct {
	seq    uint64
	in     *segment
	offset int64
	length int64
}

func (e extent) end() int64 { return e.offset + e.length }

// locate returns where an event lies. Its number must be one of the index's.
func (x *index) locate(seq uint64) extent {
	i, found := slices.BinarySearchFunc(x.segments, seq, func(s *segment, seq uint64) int {
		return cmp.Compare(s.first, seq)
	})
	if !found {
		i-- // it lies within the segment before
	}
	in := x.segments[i]
	end := in.size
	if seq < x.last() && (i == len(x.segments)-1 || x.segments[i+1].first != seq+1) {
		end = int64(x.entries.at(int(seq)).offset) // where the next one begins
	}
	offset := int64(x.entries.at(int(seq - 1)).offset)
	return extent{seq: seq, in: in, offset: offset, length: end - offset}
}
