package ui

import (
	"unicode"
	"unicode/utf8"
)

// editKind says how an edit came about; edits of one kind that follow each other
// are undone together.
type editKind uint8

const (
	editInsert editKind = iota
	editType
	editBackspace
	editDelete
	editCut
)

// edit is one change of a text: at a place, removed became inserted. Anchor and
// caret are the selection before it.
type edit struct {
	kind              editKind
	at                int
	removed, inserted string
	anchor, caret     int
}

// history holds the edits that can be undone and those that can be done again.
type history struct {
	done, undone []edit
	sealed       bool // the next edit is a step of its own
}

// maxUndo is how many steps can be undone.
const maxUndo = 200

// seal ends the step that edits were joined to, as when the caret was moved.
func (h *history) seal() { h.sealed = true }

func (h *history) add(x edit) {
	h.undone = nil
	if n := len(h.done); n > 0 && !h.sealed && h.done[n-1].join(x) {
		return
	}
	h.sealed = false
	if len(h.done) == maxUndo {
		h.done = append(h.done[:0], h.done[1:]...)
	}
	h.done = append(h.done, x)
}

// join makes one step of x and the edit that followed it, where they belong
// together: letters of a word typed one after the other, or deleted so.
func (x *edit) join(next edit) bool {
	if x.kind != next.kind {
		return false
	}
	switch x.kind {
	case editType:
		if next.removed != "" || next.at != x.at+len(x.inserted) || startsWord(x.inserted, next.inserted) {
			return false
		}
		x.inserted += next.inserted
	case editBackspace:
		if next.at+len(next.removed) != x.at {
			return false
		}
		x.at, x.removed = next.at, next.removed+x.removed
	case editDelete:
		if next.at != x.at {
			return false
		}
		x.removed += next.removed
	default:
		return false
	}
	return true
}

// startsWord reports whether a new word, or a new line, begins with next behind text.
func startsWord(text, next string) bool {
	last, _ := utf8.DecodeLastRuneInString(text)
	first, _ := utf8.DecodeRuneInString(next)
	return first == '\n' || unicode.IsSpace(last) && !unicode.IsSpace(first)
}

// Undo takes the last step back and reports whether there was one.
func (e *Editor) Undo() bool {
	n := len(e.undo.done)
	if n == 0 {
		return false
	}
	x := e.undo.done[n-1]
	e.undo.done = e.undo.done[:n-1]
	e.undo.undone = append(e.undo.undone, x)
	e.text = e.text[:x.at] + x.removed + e.text[x.at+len(x.inserted):]
	e.anchor, e.caret = x.anchor, x.caret
	e.undo.sealed = true
	return true
}

// Redo takes back the last Undo and reports whether there was one.
func (e *Editor) Redo() bool {
	n := len(e.undo.undone)
	if n == 0 {
		return false
	}
	x := e.undo.undone[n-1]
	e.undo.undone = e.undo.undone[:n-1]
	e.undo.done = append(e.undo.done, x)
	e.text = e.text[:x.at] + x.inserted + e.text[x.at+len(x.removed):]
	e.caret = graphemeCeil(e.text, x.at+len(x.inserted))
	e.anchor = e.caret
	e.undo.sealed = true
	return true
}
