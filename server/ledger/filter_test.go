package ledger

import (
	"math/rand/v2"
	"testing"
)

// TestFilters counts how many new ids filters of every size take for known ones.
func TestFilters(t *testing.T) {
	t.Parallel()
	const asked = 200_000
	random := rand.New(rand.NewPCG(1, 2))
	for _, ids := range []int{1, 2, 5, 10, 100, 1000, 10_000} {
		mistaken := 0
		for n := 0; n < asked; {
			f := make(filter, filterWords(ids))
			known := make([]uint64, ids)
			for i := range known {
				known[i] = random.Uint64() & cidBits
				f.add(known[i])
			}
			for _, hash := range known {
				if !f.has(hash) {
					t.Fatalf("one of %d ids is not known", ids)
				}
			}
			for range max(100, ids) {
				if f.has(random.Uint64() & cidBits) {
					mistaken++
				}
				n++
			}
		}
		if mistaken > 5 {
			t.Errorf("filters of %d ids take %d of %d new ones for known", ids, mistaken, asked)
		}
	}
}
