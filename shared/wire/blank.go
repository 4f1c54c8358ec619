package wire

import (
	"strings"
	"unicode"
)

// Blank reports whether text shows nothing: it is empty, or has only spaces and
// characters without a form of their own, such as zero-width joiners.
func Blank(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool {
		return !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) && !unicode.IsControl(r) &&
			!unicode.Is(unicode.Variation_Selector, r) && r != '\u2800' && r != '\u3164' && r != '\uffa0'
	}) < 0
}
