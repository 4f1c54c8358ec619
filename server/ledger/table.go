package ledger

import (
	"slices"
	"sync"
	"time"

	"lobby/shared/wire"
)

// kinds are the kinds of events that the log holds. Their order is the index's
// own, and that of the index files: a change of it needs a new indexSchema.
var kinds = [...]wire.Kind{wire.KindMessage, wire.KindJoined, wire.KindLeft, wire.KindRead, kindLost, wire.KindOffer, wire.KindFile}

// kindBits is the room for a kind in entry.place.
const kindBits = 3

// entry is the index's 12 bytes for one event. Conversations and members are
// numbered by the table that the entry is of.
type entry struct {
	offset uint32 // in its segment
	place  uint32 // conversation << kindBits | kind
	from   uint32
}

func (e entry) conv() uint32    { return e.place >> kindBits }
func (e entry) kind() wire.Kind { return kinds[e.place&(1<<kindBits-1)] }

// table finds the events of one segment. Places of events are counted from 0
// within it; conversations and members have numbers of its own, from 0 in the
// order in which they came up. It may be used by many goroutines.
type table interface {
	// entries fills into with the entries of the events from a place on.
	entries(at int, into []entry) error

	// posts fills into with the places of the events that a page of a
	// conversation can show, from the nth of them on.
	posts(conv uint32, nth int, into []uint32) error

	// mayHave reports whether find would find something; it reads no disk, and
	// may say yes where find does not.
	mayHave(hash uint64) bool

	// find returns the places of the events whose id may have a hash.
	find(hash uint64) ([]uint32, error)
}

// contents is what the whole index takes over from a table.
type contents struct {
	events  int
	newest  time.Time // of the last event
	convs   []convContents
	members []uint64
}

// convContents is what a segment has of a conversation.
type convContents struct {
	name   string
	posts  uint32 // how many events a page can show
	newest uint32 // place of the newest message or offer, counted from 1; 0 if there is none
}

// openTable is a table in memory that grows with its segment.
type openTable struct {
	mu        sync.RWMutex
	list      column[entry]
	convs     []openConv
	convIDs   map[string]uint32
	members   []uint64
	memberIDs map[uint64]uint32
	cids      cidTable
	fold      fold
	newest    time.Time // of the last event
}

type openConv struct {
	name   string
	posts  column[uint32]
	newest uint32 // as in convContents
}

func newOpenTable() *openTable {
	return &openTable{convIDs: make(map[string]uint32), memberIDs: make(map[uint64]uint32), fold: newFold()}
}

// add takes in the next event, whose line begins at offset, and returns the
// numbers of its conversation and sender. Its kind is one of kinds; hash is its
// id's, if it has one that counts.
func (t *openTable) add(r *record, offset int64, hash uint64) (conv, from uint32) {
	t.mu.Lock()
	defer t.mu.Unlock()
	at := uint32(t.list.len())
	conv, from = t.conv(r.conv), t.member(r.from)
	t.list.append(entry{
		offset: uint32(offset),
		place:  conv<<kindBits | uint32(slices.Index(kinds[:], r.kind)),
		from:   from,
	})
	c := &t.convs[conv]
	if shown(r.kind) {
		c.posts.append(at)
	}
	if said(r.kind) {
		c.newest = at + 1
		if len(r.cid) > 0 {
			t.cids.add(hash, at)
		}
	}
	t.fold.add(r, at)
	t.newest = r.time
	return conv, from
}

// shown reports whether a page can show an event of this kind.
func shown(k wire.Kind) bool { return k != wire.KindRead }

// said reports whether an event of this kind is something that a member says,
// under a cid, and that others have to read: a message or an offer.
func said(k wire.Kind) bool { return k == wire.KindMessage || k == wire.KindOffer }

func (t *openTable) conv(name []byte) uint32 {
	id, ok := t.convIDs[string(name)]
	if !ok {
		id = uint32(len(t.convs))
		t.convs = append(t.convs, openConv{name: string(name)})
		t.convIDs[string(name)] = id
	}
	return id
}

func (t *openTable) member(member uint64) uint32 {
	id, ok := t.memberIDs[member]
	if !ok {
		id = uint32(len(t.members))
		t.members = append(t.members, member)
		t.memberIDs[member] = id
	}
	return id
}

func (t *openTable) entries(at int, into []entry) error {
	t.mu.RLock()
	defer t.mu.RUnlock()
	for i := range into {
		into[i] = t.list.at(at + i)
	}
	return nil
}

func (t *openTable) posts(conv uint32, nth int, into []uint32) error {
	t.mu.RLock()
	defer t.mu.RUnlock()
	posts := &t.convs[conv].posts
	for i := range into {
		into[i] = posts.at(nth + i)
	}
	return nil
}

func (t *openTable) mayHave(hash uint64) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return len(t.cids.find(hash)) > 0
}

func (t *openTable) find(hash uint64) ([]uint32, error) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.cids.find(hash), nil
}

// contents says what is in the table.
func (t *openTable) contents() contents {
	c := contents{events: t.list.len(), newest: t.newest, members: t.members}
	for i := range t.convs {
		conv := &t.convs[i]
		c.convs = append(c.convs, convContents{conv.name, uint32(conv.posts.len()), conv.newest})
	}
	return c
}
