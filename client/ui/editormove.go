package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Move is a way for the caret to go that depends on the text alone. Moves along
// lines on the screen are the text area's.
type Move uint8

// The moves.
const (
	MoveLeft Move = iota // one grapheme cluster
	MoveRight
	MoveWordLeft  // to the beginning of a word, by UAX #29
	MoveWordRight // to the end of a word
	MoveLineStart // after the newline before
	MoveLineEnd   // before the newline after
	MoveTextStart
	MoveTextEnd
)

// Move moves the caret; extend keeps the selection's other end. Without it, a
// selection collapses to the end that the move points to.
func (e *Editor) Move(move Move, extend bool) {
	from, to := e.Selection()
	switch {
	case extend || from == to:
		e.caret = e.target(move)
	case move == MoveLeft:
		e.caret = from
	case move == MoveRight:
		e.caret = to
	default:
		e.caret = e.target(move)
	}
	if !extend {
		e.anchor = e.caret
	}
	e.undo.seal()
}

// target returns where move leads from the caret.
func (e *Editor) target(move Move) int {
	switch move {
	case MoveLeft:
		return graphemeBefore(e.text, e.caret)
	case MoveRight:
		return graphemeAfter(e.text, e.caret)
	case MoveWordLeft:
		return wordStartBefore(e.text, e.caret)
	case MoveWordRight:
		return wordEndAfter(e.text, e.caret)
	case MoveLineStart:
		return strings.LastIndexByte(e.text[:e.caret], '\n') + 1
	case MoveLineEnd:
		end, _ := paragraphEnd(e.text, e.caret)
		return end
	case MoveTextStart:
		return 0
	}
	return len(e.text)
}

// SelectWord selects the word, or the run of spaces or the mark, at a place. At the
// end of a line that is the last one on it.
func (e *Editor) SelectWord(at int) {
	at = min(at, len(e.text))
	if strings.HasPrefix(e.text[at:], "\n") && !strings.HasSuffix(e.text[:at], "\n") {
		at = graphemeBefore(e.text, at)
	}
	start := 0
	for rest, state := e.text, -1; rest != ""; {
		var word string
		word, rest, state = uniseg.FirstWordInString(rest, state)
		if at < start+len(word) || rest == "" {
			e.Select(start, start+len(word))
			return
		}
		start += len(word)
	}
	e.Select(0, 0)
}

// SelectLine selects the line at a place, with its newline.
func (e *Editor) SelectLine(at int) {
	at = min(at, len(e.text))
	_, next := paragraphEnd(e.text, at)
	e.Select(strings.LastIndexByte(e.text[:at], '\n')+1, next)
}

// graphemeBefore returns the end of the grapheme cluster before the one that ends
// at i. Clusters are counted from the beginning of the line: a newline is always a
// cluster of its own.
func graphemeBefore(s string, i int) int {
	if i <= 0 {
		return 0
	}
	at := strings.LastIndexByte(s[:i-1], '\n') + 1
	for rest, state := s[at:], -1; rest != ""; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if at+len(cluster) >= i {
			return at
		}
		at += len(cluster)
	}
	return at
}

// graphemeAfter returns the end of the grapheme cluster that begins at i.
func graphemeAfter(s string, i int) int {
	if i >= len(s) {
		return len(s)
	}
	cluster, _, _, _ := uniseg.FirstGraphemeClusterInString(s[i:], -1)
	return i + len(cluster)
}

// graphemeFloor returns the last place between clusters that is not after i.
func graphemeFloor(s string, i int) int {
	i = max(0, i)
	if i >= len(s) {
		return len(s)
	}
	return graphemeBefore(s, i+1)
}

// graphemeCeil returns the first place between clusters that is not before i.
func graphemeCeil(s string, i int) int {
	at := graphemeFloor(s, i)
	if at < i {
		return graphemeAfter(s, at)
	}
	return at
}

// wordStartBefore returns where the last word that begins before i begins.
func wordStartBefore(s string, i int) int {
	found, at := 0, 0
	for rest, state := s, -1; rest != "" && at < i; {
		var word string
		word, rest, state = uniseg.FirstWordInString(rest, state)
		if isWord(word) {
			found = at
		}
		at += len(word)
	}
	return found
}

// wordEndAfter returns where the first word that ends after i ends.
func wordEndAfter(s string, i int) int {
	at := 0
	for rest, state := s, -1; rest != ""; {
		var word string
		word, rest, state = uniseg.FirstWordInString(rest, state)
		at += len(word)
		if at > i && isWord(word) {
			return at
		}
	}
	return len(s)
}

// isWord tells words, in any script or of emoji, from spaces and punctuation.
func isWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsNumber(r) || r == '_' || unicode.Is(unicode.So, r)
}
