package ui

// ID names a widget from frame to frame. It is a hash chain over data keys, such
// as the name of a screen and the number of a row, never over a place in the
// code: a widget keeps its state wherever it moves to. The zero ID is none.
type ID uint64

// The constants of 64-bit FNV-1a.
const (
	fnvOffset uint64 = 0xcbf29ce484222325
	fnvPrime  uint64 = 0x00000100000001b3
)

// NewID starts a chain with a key.
func NewID(key string) ID { return ID(fnvOffset).Sub(key) }

// Sub names a part of id by a key.
func (id ID) Sub(key string) ID {
	h := uint64(id)
	for i := range len(key) {
		h = (h ^ uint64(key[i])) * fnvPrime
	}
	return seal(h, uint64(len(key)))
}

// Num names a part of id by a number, such as the number of a row.
func (id ID) Num(n uint64) ID {
	h := uint64(id)
	for range 8 {
		h = (h ^ n&0xff) * fnvPrime
		n >>= 8
	}
	return seal(h, ^uint64(0)) // no string is that long: Num never equals Sub
}

// seal ends a link of the chain, so that the keys "ab", "c" and "a", "bc" give
// different ids, and spreads the bits with the finalizer of SplitMix64.
func seal(h, length uint64) ID {
	h ^= length * 0x9e3779b97f4a7c15
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	h ^= h >> 31
	if h == 0 {
		h = fnvOffset
	}
	return ID(h)
}
