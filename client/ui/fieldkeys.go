package ui

// takeKeys edits by the events of the frame, in their order.
func (f *fieldFrame) takeKeys() {
	c, e := f.c, f.e
	if !c.ownsKeys(f.id) {
		return
	}
	for i := range c.events {
		ev := &c.events[i]
		if ev.used {
			continue
		}
		switch ev.Kind {
		case Text:
			ev.used = true
			f.edited(e.Type(ev.Text), ev.Text != "")
		case Paste:
			ev.used = true
			f.edited(e.Insert(ev.Text), ev.Text != "")
		case Preedit:
			ev.used = true
			f.compose(ev)
		case KeyPress:
			ev.used = f.key(ev)
		case FocusLost:
			e.Compose(Composition{})
		}
		if e.pre.Text != "" {
			e.view.composed = c.moment()
		}
	}
}

func (f *fieldFrame) compose(ev *event) {
	if f.e.pre.Text != "" || ev.Text != "" {
		f.e.view.composed = f.c.moment()
	}
	before := f.e.text
	f.e.Compose(Composition{ev.Text, ev.SelStart, ev.SelEnd})
	f.resp.Changed = f.resp.Changed || f.e.text != before
	f.moved()
	f.measure()
}

// edited notes the outcome of an edit that was accepted or refused.
func (f *fieldFrame) edited(accepted, changed bool) {
	f.resp.Refused = f.resp.Refused || !accepted
	f.resp.Changed = f.resp.Changed || accepted && changed
	f.moved()
	f.measure()
}

// moved forgets what held for the caret's last place.
func (f *fieldFrame) moved() {
	f.e.view.hasGoal, f.e.view.upstream = false, false
	f.active()
}

// key does what a key does in a field and reports whether it does anything. While
// something is being composed, all keys are the input method's; an Enter that came
// with the end of composing was its, too.
func (f *fieldFrame) key(ev *event) bool {
	composing := f.e.pre.Text != ""
	switch {
	case composing:
		return true
	case ev.Key == KeyEnter:
		return f.enter(ev)
	case ev.Mods&Alt != 0:
		return false
	case ev.Mods&Command != 0 && f.command(ev):
		return true
	}
	return f.moveKey(ev.Key, ev.Mods&Shift != 0, ev.Mods&Command != 0)
}

func (f *fieldFrame) enter(ev *event) bool {
	switch {
	case f.e.view.composed.meets(f.c.moment()):
		return true
	case f.lines && ev.Mods == Shift:
		f.edited(f.e.Type("\n"), true)
		return true
	case ev.Mods == 0, !f.lines && ev.Mods == Shift:
		f.resp.Submitted = f.resp.Submitted || !ev.Repeat
		return true
	}
	return false
}

// command does the shortcuts that are made with a letter.
func (f *fieldFrame) command(ev *event) bool {
	e, c := f.e, f.c
	switch ev.Key {
	case KeyA:
		e.SelectAll()
		f.moved()
	case KeyC, KeyX:
		return f.copy(ev.Key == KeyX)
	case KeyV:
		c.out.Paste = true
	case KeyZ:
		if ev.Mods&Shift != 0 {
			f.edited(true, e.Redo())
		} else {
			f.edited(true, e.Undo())
		}
	case KeyY:
		f.edited(true, e.Redo())
	default:
		return false
	}
	return true
}

// copy puts the selection on the clipboard. Without one the key is free for others.
func (f *fieldFrame) copy(cut bool) bool {
	s := f.e.Selected()
	if s == "" {
		return false
	}
	if f.o.Password {
		return true
	}
	f.c.out.Copy = s
	if cut {
		f.edited(true, f.e.DeleteSelection())
	}
	return true
}

// moveKey does the keys that move and delete. Word is the command key being held.
func (f *fieldFrame) moveKey(k Key, extend, word bool) bool {
	e := f.e
	switch k {
	case KeyLeft:
		f.move(f.wordOr(word, MoveWordLeft, MoveTextStart, MoveLeft), extend)
	case KeyRight:
		f.move(f.wordOr(word, MoveWordRight, MoveTextEnd, MoveRight), extend)
	case KeyBackspace:
		f.edited(true, e.Delete(f.wordOr(word, MoveWordLeft, MoveTextStart, MoveLeft)))
	case KeyDelete:
		f.edited(true, e.Delete(f.wordOr(word, MoveWordRight, MoveTextEnd, MoveRight)))
	case KeyHome:
		f.edge(word, true, extend)
	case KeyEnd:
		f.edge(word, false, extend)
	case KeyUp:
		return f.vertical(-1, extend)
	case KeyDown:
		return f.vertical(1, extend)
	case KeyPageUp:
		return f.page(-1, extend)
	case KeyPageDown:
		return f.page(1, extend)
	default:
		return false
	}
	return true
}

// wordOr chooses a move by whole words; a password is one word.
func (f *fieldFrame) wordOr(word bool, byWord, secret, plain Move) Move {
	switch {
	case word && f.masked():
		return secret
	case word:
		return byWord
	}
	return plain
}

func (f *fieldFrame) move(m Move, extend bool) {
	f.e.Move(m, extend)
	f.moved()
}

// edge moves to an end of the row, or of the text.
func (f *fieldFrame) edge(text, start, extend bool) {
	row, _ := f.caretPlace()
	s := f.layout.rows[row]
	to, upstream := f.fromShown(s.end), s.end == s.next
	switch {
	case text && start, start && !f.lines:
		to, upstream = 0, false
	case text, !f.lines:
		to, upstream = len(f.e.text), false
	case start:
		to, upstream = f.fromShown(s.start), false
	}
	f.place(to, extend)
	f.e.view.upstream = upstream
}

// place puts the caret at a place.
func (f *fieldFrame) place(at int, extend bool) {
	if extend {
		f.e.Select(f.e.anchor, at)
	} else {
		f.e.Select(at, at)
	}
	f.moved()
}

// vertical moves the caret by rows, keeping to the x where it began. From the
// first row it goes up to the text's beginning, and from there the key is free.
func (f *fieldFrame) vertical(rows int, extend bool) bool {
	if !f.lines {
		return false
	}
	row, x := f.caretPlace()
	v := &f.e.view
	if !v.hasGoal {
		v.goal, v.hasGoal = x, true
	}
	goal := v.goal
	to := row + rows
	switch {
	case to < 0 && f.e.caret == 0 && !extend, to >= len(f.layout.rows) && f.e.caret == len(f.e.text) && !extend:
		return false
	case to < 0:
		f.place(0, extend)
		return true
	case to >= len(f.layout.rows):
		f.place(len(f.e.text), extend)
		return true
	}
	at := f.layout.at(to, goal, true)
	s := f.layout.rows[to]
	f.place(f.fromShown(at), extend)
	v.goal, v.hasGoal = goal, true
	v.upstream = at == s.end && s.end == s.next
	return true
}

// page moves by as many rows as are in sight, where not all of them are.
func (f *fieldFrame) page(direction int, extend bool) bool {
	visible := int(f.inner.H / f.height)
	if !f.lines || len(f.layout.rows) <= visible {
		return false
	}
	row, _ := f.caretPlace()
	to := max(0, min(len(f.layout.rows)-1, row+direction*max(1, visible-1)))
	if to != row {
		f.vertical(to-row, extend)
	}
	return true
}
