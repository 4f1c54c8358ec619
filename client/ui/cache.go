package ui

// cache keeps the values that were asked for last, at most 2*limit of them. It
// has two generations: what is asked for moves to the young one, and when that
// is full it becomes the old one, whose predecessor is dropped. So whatever was
// used within the last limit different questions is there.
type cache[K comparable, V any] struct {
	limit      int
	young, old map[K]V
}

func newCache[K comparable, V any](limit int) cache[K, V] {
	return cache[K, V]{limit: limit, young: make(map[K]V), old: make(map[K]V)}
}

func (c *cache[K, V]) get(k K) (V, bool) {
	if v, ok := c.young[k]; ok {
		return v, true
	}
	v, ok := c.old[k]
	if ok {
		c.put(k, v)
	}
	return v, ok
}

func (c *cache[K, V]) put(k K, v V) {
	if len(c.young) >= c.limit {
		c.young, c.old = c.old, c.young
		clear(c.young)
	}
	c.young[k] = v
}

func (c *cache[K, V]) clear() {
	clear(c.young)
	clear(c.old)
}

func (c *cache[K, V]) len() int { return len(c.young) + len(c.old) }
