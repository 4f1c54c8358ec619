package engine

// coverage remembers which characters a face has a glyph for, so that choosing
// a face costs a bit test and no search in the face's tables. It fills itself,
// a page of 256 characters at a time.
type coverage struct {
	lookup func(rune) bool
	pages  [0x1100]*[4]uint64
}

func newCoverage(lookup func(rune) bool) *coverage { return &coverage{lookup: lookup} }

func (c *coverage) has(r rune) bool {
	if r < 0 || r > 0x10ffff {
		return false
	}
	page := c.pages[r>>8]
	if page == nil {
		page = new([4]uint64)
		for i := range rune(256) {
			if c.lookup(r&^0xff | i) {
				page[i>>6] |= 1 << (i & 63)
			}
		}
		c.pages[r>>8] = page
	}
	return page[r>>6&3]&(1<<(r&63)) != 0
}

// hasAll reports whether every character of s that shows has a glyph.
func (c *coverage) hasAll(s string) bool {
	for _, r := range s {
		if !invisible(r) && !c.has(r) {
			return false
		}
	}
	return true
}
