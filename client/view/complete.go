package view

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"lobby/client/ui"
)

// completion offers emoji while a name is typed behind a colon.
type completion struct {
	chosen int
	hidden string // the name for which it was sent away
}

var completionID = composerID.Sub("completion")

const (
	completionMost = 6 // signs that are offered at once
	completionRow  = 34
)

// emojiQuery returns the name that is being typed before the caret, and where its
// colon is; ok is false where none is. A colon behind a letter or a digit, as in
// the time of day, begins no name.
func emojiQuery(text string, caret int) (name string, colon int, ok bool) {
	colon = strings.LastIndexByte(text[:caret], ':')
	if colon < 0 {
		return "", 0, false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:colon])
	if before < utf8.RuneSelf && (unicode.IsLetter(before) || unicode.IsDigit(before)) {
		return "", 0, false
	}
	name = text[colon+1 : caret]
	wide := false
	for _, r := range name {
		if r >= firstIdeograph {
			wide = true
		}
		if !isWord(r) && !strings.ContainsRune("_+-", r) {
			return "", 0, false
		}
	}
	return name, colon, wide || len(name) >= 2
}

// offered returns what the composer offers for the name before its caret.
func (a *App) offered() (found []emoji, name string, colon int) {
	e := &a.composer.editor
	from, to := e.Selection()
	if from != to || e.Preedit().Text != "" || a.ctx.Focus() != composerID {
		return nil, "", 0
	}
	name, colon, ok := emojiQuery(e.Text(), to)
	if !ok {
		return nil, "", 0
	}
	if name == a.composer.complete.hidden {
		return nil, name, colon
	}
	found = findEmoji(name)
	return found[:min(len(found), completionMost)], name, colon
}

// completeEmoji shows what is offered above the composer. It comes before the
// composer and takes the keys that choose.
func (a *App) completeEmoji(box ui.Rect) {
	found, name, colon := a.offered()
	s := &a.composer.complete
	if len(found) == 0 {
		s.chosen = 0
		if name == "" { // the name that was not wanted is gone
			s.hidden = ""
		}
		return
	}
	c := a.ctx
	s.chosen = min(s.chosen, len(found)-1)
	picked := -1
	switch {
	case c.KeyPressed(ui.KeyUp, 0):
		s.chosen = (s.chosen + len(found) - 1) % len(found)
	case c.KeyPressed(ui.KeyDown, 0):
		s.chosen = (s.chosen + 1) % len(found)
	case c.KeyPressed(ui.KeyEnter, 0), c.KeyPressed(ui.KeyTab, 0):
		picked = s.chosen
	}
	if clicked := a.drawCompletion(box, found); clicked >= 0 {
		picked = clicked
	}
	if picked >= 0 {
		a.replaceName(colon, found[picked].sign)
	}
}

// dismissCompletion takes the list away until another name is typed; it reports
// false where there was none.
func (a *App) dismissCompletion() bool {
	found, name, _ := a.offered()
	if len(found) > 0 {
		a.composer.complete.hidden = name
	}
	return len(found) > 0
}

// drawCompletion draws the list; it returns which line was clicked, or -1.
func (a *App) drawCompletion(box ui.Rect, found []emoji) (clicked int) {
	c, th := a.ctx, a.theme
	height := float32(len(found))*completionRow + 2*4
	area := ui.Rect{X: box.X, Y: box.Y - height - 8, W: min(320, box.W), H: height}
	c.PushLayer(completionID, area, false)
	defer c.PopLayer()
	c.Shadow(area, th.Radius.Card, 20, th.Shade)
	c.Box(area, th.Radius.Card, th.Card, 1, th.Line)
	c.Record(ui.Node{ID: completionID, Role: ui.RoleList, Label: a.lang.T("emoji"), Rect: area})
	clicked = -1
	r := area.Inset(4)
	for i, e := range found {
		row := r.CutTop(completionRow)
		id := completionID.Sub(e.sign)
		resp := c.Interact(id, row, ui.InteractOptions{Cursor: ui.CursorPointer})
		chosen := i == a.composer.complete.chosen
		switch {
		case chosen:
			c.Fill(row, 8, th.Sel)
		case resp.Hovered:
			c.Fill(row, 8, th.Bg2)
		}
		inner := row.InsetXY(8, 0)
		c.TextIn(inner.CutLeft(28), ui.Font{Size: 18}, th.T1, ui.AlignLeft, e.sign)
		inner.CutLeft(8)
		text := a.emojiName(e)
		english := ":" + e.english[0] + ":"
		w := min(c.Width(a.face.small, text), inner.W)
		c.TextIn(inner.CutLeft(w), a.face.small, th.T1, ui.AlignLeft, text)
		inner.CutLeft(8)
		c.TextIn(inner, a.face.faint, th.T2, ui.AlignRight, english)
		c.Record(ui.Node{ID: id, Role: ui.RoleOption, Label: text, Value: e.sign, Note: english, Rect: row, Selected: chosen})
		if resp.Clicked {
			clicked = i
		}
	}
	return clicked
}

// replaceName puts a sign in the place of the name behind a colon.
func (a *App) replaceName(colon int, sign string) {
	e := &a.composer.editor
	e.Select(colon, e.Caret())
	a.insertEmoji(sign)
}

// insertEmoji puts a sign where the caret is and goes on writing.
func (a *App) insertEmoji(sign string) {
	e := &a.composer.editor
	e.Insert(sign)
	a.composer.complete = completion{}
	a.ctx.SetFocus(composerID)
	a.draftChanged()
}

// closeName replaces a name between two colons as the second one is typed.
func (a *App) closeName() {
	e := &a.composer.editor
	text, caret := e.Text(), e.Caret()
	if caret == 0 || text[caret-1] != ':' {
		return
	}
	name, colon, ok := emojiQuery(text[:caret-1], caret-1)
	if !ok {
		return
	}
	if sign, ok := emojiNamed(name); ok {
		a.replaceName(colon, sign)
	}
}
