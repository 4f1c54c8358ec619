package accounts

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.mau.fi/util/confusable"
	"golang.org/x/text/secure/precis"
	"golang.org/x/text/unicode/norm"

	"lobby/shared/wire"
)

// cleanName returns name as it is kept and shown: by the Nickname profile of
// RFC 8266, that is in normalization form KC, its outer spaces removed and its
// inner runs of spaces become one. Cleaning a clean name changes nothing.
//
// Refused are names that are empty, longer than wire.MaxName before or after,
// have characters that are invisible or change how others are read, or mix
// scripts that are easily confused.
func cleanName(name string) (string, error) {
	if !utf8.ValidString(name) {
		return "", nameFault(wire.ReasonEncoding, "name is not valid UTF-8")
	}
	if n := utf8.RuneCountInString(name); n > wire.MaxName {
		return "", nameFault(wire.ReasonLong, "name has %d code points, at most %d are allowed", n, wire.MaxName)
	}
	if wire.Blank(name) {
		return "", nameFault(wire.ReasonEmpty, "name is empty")
	}
	name = norm.NFKC.String(name)
	if r, found := findRune(name, misleading); found {
		return "", nameFault(wire.ReasonCharacters, "name has %U", r)
	}
	clean, err := precis.Nickname.String(holdEmoji(name))
	if err != nil {
		return "", nameFault(wire.ReasonCharacters, "name: %v", err)
	}
	clean = releaseEmoji(clean)
	if n := utf8.RuneCountInString(clean); n > wire.MaxName {
		return "", nameFault(wire.ReasonLong, "name becomes %d code points, at most %d are allowed", n, wire.MaxName)
	}
	if !marksReadable(clean) {
		return "", nameFault(wire.ReasonCharacters, "name has combining marks that nothing carries, or too many of them")
	}
	if mixed := mixedScripts(clean); mixed != "" {
		return "", nameFault(wire.ReasonMixed, "name mixes %s", mixed)
	}
	return clean, nil
}

func nameFault(r wire.Reason, format string, args ...any) *wire.Fault {
	return &wire.Fault{Code: wire.CodeName, Reason: r, Field: "name", Text: fmt.Sprintf(format, args...)}
}

// misleading reports characters that PRECIS takes for symbols but a reader for
// a space or for a fault of the program. That the two replacement characters
// never occur in a name is what lets holdEmoji use them.
func misleading(r rune) bool {
	return r == '\u2800' /* Braille without dots */ || r == heldJoiner || r == heldSelector
}

// maxMarks is the most combining marks in a row, from UTS #39 section 5.4.
const maxMarks = 4

// marksReadable refuses marks that would reach into the text around the name:
// at its start, after a space, more than maxMarks in a row, or the same twice.
func marksReadable(name string) bool {
	before, marks := ' ', 0
	for _, r := range norm.NFD.String(name) {
		if !unicode.In(r, unicode.Mn, unicode.Me) || unicode.Is(unicode.Variation_Selector, r) {
			before, marks = r, 0
			continue
		}
		marks++
		if before == ' ' || before == r || marks > maxMarks {
			return false
		}
		before = r
	}
	return true
}

func findRune(s string, is func(rune) bool) (rune, bool) {
	for _, r := range s {
		if is(r) {
			return r, true
		}
	}
	return 0, false
}

// nameKey returns what two spellings of one name have in common: it is the same
// regardless of case, width and the form of emoji. A login finds its account by
// it. A name that no account can have gives false.
func nameKey(name string) (string, bool) {
	clean, err := cleanName(name)
	if err != nil {
		return "", false
	}
	return keyOfClean(clean), true
}

// keyOfClean never fails: a name that was allowed when it was registered stays
// usable when a newer version of Unicode or of the rules refuses it.
func keyOfClean(clean string) string {
	plain := plainEmoji(clean)
	key, err := precis.Nickname.CompareKey(plain)
	if err != nil {
		return strings.ToLower(plain)
	}
	return key
}

// looks returns the skeletons of UTS #39 section 4 that a name is held against.
// Two names are confusable when either is the same: that of the name as it is
// shown, where I and l are alike, or that of its key, where the case of the
// other letters hides nothing, as in OSLO and 0slo.
func looks(clean, key string) [2]string {
	return [2]string{
		confusable.Skeleton(plainEmoji(clean)),
		strings.ToLower(confusable.Skeleton(key)),
	}
}
