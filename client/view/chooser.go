package view

import (
	"cmp"
	"path/filepath"
	"strings"

	"lobby/client/model"
	"lobby/client/ui"
)

// chooser is what the program's own dialog for files adds to model.Chooser: what of
// the folder is in sight and what is chosen there.
type chooser struct {
	open         bool
	filter, name ui.Editor
	hidden       bool // show hidden files

	visit  int    // the folder that the rest is about
	path   string // of it
	shown  []int  // its entries that answer to the filter
	shownP shownBy
	at     int             // the cursor among them; -1 for none
	from   int             // where a choice with Shift began
	marked map[string]bool // chosen, by path
	kept   bool            // they were marked one by one, and stay while the cursor moves
	scroll ui.ScrollState
	height float32 // of the list at the last frame
}

// shownBy is what decides which entries are shown.
type shownBy struct {
	visit  int
	filter string
	hidden bool
}

var (
	chooserID       = ui.NewID("chooser")
	chooserFilterID = chooserID.Sub("filter")
	chooserNameID   = chooserID.Sub("name")
)

// Sizes of the dialog.
const (
	chooserWidth  = 680
	chooserHeight = 600
	chooserHead   = 60
	chooserLeast  = 140 // how wide the filter is beside the switch at least
	chooserName   = 320 // how long a file's name is at most, in code points

	chooserPathMax = 4096 // and a path that is typed in place of one, as long as Linux has it
)

// drawChooser asks for files, or for a place, where the system has no dialog for
// that.
func (a *App) drawChooser() {
	q, s := a.state.Chooser, &a.chooser
	if q == nil {
		if s.open {
			*s = chooser{}
			a.ctx.SetFocus(composerID)
		}
		return
	}
	a.followFolder(q)
	c, th, page := a.ctx, a.theme, a.bounds()
	c.PushLayer(chooserID, page, true)
	defer c.PopLayer()
	c.Closable()
	c.Fill(page, 0, th.Scrim)
	margin, pad := th.Space.NarrowPadding, a.dialogPadding()
	card := page.Center(min(chooserWidth, page.W-2*margin), min(chooserHeight, page.H-2*margin))
	c.Interact(chooserID.Sub("card"), card, ui.InteractOptions{})
	c.Shadow(card, th.Radius.Dialog, 40, th.Shade)
	c.Box(card, th.Radius.Dialog, th.Card, 1, th.Line)
	title := a.lang.T("chooser.title")
	if q.Save {
		title = a.lang.T("chooser.title.save")
	}
	c.Record(ui.Node{ID: chooserID, Role: ui.RoleDialog, Label: title, Rect: card})

	a.chooserKeys(q)
	r := card.InsetXY(pad, 0)
	head := r.CutTop(chooserHead)
	closed := c.IconButton(chooserID.Sub("close"), head.CutRight(th.Space.ControlHeight).Center(32, 32), ui.IconClose, a.lang.T("action.close")).Clicked
	c.TextIn(head, a.face.heading, th.T1, ui.AlignLeft, title)
	a.chooserPath(q, r.CutTop(th.Space.ControlHeight))
	r.CutTop(8)
	entered := a.chooserFilter(q, &r)
	r.CutTop(8)
	r.CutBottom(pad)
	answered := a.chooserFoot(q, &r)
	r.CutBottom(12)
	if p := q.Problem; p != nil {
		a.drawAlert(&r, chooserID.Sub("problem"), c.Wrap(a.face.small, a.sentence(p), r.W-20))
		r.CutTop(8)
	}
	opened := a.chooserList(q, r)
	switch {
	case answered:
	case entered, opened:
		a.enterChosen(q)
	case closed, c.KeyPressed(ui.KeyEscape, 0):
		a.do(model.EndChooser{})
	}
}

// followFolder begins anew where another folder is shown. Where that is the one
// above, the cursor is where the way came from.
func (a *App) followFolder(q *model.Chooser) {
	s := &a.chooser
	if !s.open {
		*s = chooser{open: true, at: -1}
		s.name.SetText(q.Name)
		a.ctx.SetFocus(chooserFilterID)
		if q.Save {
			a.ctx.SetFocus(chooserNameID)
		}
	}
	if s.visit != q.Visit {
		to := cmp.Or(q.Folder.At, s.path) // the file that was asked for, or the folder come from
		s.visit, s.path = q.Visit, q.Folder.Path
		s.filter.SetText("")
		s.at, s.from, s.marked, s.kept, s.scroll = -1, 0, map[string]bool{}, false, ui.ScrollState{}
		s.hidden = s.hidden || q.Folder.At != "" && strings.HasPrefix(filepath.Base(q.Folder.At), ".")
		a.sift(q)
		for i, e := range s.shown {
			if q.Folder.Entries[e].Path == to {
				a.moveCursor(q, i, false)
			}
		}
	}
	a.sift(q)
}

// sift finds the entries that answer to the filter.
func (a *App) sift(q *model.Chooser) {
	s := &a.chooser
	by := shownBy{s.visit, fold(s.filter.Text()), s.hidden}
	if s.shownP == by {
		return
	}
	s.shownP, s.shown = by, s.shown[:0]
	for i, e := range q.Folder.Entries {
		if (s.hidden || !e.Hidden) && (by.filter == "" || contains(e.Name, by.filter)) {
			s.shown = append(s.shown, i)
		}
	}
	s.at, s.from, s.scroll = -1, 0, ui.ScrollState{}
	if by.filter != "" && len(s.shown) > 0 {
		s.at = 0
	}
}

// chooserPath draws the way to the folder: each part leads there.
func (a *App) chooserPath(q *model.Chooser, r ui.Rect) {
	c, th, up := a.ctx, a.theme, q.Folder.Up
	if len(up) == 0 {
		return
	}
	if c.IconButton(chooserID.Sub("up"), r.CutLeft(r.H), ui.IconUp, a.lang.T("chooser.up")).Clicked {
		a.folderAbove(q)
	}
	r.CutLeft(4)
	const between, longest = 14, 180
	width := func(f ui.Font, part model.FolderPart) float32 { return min(longest, c.Width(f, visible(part.Name))+16) }
	first, left := len(up)-1, r.W-width(a.face.strong, up[len(up)-1])
	for ; first > 0; first-- {
		if left -= width(a.face.text, up[first-1]) + between; left < between {
			break
		}
	}
	for i, part := range up[first:] {
		if first > 0 || i > 0 {
			sign := "›"
			if i == 0 {
				sign = "…"
			}
			c.TextIn(r.CutLeft(between), a.face.small, th.T3, ui.AlignCenter, sign)
		}
		if first+i == len(up)-1 {
			c.Record(ui.Node{ID: chooserID.Sub("here"), Role: ui.RoleHeading, Label: visible(part.Name), Value: part.Path, Rect: r})
			c.TextIn(r.InsetXY(8, 0), a.face.strong, th.T1, ui.AlignLeft, visible(part.Name))
			break
		}
		button := r.CutLeft(width(a.face.text, part))
		if c.Button(chooserID.Sub("part "+part.Path), button.InsetXY(0, 2), visible(part.Name), ui.ButtonOptions{Style: ui.ButtonGhost, Font: a.face.text, Note: part.Path}).Clicked {
			a.do(model.OpenFolder{Path: part.Path})
		}
	}
}

// folderAbove shows the folder that the shown one is in.
func (a *App) folderAbove(q *model.Chooser) {
	if up := q.Folder.Up; len(up) > 1 {
		a.do(model.OpenFolder{Path: up[len(up)-2].Path})
	}
}

// chooserFilter draws the field that narrows the list down, and the switch for
// hidden files; it reports that Enter was pressed in the field.
func (a *App) chooserFilter(q *model.Chooser, r *ui.Rect) (entered bool) {
	c, s, height := a.ctx, &a.chooser, a.theme.Space.LargeControlHeight
	row := r.CutTop(height)
	label := a.lang.T("chooser.hidden")
	toggle := row
	if wide := c.Width(ui.Font{Size: a.theme.Type.Control}, label) + 56; row.W-wide-16 >= chooserLeast {
		toggle = row.CutRight(wide)
		row.CutRight(16)
	} else {
		toggle = r.CutTop(height)
	}
	hint := a.lang.T("chooser.filter")
	resp := c.TextField(chooserFilterID, row, &s.filter, ui.FieldOptions{Label: hint, Placeholder: hint, MaxRunes: chooserPathMax})
	if resp.Changed {
		a.sift(q)
		a.changed = true
	}
	if now := c.Toggle(chooserID.Sub("hidden"), toggle, label, s.hidden); now != s.hidden {
		s.hidden = now
		a.sift(q)
		a.changed = true
	}
	return resp.Submitted
}

// chooserFoot draws what the dialog can be answered with; it reports that it was.
func (a *App) chooserFoot(q *model.Chooser, r *ui.Rect) (answered bool) {
	if q.Save {
		return a.saveFoot(q, r)
	}
	c := a.ctx
	chosen := a.chosenEntries(q)
	send, paths := a.lang.T("action.send"), entryPaths(chosen)
	folder := chooserButton{key: "folder", label: a.lang.T("chooser.folder.this"), style: ui.ButtonPlain, disabled: q.Folder.Path == ""}
	sent := q.Folder.Path
	switch {
	case len(chosen) > 1:
		send = a.lang.N("chooser.send", len(chosen))
	case len(chosen) == 1 && chosen[0].Folder:
		send = a.lang.T("offer.open")
		folder.label, sent = a.lang.T("chooser.folder"), chosen[0].Path
	}
	clicked := a.chooserButtons(r, folder,
		chooserButton{key: "cancel", label: a.lang.T("action.cancel"), style: ui.ButtonPlain},
		chooserButton{key: "send", label: send, style: ui.ButtonPrimary, disabled: len(chosen) == 0})
	switch clicked {
	case "folder":
		a.do(model.ChoosePaths{Paths: []string{sent}})
	case "cancel":
		a.do(model.EndChooser{})
	case "send":
		if len(chosen) == 1 && chosen[0].Folder {
			a.do(model.OpenFolder{Path: chosen[0].Path})
		} else {
			a.do(model.ChoosePaths{Paths: paths})
		}
	}
	c.Record(ui.Node{ID: chooserID.Sub("count"), Role: ui.RoleStatus, Label: a.lang.N("chooser.chosen", len(chosen)), Rect: ui.Rect{X: r.X, Y: r.Bottom(), W: r.W, H: 1}})
	return clicked != ""
}

// saveFoot draws the field for the name.
func (a *App) saveFoot(q *model.Chooser, r *ui.Rect) (answered bool) {
	c, s, th := a.ctx, &a.chooser, a.theme
	clicked := a.chooserButtons(r, chooserButton{},
		chooserButton{key: "cancel", label: a.lang.T("action.cancel"), style: ui.ButtonPlain},
		chooserButton{key: "save", label: a.lang.T("chooser.save"), style: ui.ButtonPrimary, disabled: isSpace(s.name.Text()) || s.name.Text() == "" || q.Folder.Path == ""})
	r.CutBottom(12)
	note := a.lang.T("chooser.kept")
	for _, e := range q.Folder.Entries {
		if e.Name == s.name.Text() {
			note = a.lang.T("chooser.number")
		}
	}
	line := r.CutBottom(20)
	c.TextIn(line, a.face.small, th.T2, ui.AlignLeft, note)
	c.Record(ui.Node{ID: chooserID.Sub("note"), Role: ui.RoleStatus, Label: note, Rect: line})
	r.CutBottom(4)
	label := a.lang.T("chooser.name")
	resp := c.TextField(chooserNameID, r.CutBottom(th.Space.LargeControlHeight), &s.name, ui.FieldOptions{Label: label, Placeholder: label, MaxRunes: chooserName})
	c.TextIn(r.CutBottom(labelHeight), a.face.small, th.T2, ui.AlignLeft, label)
	switch {
	case clicked == "save", resp.Submitted && !isSpace(s.name.Text()):
		a.do(model.ChooseName{Name: s.name.Text()})
	case clicked == "cancel":
		a.do(model.EndChooser{})
	default:
		return false
	}
	return true
}

// chooserButton is a button at the foot.
type chooserButton struct {
	key, label string
	style      ui.ButtonStyle
	disabled   bool
}

// chooserButtons draws one at the left, where there is one, and two at the right;
// where they have no room beside each other the first stands above.
func (a *App) chooserButtons(r *ui.Rect, left chooserButton, right ...chooserButton) (clicked string) {
	c, height := a.ctx, a.theme.Space.ControlHeight
	width := func(b chooserButton) float32 { return c.Width(a.face.sender, b.label) + 32 }
	draw := func(b chooserButton, place ui.Rect) {
		if c.Button(chooserID.Sub(b.key), place, b.label, ui.ButtonOptions{Style: b.style, Disabled: b.disabled}).Clicked {
			clicked = b.key
		}
	}
	row := r.CutBottom(height)
	total := float32(8)
	for _, b := range right {
		total += width(b) + 8
	}
	if left.key != "" {
		place := row
		if total+width(left) > row.W {
			r.CutBottom(8)
			place = r.CutBottom(height)
		} else {
			place = row.CutLeft(width(left))
		}
		draw(left, place)
	}
	row.CutLeft(max(0, row.W-total+16))
	for _, b := range right {
		draw(b, row.CutLeft(width(b)))
		row.CutLeft(8)
	}
	return clicked
}
