package main

import (
	"runtime"
	"testing"
)

// Not parallel: it looks at the heap of the whole process.
func TestCollectLess(t *testing.T) {
	for _, c := range []struct {
		name, gogc string
		less       bool
	}{
		{"by itself", "", true},
		{"the operator says how often", "100", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("GOGC", c.gogc)
			t.Setenv("GOMEMLIMIT", "")
			restore := collectLess()
			defer restore()
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			if less := m.NextGC > 2*spareHeap; less != c.less {
				t.Errorf("the next collection is at %d MiB", m.NextGC>>20)
			}
		})
	}
}
