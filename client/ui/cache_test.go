package ui

import "testing"

func TestCacheKeepsWhatIsUsed(t *testing.T) {
	c := newCache[int, string](4)
	c.put(0, "zero")
	for i := 1; i < 100; i++ {
		if s, ok := c.get(0); !ok || s != "zero" {
			t.Fatalf("after %d others: what is asked for all the time is gone", i)
		}
		c.put(i, "other")
		if c.len() > 8 {
			t.Fatalf("%d entries, want at most twice the limit", c.len())
		}
	}
	if _, ok := c.get(1); ok {
		t.Error("what was not asked for any more is still there")
	}
	c.clear()
	if _, ok := c.get(0); ok || c.len() != 0 {
		t.Error("clear left something")
	}
}
