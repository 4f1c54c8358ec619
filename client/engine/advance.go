package engine

import "lobby/client/ui"

// The bounds of one generation of an advanceCache. 4,096 lines are some sixty
// screens full; a megabyte bounds the case of long lines.
const (
	advanceEntries = 4096
	advanceBytes   = 1 << 20
)

type advanceKey struct {
	font ui.Font
	text string
}

// advanceCache remembers how wide texts are. It keeps two generations: when
// the young one is full it becomes the old one, whose entries are dropped
// unless they are asked for again. That bounds the memory to two generations
// and costs a hit no more than a map access.
type advanceCache struct {
	young, old map[advanceKey]float32
	bytes      int // length of the texts in young
}

func (c *advanceCache) get(f ui.Font, s string) (float32, bool) {
	k := advanceKey{f, s}
	if w, ok := c.young[k]; ok {
		return w, true
	}
	w, ok := c.old[k]
	if ok {
		c.put(f, s, w)
	}
	return w, ok
}

func (c *advanceCache) put(f ui.Font, s string, w float32) {
	if len(c.young) >= advanceEntries || c.bytes+len(s) > advanceBytes {
		c.old, c.young, c.bytes = c.young, nil, 0
	}
	if c.young == nil {
		c.young = make(map[advanceKey]float32)
	}
	c.young[advanceKey{f, s}] = w
	c.bytes += len(s)
}

func (c *advanceCache) clear() { *c = advanceCache{} }
