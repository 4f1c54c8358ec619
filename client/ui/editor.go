package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Editor is a text being edited: the text, a selection, what is being composed by
// an input method, and what can be undone. The zero Editor is empty, of several
// lines and without a limit. Places are byte offsets and always lie between
// grapheme clusters. It draws nothing and knows no fonts.
type Editor struct {
	// SingleLine makes spaces of newlines that come in.
	SingleLine bool
	// MaxRunes limits the text in code points; 0 is no limit. What would exceed it
	// is refused as a whole.
	MaxRunes int

	text   string
	anchor int // where the selection began
	caret  int // and where it ends
	pre    Composition
	undo   history

	view editorView
}

// Composition is text that an input method has not committed yet, at the caret.
// Its clause being chosen runs from SelStart to SelEnd, in bytes.
type Composition struct {
	Text             string
	SelStart, SelEnd int
}

// Text returns the text without what is being composed.
func (e *Editor) Text() string { return e.text }

// SetText replaces the text, puts the caret at its end and forgets what could be
// undone. The limit does not hold for it.
func (e *Editor) SetText(s string) {
	e.text = e.clean(s)
	e.anchor, e.caret = len(e.text), len(e.text)
	e.pre = Composition{}
	e.undo = history{}
	e.view = editorView{}
}

// Selection returns the selected bytes of the text, from before to; they are the
// same where nothing is selected.
func (e *Editor) Selection() (from, to int) {
	return min(e.anchor, e.caret), max(e.anchor, e.caret)
}

// Caret returns where the caret is, in bytes.
func (e *Editor) Caret() int { return e.caret }

// Selected returns the selected text.
func (e *Editor) Selected() string {
	from, to := e.Selection()
	return e.text[from:to]
}

// Select selects from anchor to caret, each moved to the nearest place before it
// that is between grapheme clusters.
func (e *Editor) Select(anchor, caret int) {
	e.anchor, e.caret = graphemeFloor(e.text, anchor), graphemeFloor(e.text, caret)
	e.undo.seal()
}

// SelectAll selects the whole text.
func (e *Editor) SelectAll() { e.Select(0, len(e.text)) }

// Insert puts s in the place of the selection, without control characters and
// with newlines as this editor wants them. It reports false, and changes nothing,
// where the text would become too long.
func (e *Editor) Insert(s string) bool { return e.insert(e.clean(s), editInsert) }

// Type is Insert for text that came from the keyboard: runs of it are undone at once.
func (e *Editor) Type(s string) bool { return e.insert(e.clean(s), editType) }

func (e *Editor) insert(s string, kind editKind) bool {
	from, to := e.Selection()
	if s == "" {
		return true
	}
	if e.MaxRunes > 0 {
		length := utf8.RuneCountInString(e.text) - utf8.RuneCountInString(e.text[from:to]) + utf8.RuneCountInString(s)
		if length > e.MaxRunes {
			return false
		}
	}
	e.replace(from, to, s, kind)
	return true
}

// DeleteSelection deletes what is selected and reports whether anything was.
func (e *Editor) DeleteSelection() bool {
	from, to := e.Selection()
	if from == to {
		return false
	}
	e.replace(from, to, "", editCut)
	return true
}

// Delete deletes the selection or, without one, what lies between the caret and
// the place that move leads to. It reports whether the text changed.
func (e *Editor) Delete(move Move) bool {
	if e.DeleteSelection() {
		return true
	}
	to := e.target(move)
	if to == e.caret {
		return false
	}
	kind := editDelete
	if to < e.caret {
		kind = editBackspace
	}
	e.replace(min(to, e.caret), max(to, e.caret), "", kind)
	return true
}

// replace puts s in the place of text[from:to], the caret behind it, and
// remembers how to undo that.
func (e *Editor) replace(from, to int, s string, kind editKind) {
	change := edit{
		kind: kind, at: from, removed: e.text[from:to], inserted: s,
		anchor: e.anchor, caret: e.caret,
	}
	e.text = e.text[:from] + s + e.text[to:]
	// What was put in may have joined the character after it.
	e.caret = graphemeCeil(e.text, from+len(s))
	e.anchor = e.caret
	e.undo.add(change)
}

// Compose sets what an input method is composing at the caret; an empty text ends
// it. Composing begins by deleting the selection, which it replaces.
func (e *Editor) Compose(p Composition) {
	p.Text = e.clean(p.Text)
	p.SelStart = graphemeFloor(p.Text, p.SelStart)
	p.SelEnd = max(p.SelStart, graphemeFloor(p.Text, p.SelEnd))
	if p.Text != "" && e.pre.Text == "" {
		e.DeleteSelection()
	}
	e.pre = p
}

// Preedit returns what is being composed.
func (e *Editor) Preedit() Composition { return e.pre }

// shown returns the text with what is being composed in its place, and where the
// caret stands in it.
func (e *Editor) shown() (text string, caret int) {
	if e.pre.Text == "" {
		return e.text, e.caret
	}
	caret = e.caret + len(e.pre.Text)
	if e.pre.SelEnd > 0 {
		caret = e.caret + e.pre.SelEnd
	}
	return e.text[:e.caret] + e.pre.Text + e.text[e.caret:], caret
}

// clean makes s valid UTF-8 without control characters, its newlines all "\n", or
// spaces in a single line. Tabs become spaces.
func (e *Editor) clean(s string) string {
	if plain(s) {
		return s
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = newlines.Replace(s)
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' && e.SingleLine:
			return ' '
		case r == '\n':
			return r
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
}

var newlines = strings.NewReplacer(
	"\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n", "\t", " ")

// plain reports whether clean has nothing to do.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// setSingleLine makes one line of a text that was set before it was known to be one.
func (e *Editor) setSingleLine() {
	e.SingleLine = true
	if strings.Contains(e.text, "\n") {
		e.SetText(e.text)
	}
}
