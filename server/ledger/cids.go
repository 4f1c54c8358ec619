package ledger

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
)

// cidKey keys the hashes of members' own message ids, so that no member can
// choose ids that meet in one slot. It is kept in the index files, and nowhere
// else: where there are none, it is made anew.
type cidKey [16]byte

func newCIDKey() cidKey {
	var k cidKey
	_, _ = rand.Read(k[:]) // it does not fail, or ends the program
	return k
}

// cidBits are the bits of a hash that tables keep.
const cidBits = 0xff00_0000_ffff_ffff

// hash is what an id of a member is looked for by.
func (k *cidKey) hash(from uint64, cid []byte) uint64 {
	var room [96]byte // for all but unusually long ids
	in := append(room[:0], k[:]...)
	in = binary.LittleEndian.AppendUint64(in, from)
	in = append(in, cid...)
	sum := sha256.Sum256(in)
	return binary.LittleEndian.Uint64(sum[:]) & cidBits
}

// cidShards is the number of tables in cidTable, a power of two.
const cidShards = 256

// cidTable finds the events that a member's own message id may name. It knows
// a hash of 40 bits only, so a caller compares with the event itself.
//
// A slot is 8 bytes: 32 bits of hash above the event's place in its segment,
// counted from 1. There are many small tables instead of a large one, because
// each doubles on its own: no append waits for all slots to be moved.
type cidTable struct {
	shards [cidShards]cidShard
	used   int
}

type cidShard struct {
	slots []uint64 // 0 is empty; the length is a power of two
	used  int
}

// add notes that the event at a place has an id of this hash.
func (t *cidTable) add(hash uint64, at uint32) {
	s := &t.shards[hash>>56]
	if s.used*5 >= len(s.slots)*4 { // above four fifths full, probing gets long
		s.grow()
	}
	s.put(uint64(uint32(hash))<<32 | uint64(at+1))
	s.used++
	t.used++
}

func (s *cidShard) put(slot uint64) {
	for i := int(slot>>32) & (len(s.slots) - 1); ; i = (i + 1) & (len(s.slots) - 1) {
		if s.slots[i] == 0 {
			s.slots[i] = slot
			return
		}
	}
}

func (s *cidShard) grow() {
	old := s.slots
	s.slots = make([]uint64, max(8, 2*len(old)))
	for _, slot := range old {
		if slot != 0 {
			s.put(slot)
		}
	}
}

// find returns the places of all events whose id has this hash.
func (t *cidTable) find(hash uint64) []uint32 {
	s := &t.shards[hash>>56]
	if len(s.slots) == 0 {
		return nil
	}
	var places []uint32
	for i := int(uint32(hash)) & (len(s.slots) - 1); s.slots[i] != 0; i = (i + 1) & (len(s.slots) - 1) {
		if uint32(s.slots[i]>>32) == uint32(hash) {
			places = append(places, uint32(s.slots[i])-1)
		}
	}
	return places
}

// all calls visit with the hash and place of every event.
func (t *cidTable) all(visit func(hash uint64, at uint32)) {
	for shard := range t.shards {
		for _, slot := range t.shards[shard].slots {
			if slot != 0 {
				visit(uint64(shard)<<56|slot>>32, uint32(slot)-1)
			}
		}
	}
}
