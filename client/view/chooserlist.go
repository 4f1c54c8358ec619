package view

import (
	"path/filepath"
	"strings"
	"unicode"

	"lobby/client/model"
	"lobby/client/ui"
)

const (
	entryRow  = 36
	entryDate = 150 // wide, with its margin
	entrySize = 80
	entryWide = 460 // a list so wide has dates
)

func contains(name, folded string) bool { return strings.Contains(fold(name), folded) }

// isSpace reports whether a text is of spaces alone, and not empty.
func isSpace(s string) bool { return s != "" && strings.TrimFunc(s, unicode.IsSpace) == "" }

// chosenEntries are those that are marked, or the one at the cursor.
func (a *App) chosenEntries(q *model.Chooser) []model.FolderEntry {
	s := &a.chooser
	var chosen []model.FolderEntry
	if len(s.marked) > 0 {
		for _, e := range q.Folder.Entries {
			if s.marked[e.Path] {
				chosen = append(chosen, e)
			}
		}
	} else if s.at >= 0 && s.at < len(s.shown) {
		chosen = append(chosen, q.Folder.Entries[s.shown[s.at]])
	}
	return chosen
}

func entryPaths(entries []model.FolderEntry) []string {
	paths := make([]string, len(entries))
	for i, e := range entries {
		paths[i] = e.Path
	}
	return paths
}

// several reports whether more than one may be chosen.
func several(q *model.Chooser) bool { return !q.Save && q.Offer == 0 }

// chooserKeys takes what is typed before the filter could. With nothing in the
// filter, the keys that would do nothing there are the list's, and Space marks: a
// name that is looked for does not begin with one.
func (a *App) chooserKeys(q *model.Chooser) {
	c, s := a.ctx, &a.chooser
	if c.KeyPressed(ui.KeyUp, ui.Alt) {
		a.folderAbove(q)
		return
	}
	if c.Focus() != chooserFilterID {
		return
	}
	empty, composing := s.filter.Text() == "", s.filter.Preedit().Text != ""
	c.TakeKeys(func(e ui.Event) bool {
		switch {
		case e.Kind == ui.Preedit:
			composing = e.Text != ""
		case composing: // all keys are the input method's
		case e.Kind == ui.KeyPress:
			return a.chooserKey(q, e, empty)
		case e.Kind == ui.Text && empty && isSpace(e.Text):
			a.toggleMark(q)
			return true
		default: // the filter has it in a moment
			empty = false
		}
		return false
	})
}

// chooserKey moves the cursor, marks all or leads out of the folder; it reports
// whether the key is one that does.
func (a *App) chooserKey(q *model.Chooser, e ui.Event, empty bool) bool {
	s := &a.chooser
	to, page := s.at, max(1, int(s.height/entryRow)-1)
	switch {
	case empty && e.Key == ui.KeyBackspace && e.Mods == 0:
		a.folderAbove(q)
		return true
	case empty && e.Key == ui.KeyA && e.Mods == ui.Command && several(q):
		a.markAll(q)
		return true
	case e.Mods&^ui.Shift != 0:
		return false
	case e.Key == ui.KeyUp:
		to--
	case e.Key == ui.KeyDown:
		to++
	case e.Key == ui.KeyPageUp:
		to -= page
	case e.Key == ui.KeyPageDown:
		to += page
	case e.Key == ui.KeyHome && empty:
		to = 0
	case e.Key == ui.KeyEnd && empty:
		to = len(s.shown) - 1
	default:
		return false
	}
	a.moveCursor(q, to, e.Mods == ui.Shift)
	return true
}

// moveCursor moves to a row and keeps it in sight. What was not marked one by one is
// marked no longer; with extend, everything from where that began is.
func (a *App) moveCursor(q *model.Chooser, to int, extend bool) {
	s := &a.chooser
	a.changed = true
	if len(s.shown) == 0 {
		return
	}
	s.at = max(0, min(to, len(s.shown)-1))
	if !s.kept {
		clear(s.marked)
	}
	if extend && several(q) {
		for i := min(s.from, s.at); i <= max(s.from, s.at); i++ {
			s.marked[q.Folder.Entries[s.shown[i]].Path] = true
		}
	} else {
		s.from = s.at
	}
	top := float32(s.at) * entryRow
	s.scroll.Y = max(top-(s.height-entryRow), min(s.scroll.Y, top))
}

// toggleMark marks the row at the cursor beside those that are marked, or not any
// more.
func (a *App) toggleMark(q *model.Chooser) {
	s := &a.chooser
	if s.at < 0 || s.at >= len(s.shown) || !several(q) {
		return
	}
	a.changed = true
	s.from = s.at
	path := q.Folder.Entries[s.shown[s.at]].Path
	if s.marked[path] {
		delete(s.marked, path)
	} else {
		s.marked[path] = true
	}
	s.kept = len(s.marked) > 0
}

func (a *App) markAll(q *model.Chooser) {
	a.changed, a.chooser.kept = true, false
	for _, i := range a.chooser.shown {
		a.chooser.marked[q.Folder.Entries[i].Path] = true
	}
}

// enterChosen does what Enter and a double click do: open a folder, choose files or
// take a file's name.
func (a *App) enterChosen(q *model.Chooser) {
	chosen := a.chosenEntries(q)
	typed := a.chooser.filter.Text()
	switch {
	case len(chosen) == 0 && filepath.IsAbs(typed):
		a.do(model.OpenFolder{Path: filepath.Clean(typed)})
	case len(chosen) == 0:
	case len(chosen) == 1 && chosen[0].Folder:
		a.do(model.OpenFolder{Path: chosen[0].Path})
	case q.Save:
		a.chooser.name.SetText(chosen[0].Name)
		a.ctx.SetFocus(chooserNameID)
		a.changed = true
	default:
		a.do(model.ChoosePaths{Paths: entryPaths(chosen)})
	}
}

// chooserList draws the entries that are in sight; it reports that one was clicked
// on twice.
func (a *App) chooserList(q *model.Chooser, r ui.Rect) (opened bool) {
	c, th, s := a.ctx, a.theme, &a.chooser
	c.Box(r, th.Radius.Card, th.Bg1, 1, th.Line)
	c.Record(ui.Node{ID: chooserID.Sub("list"), Role: ui.RoleList, Label: a.lang.T("chooser.list"), Rect: r})
	r = r.InsetXY(6, 6)
	if q.Folder.More {
		text := a.lang.T("chooser.more", "n", model.MaxListed)
		line := r.CutBottom(24)
		c.TextIn(line.InsetXY(8, 0), a.face.small, th.T2, ui.AlignLeft, text)
		c.Record(ui.Node{ID: chooserID.Sub("more"), Role: ui.RoleStatus, Label: text, Rect: line})
	}
	s.height = r.H
	if len(s.shown) == 0 {
		a.emptyFolder(q, r)
		return false
	}
	c.ScrollArea(chooserID.Sub("scroll"), r, &s.scroll, float32(len(s.shown))*entryRow, func(inner ui.Rect) {
		first := max(0, int((r.Y-inner.Y)/entryRow))
		for i := first; i < len(s.shown); i++ {
			row := ui.Rect{X: inner.X, Y: inner.Y + float32(i)*entryRow, W: inner.W, H: entryRow}
			if row.Y >= r.Bottom() {
				return
			}
			opened = a.drawEntry(q, i, row) || opened
		}
	})
	return opened
}

// emptyFolder says why nothing is listed.
func (a *App) emptyFolder(q *model.Chooser, r ui.Rect) {
	text := a.lang.T("chooser.empty")
	switch {
	case q.Busy:
		text = a.lang.T("chooser.busy")
	case a.chooser.filter.Text() != "":
		text = a.lang.T("search.none", "text", a.chooser.filter.Text())
	}
	a.ctx.TextIn(r, a.face.text, a.theme.T2, ui.AlignCenter, text)
	a.ctx.Record(ui.Node{ID: chooserID.Sub("empty"), Role: ui.RoleStatus, Label: text, Rect: r})
}

// drawEntry draws a row; it reports that it was clicked on twice or, by a finger,
// that it is a folder that was tapped.
func (a *App) drawEntry(q *model.Chooser, i int, r ui.Rect) (opened bool) {
	c, th, s := a.ctx, a.theme, &a.chooser
	e := q.Folder.Entries[s.shown[i]]
	id := chooserID.Sub("entry " + e.Path)
	resp := c.Interact(id, r, ui.InteractOptions{Cursor: ui.CursorPointer})
	chosen := s.marked[e.Path] || len(s.marked) == 0 && i == s.at
	switch {
	case chosen:
		c.Fill(r, th.Radius.Row, th.Sel)
	case resp.Hovered:
		c.Fill(r, th.Radius.Row, th.Bg2)
	}
	if i == s.at && len(s.marked) > 0 {
		c.Box(r, th.Radius.Row, ui.Color{}, 1, th.T3)
	}
	inner := r.InsetXY(10, 0)
	if several(q) {
		if mark := inner.CutRight(24); s.marked[e.Path] {
			c.DrawIcon(mark.Center(14, 14), ui.IconCheck, 2, th.Accent)
		}
	}
	icon, ink := ui.IconFile, th.T2
	if e.Folder {
		icon, ink = ui.IconFolder, th.Accent
	}
	c.DrawIcon(inner.CutLeft(18).Center(18, 18), icon, 1.5, ink)
	inner.CutLeft(10)
	note := a.lang.T("chooser.kind.folder")
	day := a.lang.Date(e.Modified.In(a.o.Zone))
	if !e.Folder {
		note = sizeText(e.Size)
	}
	if r.W >= entryWide {
		c.TextIn(inner.CutRight(entryDate).InsetXY(4, 0), a.face.small, th.T2, ui.AlignRight, day)
	}
	if size := inner.CutRight(entrySize); !e.Folder {
		c.TextIn(size, a.face.small, th.T2, ui.AlignRight, note)
	}
	c.TextIn(inner, a.face.text, th.T1, ui.AlignLeft, visible(e.Name))
	c.Record(ui.Node{ID: id, Role: ui.RoleOption, Label: visible(e.Name), Note: note + " · " + day, Rect: r, Selected: chosen})
	if resp.Down {
		a.pressEntry(q, i, resp.Mods)
	}
	return resp.Down && resp.Clicks == 2 && resp.Mods == 0 || resp.Clicked && c.Touch() && e.Folder
}

// pressEntry chooses a row as a press does: alone, with Control beside the others,
// with Shift with all between. A finger adds files, one by one.
func (a *App) pressEntry(q *model.Chooser, i int, mods ui.Mods) {
	s := &a.chooser
	a.ctx.SetFocus(chooserFilterID)
	e := q.Folder.Entries[s.shown[i]]
	beside := several(q) && (mods == ui.Command || a.ctx.Touch() && !e.Folder)
	if !beside {
		s.kept = false
		a.moveCursor(q, i, mods == ui.Shift)
		return
	}
	if len(s.marked) == 0 && s.at >= 0 && s.at < len(s.shown) && s.at != i { // what was chosen alone stays
		s.marked[q.Folder.Entries[s.shown[s.at]].Path] = true
	}
	s.at = i
	a.toggleMark(q)
}

// visible is the name of a file on one line, in the order of its characters: it may
// have line breaks in it, and marks that turn the direction of writing.
func visible(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return '?'
		}
		return r
	}, name)
}
