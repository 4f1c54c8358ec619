package accounts

import (
	"slices"
	"strings"
	"unicode"
)

// writingSystems are the combinations of scripts that UTS #39 section 5.2 calls
// highly restrictive: Latin beside Japanese, beside Chinese with Bopomofo, and
// beside Korean. A name within one script is always fine.
var writingSystems = [][]string{
	{"Latin", "Han", "Hiragana", "Katakana"},
	{"Latin", "Han", "Bopomofo"},
	{"Latin", "Han", "Hangul"},
}

// mixedScripts returns the scripts of a name that don't go together, for a
// person to read, and "" when they do.
func mixedScripts(name string) string {
	var scripts []string
	for _, r := range name {
		if s := scriptOf(r); s != "" && !slices.Contains(scripts, s) {
			scripts = append(scripts, s)
		}
	}
	if len(scripts) <= 1 {
		return ""
	}
	for _, system := range writingSystems {
		if !slices.ContainsFunc(scripts, func(s string) bool { return !slices.Contains(system, s) }) {
			return ""
		}
	}
	return strings.Join(scripts, ", ")
}

// scriptOf returns the script of a character, "" for one that is common to
// several, such as digits, punctuation, marks and emoji.
func scriptOf(r rune) string {
	if unicode.In(r, unicode.Common, unicode.Inherited) {
		return ""
	}
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			return name
		}
	}
	return ""
}
