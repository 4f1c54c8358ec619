package uitest

import (
	"unicode"

	"lobby/client/ui"
)

// Measurer is a made-up face in which lengths are easy to reckon: a Chinese
// character or an emoji is as wide as the size of the font, other characters half
// as wide, marks that join the character before them nothing; bold is no wider.
type Measurer struct {
	Gen   uint64 // what Generation returns
	Calls int    // how often text was measured
}

// Advance returns the width of s.
func (m *Measurer) Advance(f ui.Font, s string) float32 {
	m.Calls++
	var halves int
	for _, r := range s {
		halves += halfWidths(r)
	}
	return float32(halves) * f.Size / 2
}

// Metrics returns an ascent of 0.9 and a descent of 0.3 of the font's size.
func (m *Measurer) Metrics(f ui.Font) (ascent, descent float32) { return f.Size * 0.9, f.Size * 0.3 }

// Generation returns Gen.
func (m *Measurer) Generation() uint64 { return m.Gen }

func halfWidths(r rune) int {
	const joiner, skinFirst, skinLast = 0x200d, 0x1f3fb, 0x1f3ff
	switch {
	case r == joiner, unicode.In(r, unicode.Mn, unicode.Me, unicode.Cc), r >= skinFirst && r <= skinLast:
		return 0
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3,
		r >= 0xf900 && r <= 0xfaff, r >= 0xfe30 && r <= 0xfe4f, r >= 0xff00 && r <= 0xff60,
		r >= 0xffe0 && r <= 0xffe6, r >= 0x1f300 && r <= 0x1faff, r >= 0x20000 && r <= 0x3fffd:
		return 2
	}
	return 1
}
