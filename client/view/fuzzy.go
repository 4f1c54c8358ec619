package view

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fuzzy reports how well a name answers to what was typed, more is better, and
// false where it does not. Every word typed must be in the name: as it is or, where
// it is of letters of an alphabet, with others in between. Case and width do not
// count.
func fuzzy(typed, name string) (score int, ok bool) {
	folded := []rune(fold(name))
	for _, word := range strings.Fields(fold(typed)) {
		s, ok := fuzzyWord([]rune(word), folded)
		if !ok {
			return 0, false
		}
		score += s
	}
	return score, true
}

func fold(s string) string { return strings.ToLower(norm.NFKC.String(s)) }

// What a match is worth: the whole name, its beginning, the beginning of a word in
// it, somewhere in it; anything with gaps is worth less than all of those.
const (
	wholeName     = 400
	nameBegins    = 300
	wordBegins    = 200
	somewhere     = 100
	lostByEach    = 1  // letter of the name that was not typed
	lostByEachGap = 10 // between letters that were
)

func fuzzyWord(word, name []rune) (score int, ok bool) {
	if at := indexRunes(name, word); at >= 0 {
		score = somewhere
		switch {
		case len(word) == len(name):
			score = wholeName
		case at == 0:
			score = nameBegins
		case !isWord(name[at-1]):
			score = wordBegins
		}
		return score - lostByEach*min(50, len(name)-len(word)), true
	}
	score = somewhere / 2
	at, last := 0, -1
	for _, r := range word {
		if r >= firstIdeograph {
			return 0, false
		}
		for at < len(name) && name[at] != r {
			at++
		}
		if at == len(name) {
			return 0, false
		}
		if last >= 0 && at > last+1 {
			score -= lostByEachGap
		}
		last = at
		at++
	}
	return score - lostByEach*min(50, len(name)-len(word)), true
}

// firstIdeograph is where the scripts begin that are searched by parts alone: in
// them one character says as much as a word.
const firstIdeograph = 0x2e80

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// indexRunes returns where part is in s, preferring the beginning of a word.
func indexRunes(s, part []rune) int {
	found := -1
	for at := 0; at+len(part) <= len(s); at++ {
		if string(s[at:at+len(part)]) != string(part) {
			continue
		}
		if at == 0 || !isWord(s[at-1]) {
			return at
		}
		if found < 0 {
			found = at
		}
	}
	return found
}
