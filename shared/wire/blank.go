package wire

import (
	"strings"
	"unicode"
)

// Blank reports whether text shows nothing: it is empty, or has only spaces and
// characters without a form of their own, such as zero-width joiners.
func Blank(text string) bool {
	return strings.IndexFunc(text, shows) < 0
}

// invisible are, beside spaces and controls, the format characters and what
// Unicode calls default ignorable, such as the Hangul fillers.
var invisible = []*unicode.RangeTable{
	unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point,
}

func shows(r rune) bool {
	const brailleBlank = '\u2800' // a symbol by its category, without a dot
	return !unicode.IsSpace(r) && !unicode.IsControl(r) && !unicode.In(r, invisible...) && r != brailleBlank
}
