package ui

import (
	"strings"

	"github.com/rivo/uniseg"
)

// ellipsis ends a line that was cut.
const ellipsis = "…"

// textCache keeps lines that were wrapped or cut. Its limits hold the rows of
// several screens.
type textCache struct {
	generation uint64
	wrapped    cache[textKey, *wrapped]
	cut        cache[textKey, string]
	passages   cache[textKey, *Passage]
}

type textKey struct {
	font  Font
	width float32
	text  string
}

func newTextCache() textCache {
	return textCache{
		wrapped: newCache[textKey, *wrapped](512), cut: newCache[textKey, string](512),
		passages: newCache[textKey, *Passage](512),
	}
}

// check drops everything that was measured before the faces changed.
func (t *textCache) check(generation uint64) {
	if t.generation != generation {
		t.generation = generation
		t.clear()
	}
}

func (t *textCache) clear() {
	t.wrapped.clear()
	t.cut.clear()
	t.passages.clear()
}

// Wrap breaks s into lines that are at most width wide, by UAX #14 and the rules
// of Chinese and Japanese punctuation; a word that is too wide for a line breaks
// between graphemes. Spaces at the end of a line stay there and may hang over;
// newlines are left out. The lines are shared: don't change them.
func (c *Context) Wrap(f Font, s string, width float32) []string { return c.wrap(f, s, width).lines }

func (c *Context) wrap(f Font, s string, width float32) *wrapped {
	key := textKey{f, width, s}
	if w, ok := c.text.wrapped.get(key); ok {
		return w
	}
	w := wrapText(c.measurer, f, s, width)
	c.text.wrapped.put(key, w)
	return w
}

// Cut returns s where it is at most width wide, or else as much of its beginning
// as fits with an ellipsis behind it, cut between graphemes.
func (c *Context) Cut(f Font, s string, width float32) string {
	if c.measurer.Advance(f, s) <= width+slack {
		return s
	}
	key := textKey{f, width, s}
	if short, ok := c.text.cut.get(key); ok {
		return short
	}
	short := cutText(c.measurer, f, s, width)
	c.text.cut.put(key, short)
	return short
}

func cutText(m Measurer, f Font, s string, width float32) string {
	room := width - m.Advance(f, ellipsis)
	end, state := 0, -1
	for rest := s; rest != ""; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		room -= m.Advance(f, cluster)
		if room < 0 {
			break
		}
		end += len(cluster)
	}
	return strings.TrimRight(s[:end], " ") + ellipsis
}
