package ui

// FieldOptions say what a text field is for.
type FieldOptions struct {
	Label       string  // told to screen readers; the program draws it above the field
	Placeholder string  // shown while the field is empty
	Password    bool    // shown as dots, never copied
	Reveal      bool    // shows a password all the same
	Error       string  // what is wrong, told to screen readers; the edge turns red
	Trailing    float32 // space kept free at the right, logical pixels
	MaxRunes    int     // limit in code points, 0 for none
	Disabled    bool
	Bare        bool // no box and no padding: the program draws what is around it
}

// TextField draws a field of one line, which scrolls sideways.
func (c *Context) TextField(id ID, r Rect, e *Editor, o FieldOptions) Response {
	e.setSingleLine()
	return c.editField(id, r, e, o, false)
}

// TextArea draws a field of several lines, which wraps and scrolls. Enter submits
// and Shift+Enter begins a new line. The page keys are its own only where its lines
// do not fit, so that they can scroll what is above it.
func (c *Context) TextArea(id ID, r Rect, e *Editor, o FieldOptions) Response {
	e.SingleLine = false
	return c.editField(id, r, e, o, true)
}

// TextAreaHeight returns how tall the lines of e are in a bare text area of the
// given width, but at least one and at most maxLines of them.
func (c *Context) TextAreaHeight(e *Editor, f Font, width float32, maxLines int) float32 {
	text, _ := e.shown()
	rows := len(c.wrap(f, text, width-c.theme.Space.CaretWidth).spans)
	return float32(max(1, min(rows, maxLines))) * c.LineHeight(f)
}

// editorView is what a field keeps with its editor from frame to frame.
type editorView struct {
	scroll   Point   // of the text in the field
	goal     float32 // x that moves up and down keep to
	hasGoal  bool
	upstream bool   // the caret shows at the end of the row above
	away     bool   // the wheel scrolled away from the caret
	composed moment // when something was last being composed

	clicks   int   // of the press that is held
	from, to int   // what that press selected
	pointer  Point // where the pointer was when last looked at
}

// fieldFrame is a field in one frame.
type fieldFrame struct {
	c      *Context
	id     ID
	e      *Editor
	o      FieldOptions
	lines  bool // of several lines
	inner  Rect
	font   Font
	height float32 // of a line
	layout textLayout
	resp   Response
}

// editField does what all fields have in common: pointer, keys, drawing.
func (c *Context) editField(id ID, r Rect, e *Editor, o FieldOptions, lines bool) Response {
	e.MaxRunes = o.MaxRunes
	o.Disabled = o.Disabled || c.inert
	f := &fieldFrame{c: c, id: id, e: e, o: o, lines: lines, font: Font{Regular, c.theme.Type.Base}}
	f.height = c.LineHeight(f.font)
	f.inner = f.innerRect(r)
	f.interact(r)
	if !f.resp.Focused && e.pre.Text != "" { // the input method has lost its field
		e.Compose(Composition{})
	}
	f.measure()
	if !o.Disabled {
		f.takePointer()
		f.takeKeys()
	}
	f.measure()
	f.scroll()
	f.record(r)
	f.draw(r)
	return f.resp
}

func (f *fieldFrame) innerRect(r Rect) Rect {
	if !f.o.Bare {
		pad := f.c.theme.Space.FieldPadding
		r = r.InsetXY(pad, 0)
		if f.lines {
			r = r.InsetXY(0, (f.c.theme.Space.LargeControlHeight-f.height)/2)
		}
	}
	r.W = max(0, r.W-f.o.Trailing)
	return r
}

func (f *fieldFrame) interact(r Rect) {
	c := f.c
	kind := regionWidget
	if f.o.Disabled {
		kind = regionDisabled
	}
	c.addRegion(region{id: f.id, rect: r, cursor: CursorText, kind: kind})
	if f.o.Disabled {
		return
	}
	f.resp = c.pointerResponse(f.id)
	c.addFocusable(f.id, r)
	if c.activated(f.id) {
		c.SetFocus(f.id)
	}
	f.resp.Focused = c.focus.id == f.id
}

// measure lays the text out as it is now.
func (f *fieldFrame) measure() {
	text, _ := f.e.shown()
	if f.masked() {
		text = mask(text)
	}
	f.layout = textLayout{m: f.c.measurer, font: f.font, text: text}
	if f.lines {
		f.layout.rows = f.c.wrap(f.font, text, f.inner.W-f.c.theme.Space.CaretWidth).spans
	} else {
		f.layout.rows = []span{{0, len(text), len(text)}}
	}
}

func (f *fieldFrame) masked() bool { return f.o.Password && !f.o.Reveal }

// caretPlace returns the row of the caret and its x in it.
func (f *fieldFrame) caretPlace() (row int, x float32) {
	_, at := f.e.shown()
	at = f.toShown(at)
	row = f.layout.rowOf(at, f.e.view.upstream)
	return row, f.layout.x(row, at)
}

// scroll moves the text so that the caret is in sight.
func (f *fieldFrame) scroll() {
	v := &f.e.view
	if !f.lines && !f.resp.Focused {
		v.scroll.X = 0
		return
	}
	row, x := f.caretPlace()
	if !f.lines {
		caret := f.c.theme.Space.CaretWidth
		width := f.layout.x(0, len(f.layout.text)) + caret
		v.scroll.X = max(x+caret-f.inner.W, min(v.scroll.X, x))
		v.scroll.X = max(0, min(v.scroll.X, width-f.inner.W))
		return
	}
	content := float32(len(f.layout.rows)) * f.height
	most := max(0, content-f.inner.H)
	if most > 0 {
		f.c.addRegion(region{id: f.id, rect: f.inner, kind: regionScroll})
		delta := f.c.scrolled(f.id)
		v.scroll.Y -= delta
		v.away = v.away || delta != 0
	}
	if !v.away {
		y := float32(row) * f.height
		v.scroll.Y = max(y+f.height-f.inner.H, min(v.scroll.Y, y))
	}
	v.scroll.Y = max(0, min(v.scroll.Y, most))
}

func (f *fieldFrame) record(r Rect) {
	value := f.e.text
	if f.o.Password {
		value = mask(value)
	}
	f.c.Record(Node{
		ID: f.id, Role: RoleTextbox, Label: f.o.Label, Value: value, Note: f.o.Error, Rect: r,
		Focused: f.resp.Focused, Disabled: f.o.Disabled,
	})
}
