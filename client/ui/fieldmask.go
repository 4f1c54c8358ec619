package ui

import (
	"strings"

	"github.com/rivo/uniseg"
)

// dot stands for a grapheme cluster of a password.
const dot = "•"

func mask(s string) string { return strings.Repeat(dot, uniseg.GraphemeClusterCount(s)) }

// toShown turns a place in the editor's shown text into one in what is drawn.
func (f *fieldFrame) toShown(at int) int {
	if !f.masked() {
		return at
	}
	text, _ := f.e.shown()
	return len(dot) * uniseg.GraphemeClusterCount(text[:at])
}

// fromShown turns a place in what is drawn into one in the editor's text.
func (f *fieldFrame) fromShown(at int) int {
	if f.masked() {
		text, _ := f.e.shown()
		edges := graphemeEdges(text)
		at = edges[min(at/len(dot), len(edges)-1)]
	}
	if pre := len(f.e.pre.Text); at > f.e.caret {
		at = max(f.e.caret, at-pre)
	}
	return at
}
