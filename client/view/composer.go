package view

import (
	"unicode/utf8"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
)

// composer is what is being written. The model keeps each conversation's draft;
// the editor holds the shown one's.
type composer struct {
	editor ui.Editor
	conv   string // whose draft the editor holds

	refused string // the catalogue's key for why what was pasted or dropped was not taken, while that is being said

	complete completion
	box      ui.Rect // at the last frame
}

var composerID = ui.NewID("composer")

const (
	composerMin    = 54
	composerLines  = 8    // the composer grows to so many lines, then scrolls
	composerShare  = 0.25 // of a low window, whose log has to stay in sight
	composerBottom = 20

	composerPadding = 16 // between the box's edge and the text
	composerEdge    = 13 // between the box's edge and the button
	// composerMax lets a text grow beyond what may be sent, so that nothing
	// typed or pasted a little too long is lost; the counter says by how much.
	composerMax = 2 * wire.MaxText
)

// composerArea cuts the composer's box off the bottom of r: as high as its text.
func (a *App) composerArea(r *ui.Rect, conv *model.Conv, pad float32) ui.Rect {
	e := &a.composer
	if e.conv != conv.ID {
		e.conv = conv.ID
		e.editor.SetText(conv.Draft)
	}
	bottom := float32(composerBottom)
	if a.narrow() {
		bottom = 12
	}
	r.CutBottom(bottom)
	width := r.W - 2*pad - a.sendWidth() - composerEdge - a.emojiWidth() - 2*composerPadding - a.attachWidth()
	most := max(2, min(composerLines, int(a.bounds().H*composerShare/a.theme.Type.BaseLine)))
	text := a.ctx.TextAreaHeight(&e.editor, a.face.text, width, most)
	box := r.CutBottom(max(composerMin, text+32)).InsetXY(pad, 0)
	if a.overBy() > 0 {
		r.CutBottom(24)
	}
	r.CutBottom(16)
	return box
}

func (a *App) sendWidth() float32 { return a.ctx.Width(a.face.sender, a.lang.T("action.send")) + 24 }

// dropSelection leaves the caret where it is: something else is selected now.
func (e *composer) dropSelection() {
	caret := e.editor.Caret()
	if e.editor.Selected() != "" {
		e.editor.Select(caret, caret)
	}
}

// overBy is how many characters the text has beyond what may be sent.
func (a *App) overBy() int {
	return max(0, utf8.RuneCountInString(a.composer.editor.Text())-wire.MaxText)
}

func (a *App) drawComposer(box ui.Rect, conv *model.Conv) {
	c, th, e := a.ctx, a.theme, &a.composer.editor
	over := a.overBy()
	if over > 0 {
		text := a.lang.N("composer.over", over)
		line := ui.Rect{X: box.X + 16, Y: box.Y - 24, W: box.W - 32, H: 20}
		c.TextIn(line, a.face.small, th.Danger, ui.AlignRight, text)
		c.Record(ui.Node{ID: composerID.Sub("over"), Role: ui.RoleAlert, Label: text, Rect: line})
	}
	placeholder := a.lang.T("composer.room")
	if conv.ID != wire.Room {
		placeholder = a.lang.T("composer.member", "name", a.convName(conv.ID))
	}
	a.composer.box = box
	a.completeEmoji(box)
	a.drawBox(composerID, box, th.Bg3, th.Radius.Input)
	inner := box
	button := inner.CutRight(a.sendWidth() + composerEdge)
	button = ui.Rect{X: button.X, Y: button.Bottom() - 11 - 32, W: a.sendWidth(), H: 32}
	emoji := ui.Rect{X: button.X - inner.CutRight(a.emojiWidth()).W, Y: button.Y, W: 32, H: 32}
	if w := inner.CutLeft(a.attachWidth()).W; w > 0 {
		a.attachButton(ui.Rect{X: box.X + 8, Y: button.Y, W: 32, H: 32}, conv)
	}
	text := inner.InsetXY(composerPadding, 16)
	resp := c.TextArea(composerID, text, e, ui.FieldOptions{Label: a.lang.T("composer"), Placeholder: placeholder, MaxRunes: composerMax, Bare: true})
	if resp.Refused {
		a.composer.refused = "paste.long"
		a.changed = true
	}
	if a.emojiWidth() > 0 {
		a.emojiButton(emoji)
	}
	a.composerMenu(box)
	ready := !wire.Blank(e.Text()) && over == 0
	clicked := c.Button(composerID.Sub("send"), button, a.lang.T("action.send"), ui.ButtonOptions{Style: ui.ButtonPrimary, Disabled: !ready, Font: a.face.sender}).Clicked
	if clicked || resp.Submitted && ready {
		a.send(conv)
		return
	}
	if resp.Changed {
		a.composer.refused = ""
		a.closeName()
		a.draftChanged()
	}
}

// draftChanged lets the model keep what stands in the composer.
func (a *App) draftChanged() {
	a.do(model.SetDraft{Conv: a.composer.conv, Text: a.composer.editor.Text()})
}

// attachWidth is the width of the button that sends files.
func (a *App) attachWidth() float32 {
	if a.roomy() {
		return 30
	}
	return 0
}

// attachButton asks for files to send.
func (a *App) attachButton(r ui.Rect, conv *model.Conv) {
	if a.ctx.IconButton(composerID.Sub("attach"), r, ui.IconPlus, a.lang.T("offer.attach")).Clicked {
		a.do(model.AttachFiles{Conv: conv.ID})
	}
}

// emojiWidth is the width of the emoji button, with what is beside it.
func (a *App) emojiWidth() float32 {
	if a.roomy() {
		return 42
	}
	return 0
}

// emojiButton opens the picker.
func (a *App) emojiButton(r ui.Rect) {
	c := a.ctx
	id := composerID.Sub("emoji")
	resp := c.Interact(id, r, ui.InteractOptions{Focusable: true, Cursor: ui.CursorPointer})
	c.Record(ui.Node{ID: id, Role: ui.RoleButton, Label: a.lang.T("emoji"), Rect: r, Focused: resp.Focused})
	c.Fill(r, a.theme.Radius.Control, c.Tint(a.theme.T1.Alpha(0), resp))
	c.FocusRing(id, r, a.theme.Radius.Control)
	c.TextIn(r, ui.Font{Size: 19}, a.theme.T1, ui.AlignCenter, "🙂")
	if resp.Clicked {
		a.openSheet(sheetPicker)
	}
}

// drawBox draws the box of a bare field: ringed while it has the focus, and a
// press anywhere in it gives it the focus.
func (a *App) drawBox(field ui.ID, r ui.Rect, fill ui.Color, radius float32) {
	c, th := a.ctx, a.theme
	resp := c.Interact(field.Sub("box"), r, ui.InteractOptions{Cursor: ui.CursorText})
	switch {
	case c.Touch() && resp.Clicked:
		c.AskKeyboard()
		c.SetFocus(field)
	case resp.Down && !c.Touch():
		c.SetFocus(field)
	}
	if c.Focus() == field {
		c.Box(r, radius, fill, 2, th.Accent)
		return
	}
	c.Box(r, radius, fill, 1, th.Line)
}

// send hands the text to the model and clears the box; the log follows it.
func (a *App) send(conv *model.Conv) {
	text := a.composer.editor.Text()
	a.composer.editor.SetText("")
	a.logOf(conv.ID).list.ToNewest()
	a.ctx.SetFocus(composerID)
	a.do(model.SendText{Conv: conv.ID, Text: text, CID: a.o.NewCID(), Now: a.ctx.Now()})
	a.do(model.SetDraft{Conv: conv.ID, Text: ""})
}
