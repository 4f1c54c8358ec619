package ledger

import "hash/maphash"

// cidShards is the number of tables in cidTable, a power of two.
const cidShards = 256

// cidTable finds the events that a member's own message id may name. It knows
// a hash of 40 bits only, so a caller compares with the event itself.
//
// A slot is 8 bytes: 32 bits of hash above the event's number. There are many
// small tables instead of a large one, because each doubles on its own: no
// append waits for millions of slots to be moved. The hash is keyed anew in
// each process, so that no member can choose ids that meet in one slot.
type cidTable struct {
	seed   maphash.Seed
	shards [cidShards]cidShard
}

type cidShard struct {
	slots []uint64 // 0 is empty; the length is a power of two
	used  int
}

func (t *cidTable) hash(from uint64, cid []byte) uint64 {
	h := maphash.Bytes(t.seed, cid) ^ from*0x9e3779b97f4a7c15
	// The finalizer of MurmurHash3, so that every bit of from reaches all.
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// add notes that the event seq has an id of this hash.
func (t *cidTable) add(hash uint64, seq uint32) {
	s := &t.shards[hash>>56]
	if s.used*5 >= len(s.slots)*4 { // above four fifths full, probing gets long
		s.grow()
	}
	s.put(uint64(uint32(hash))<<32 | uint64(seq))
	s.used++
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

// find returns the numbers of all events whose id has this hash.
func (t *cidTable) find(hash uint64) []uint32 {
	s := &t.shards[hash>>56]
	if len(s.slots) == 0 {
		return nil
	}
	var seqs []uint32
	for i := int(uint32(hash)) & (len(s.slots) - 1); s.slots[i] != 0; i = (i + 1) & (len(s.slots) - 1) {
		if uint32(s.slots[i]>>32) == uint32(hash) {
			seqs = append(seqs, uint32(s.slots[i]))
		}
	}
	return seqs
}
