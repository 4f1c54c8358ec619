package ledger

import "math"

// MaxEvents is the most events that one log can hold: read marks and pages are
// counted in 32 bits. They would fill some 800 GB.
const MaxEvents = math.MaxUint32

// index finds events without scanning the log. It joins the tables of the
// segments. The ledger's lock guards it; a view of it can be read without.
type index struct {
	segments []*segment
	last     uint64 // number of the newest event, 0 if there is none

	convs     []*conv
	convIDs   map[string]uint32 // positions in convs
	members   []uint64
	memberIDs map[uint64]uint32 // positions in members
}

// conv is what the index knows of a conversation.
type conv struct {
	name   string
	newest uint64 // number of the newest message or offer
	parts  []part // one for each segment with events that a page can show, in order
}

// part is what a segment has of a conversation.
type part struct {
	in    *segment
	conv  uint32 // its number in the segment's table
	posts uint32 // how many events a page can show
}

func newIndex() *index {
	return &index{convIDs: make(map[string]uint32), memberIDs: make(map[uint64]uint32)}
}

// attach takes in a whole segment, the next one.
func (x *index) attach(s *segment, c contents) {
	x.segments = append(x.segments, s)
	x.last = s.first - 1 + uint64(c.events)
	for _, member := range c.members {
		s.members = append(s.members, x.member(member))
	}
	for local, had := range c.convs {
		id := x.conv(had.name)
		s.convs = append(s.convs, id)
		conv := x.convs[id]
		if had.posts > 0 {
			conv.parts = append(conv.parts, part{s, uint32(local), had.posts})
		}
		if had.newest > 0 {
			conv.newest = s.first - 1 + uint64(had.newest)
		}
	}
}

// add takes in the next event, whose line begins at offset in the last segment;
// t is that segment's table. Its kind is one of kinds.
func (x *index) add(t *openTable, r *record, offset int64, hash uint64) {
	s := x.segments[len(x.segments)-1]
	local, from := t.add(r, offset, hash)
	if int(local) == len(s.convs) {
		s.convs = append(s.convs, x.conv(string(r.conv)))
	}
	if int(from) == len(s.members) {
		s.members = append(s.members, x.member(r.from))
	}
	x.last++
	c := x.convs[s.convs[local]]
	if shown(r.kind) {
		if n := len(c.parts); n == 0 || c.parts[n-1].in != s {
			c.parts = append(c.parts, part{in: s, conv: local})
		}
		c.parts[len(c.parts)-1].posts++
	}
	if said(r.kind) {
		c.newest = x.last
	}
}

func (x *index) conv(name string) uint32 {
	id, ok := x.convIDs[name]
	if !ok {
		id = uint32(len(x.convs))
		x.convs = append(x.convs, &conv{name: name})
		x.convIDs[name] = id
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

// named returns a conversation, or nil if there are no events in it.
func (x *index) named(name string) *conv {
	if id, ok := x.convIDs[name]; ok {
		return x.convs[id]
	}
	return nil
}
