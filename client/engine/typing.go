package engine

import (
	"image"

	"github.com/hajimehoshi/ebiten/v2/exp/textinput"
	"github.com/rivo/uniseg"

	"lobby/client/ui"
)

// typing takes text from the system's input method while a text field has the
// focus, and says where the caret is. All text comes this way, plain letters
// too.
//
// The input method works in sessions: one begins with the place of the caret,
// and ends when text is committed or the caret goes elsewhere. A session must
// not begin before the App has taken the last commit, since only then is the
// caret known.
type typing struct {
	composer textinput.Composer
	events   []ui.Event
	preedit  string // what is being composed

	editing   bool
	plain     bool // what came last was typed, and is not being composed
	committed bool // a commit waits to be taken, so the caret is not known
	open      bool // a session has begun at where
	resized   bool // since then the page has another size: where is elsewhere
	caret     place
	where     place
	scale     float64
	selection [2]int
}

// place is what an input method is told about a caret.
type place struct {
	bounds        ui.Rect
	before, after string
}

// update lets the input method speak. It may be called at any time in a frame.
func (t *typing) update() {
	if !t.editing {
		return
	}
	t.prepare()
	if _, err := t.composer.Update(); err != nil {
		// The texts around the caret were not valid UTF-8: do without them.
		t.caret.before, t.caret.after = "", ""
	}
	// On a phone Ebitengine takes for being composed what a keyboard could still
	// correct. It belongs to the text at once, so that it can be sent.
	if t.plain && t.preedit != "" {
		t.confirm()
	}
	t.plain = false
}

// take returns what was typed since the last call.
func (t *typing) take() []ui.Event {
	events := t.events
	t.events = nil
	t.committed = false
	return events
}

// waiting reports whether there is something to take.
func (t *typing) waiting() bool { return len(t.events) > 0 }

// confirm commits what is being composed.
func (t *typing) confirm() {
	t.composer.Confirm()
	t.open = false
}

// follow moves the input method to where the App's caret is after a frame that
// took all that was typed.
func (t *typing) follow(out ui.Output, scale float64) {
	t.scale = scale
	if out.Editing != t.editing {
		t.editing = out.Editing
		takeKeyboard(t.editing, out.Keyboard)
	}
	t.caret = place{out.Caret, out.Before, out.After}
	if !t.editing {
		t.composer.Cancel()
		t.open = false
		t.preedit, t.events = "", nil
		return
	}
	if t.open && t.preedit == "" && (t.where != t.caret || t.resized) {
		t.composer.Cancel()
		t.open = false
	}
	t.update()
	if takeKeyboard(true, out.Keyboard) {
		t.update()
	}
}

func (t *typing) prepare() {
	if t.composer.OnNewSession != nil {
		return
	}
	t.composer.OnNewSession = t.begin
	t.composer.OnComposition = t.compose
	t.composer.OnCommit = t.commit
}

func (t *typing) begin() *textinput.SessionOptions {
	if t.committed {
		return nil
	}
	t.open, t.where, t.resized = true, t.caret, false
	s := snap(t.scale)
	options := &textinput.SessionOptions{CaretBounds: s.edges(t.caret.bounds)}
	if options.CaretBounds.Empty() {
		options.CaretBounds.Max = options.CaretBounds.Min.Add(image.Pt(1, 1))
	}
	if tellSurroundings {
		options.TextBeforeCaret, options.TextAfterCaret = t.caret.before, t.caret.after
	}
	return options
}

func (t *typing) compose(c *textinput.Composition) {
	start, end := c.SelectionRangeInBytes()
	if c.Text() == t.preedit && (t.preedit == "" || t.selection == [2]int{start, end}) {
		return
	}
	t.preedit, t.selection = c.Text(), [2]int{start, end}
	t.events = append(t.events, ui.Event{Kind: ui.Preedit, Text: t.preedit, SelStart: start, SelEnd: end})
}

// commit passes committed text on. Where the input method asks for text around
// the caret to be replaced, that is deleted as a person would.
func (t *typing) commit(c *textinput.Commit) {
	t.committed, t.open = true, false
	t.compose(&textinput.Composition{})
	if before, after := c.IsSurroundingTextReplaced(); before || after {
		restBefore, restAfter := c.SurroundingText()
		t.erase(ui.KeyBackspace, t.where.before, restBefore)
		t.erase(ui.KeyDelete, t.where.after, restAfter)
	}
	// A page's hidden text area takes Enter for a line break of its own beside
	// the key press, which is what counts.
	if text := c.Text(); text != "" && text != "\n" {
		t.events = append(t.events, ui.Event{Kind: ui.Text, Text: text})
	}
}

// erase presses key for every grapheme cluster that rest has less than whole.
func (t *typing) erase(key ui.Key, whole, rest string) {
	for range uniseg.GraphemeClusterCount(whole) - uniseg.GraphemeClusterCount(rest) {
		t.events = append(t.events, ui.Event{Kind: ui.KeyPress, Key: key})
	}
}
