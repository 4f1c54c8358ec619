package ledger

// filter is a Bloom filter over the hashes of ids: it says of an id that is new,
// all but certainly, that it is.
type filter []uint64

const (
	// filterBits is what one id takes, in bits.
	filterBits = 32

	// filterProbes is how many bits are set for an id. One new id in some two
	// million is then taken for one that is there. More probes would change that
	// little; a new id seldom needs more than two.
	filterProbes = 16

	// probeSpread is by how many bits the steps from place to place differ. Were
	// all the same, a step near a simple fraction of 2^32 would come back to few
	// bits: in a filter of ten ids one new one in five thousand would be mistaken.
	probeSpread = 26
)

// filterWords is the length of a filter for so many ids.
func filterWords(ids int) int { return ids*filterBits/64 + 1 }

func (f filter) add(hash uint64) {
	at, step := f.probes(hash)
	for n := range uint32(filterProbes) {
		bit := f.bit(at)
		f[bit/64] |= 1 << (bit % 64)
		at, step = at+step, step+n<<probeSpread
	}
}

func (f filter) has(hash uint64) bool {
	at, step := f.probes(hash)
	for n := range uint32(filterProbes) {
		bit := f.bit(at)
		if f[bit/64]&(1<<(bit%64)) == 0 {
			return false
		}
		at, step = at+step, step+n<<probeSpread
	}
	return true
}

// probes returns the first of a hash's places, among 2^32, and how far the second
// is from it.
func (f filter) probes(hash uint64) (at, step uint32) {
	// The finalizer of MurmurHash3, so that the 40 bits that are kept of a hash
	// reach all of those that are needed here.
	h := (hash ^ hash>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	h ^= h >> 33
	return uint32(h >> 32), uint32(h) | 1
}

// bit scales a place down to the filter's length.
func (f filter) bit(at uint32) uint64 { return uint64(at) * uint64(64*len(f)) >> 32 }
