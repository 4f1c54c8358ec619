package accounts

import (
	"strings"
	"unicode"
)

// PRECIS refuses the two invisible characters that emoji are composed with,
// U+200D ZERO WIDTH JOINER and U+FE0F VARIATION SELECTOR-16. While a name goes
// through its profile, these two stand for them: PRECIS leaves them alone, and
// a name can't have them otherwise.
const (
	joiner   = '\u200d'
	selector = '\ufe0f'

	heldJoiner   = '\ufffc'
	heldSelector = '\ufffd'
)

// holdEmoji replaces the joiners and selectors that compose emoji. Any other
// joiner stays, for the profile to judge. Any other variation selector is
// dropped: it asks for another drawing of the same character.
func holdEmoji(name string) string {
	runes := []rune(name)
	held := make([]rune, 0, len(runes))
	for i, r := range runes {
		var before rune
		if len(held) > 0 {
			before = held[len(held)-1]
		}
		switch {
		case r == selector && pictograph(before):
			held = append(held, heldSelector)
		case unicode.Is(unicode.Variation_Selector, r):
		case r == joiner && (pictograph(before) || skinTone(before) || before == heldSelector) &&
			i+1 < len(runes) && pictograph(runes[i+1]):
			held = append(held, heldJoiner)
		default:
			held = append(held, r)
		}
	}
	return string(held)
}

func releaseEmoji(held string) string {
	return strings.NewReplacer(string(heldJoiner), string(joiner), string(heldSelector), string(selector)).Replace(held)
}

// plainEmoji removes what holdEmoji holds, so that names that differ only in it
// compare as equal: it can't be seen.
func plainEmoji(clean string) string {
	held := holdEmoji(clean)
	return strings.NewReplacer(string(heldJoiner), "", string(heldSelector), "").Replace(held)
}

// pictograph takes every symbol of category So for an emoji, which all emoji
// but a few arrows are.
func pictograph(r rune) bool {
	return unicode.Is(unicode.So, r) && r != heldJoiner && r != heldSelector
}

func skinTone(r rune) bool { return r >= 0x1f3fb && r <= 0x1f3ff }
