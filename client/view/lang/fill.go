package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// fill puts values in the place of a sentence's {placeholders}. A space beside one
// goes where it would stand between two characters of Chinese or Japanese, which are
// written without: 怡君和俊傑加入, but 怡君和 Ann 加入.
func fill(sentence string, values map[string]string) string {
	var out []byte
	for {
		before, rest, _ := strings.Cut(sentence, "{")
		name, after, found := strings.Cut(rest, "}")
		if !found {
			return string(append(out, sentence...))
		}
		value, known := values[name]
		if !known {
			value = "{" + name + "}"
		}
		out = append(out, before...)
		if text, spaced := strings.CutSuffix(string(out), " "); spaced && unspaced(text, value) {
			out = out[:len(text)]
		}
		out = append(out, value...)
		if text, spaced := strings.CutPrefix(after, " "); spaced && unspaced(string(out), text) {
			after = text
		}
		sentence = after
	}
}

// unspaced reports whether no space belongs between two texts.
func unspaced(left, right string) bool {
	last, _ := utf8.DecodeLastRuneInString(left)
	first, _ := utf8.DecodeRuneInString(right)
	return unicode.In(last, unspacedScripts...) && unicode.In(first, unspacedScripts...)
}

var unspacedScripts = []*unicode.RangeTable{unicode.Han, unicode.Bopomofo, unicode.Hiragana, unicode.Katakana}
