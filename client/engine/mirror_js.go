package engine

import (
	"slices"
	"strconv"
	"syscall/js"

	"lobby/client/ui"
)

// mirror keeps a copy of the frame's nodes in the page's element #a11y, for
// screen readers and tests: one element for each node, with its role, label and
// place, inside the one that it is part of, found again by the node's id and changed
// only where it differs. It lies over the picture, transparent, and lets the pointer
// through; a click that a script makes on an element presses its widget.
//
// The keyboard stays with the canvas or with the textarea for texts; which element of
// the mirror has the focus is told by their aria-activedescendant.
type mirror struct {
	root     js.Value
	shown    state
	drawn    bool
	elements map[ui.ID]*element
	focus    focusShown
	presses  []ui.Event
}

type element struct {
	value  js.Value
	text   js.Value // its own text, before the elements of its parts
	node   ui.Node
	origin ui.Point // where the parent begins

	attributes attributes
	content    string
}

// focusShown is what is told of the focus.
type focusShown struct {
	id    string
	label string
}

// newMirror finds the element, or makes it where the page has none.
func newMirror(Options) (*mirror, error) {
	root := document.Call("getElementById", "a11y")
	if !root.Truthy() {
		root = document.Call("createElement", "div")
		root.Set("id", "a11y")
		style := root.Get("style")
		style.Set("position", "fixed")
		style.Set("inset", "0")
		style.Set("overflow", "hidden")
		style.Set("opacity", "0")
		style.Set("pointerEvents", "none")
		document.Get("body").Call("appendChild", root)
	}
	return &mirror{root: root, elements: make(map[ui.ID]*element)}, nil
}

func (m *mirror) close() {}

// show brings the elements in step with a frame's nodes.
func (m *mirror) show(s state) {
	if m.drawn && s.equal(m.shown) {
		return
	}
	s.nodes = slices.Clone(s.nodes)
	if s.lang != m.shown.lang { // else it is read aloud as if it were another
		document.Get("documentElement").Set("lang", s.lang)
	}
	m.shown, m.drawn = s, true

	f := frameNodes{nodes: make(map[ui.ID]ui.Node, len(s.nodes)), put: make(map[ui.ID]bool, len(s.nodes)), last: make(map[ui.ID]js.Value)}
	for _, n := range s.nodes {
		if _, twice := f.nodes[n.ID]; !twice {
			f.nodes[n.ID] = n
		}
	}
	var focus focusShown
	for _, n := range s.nodes {
		m.put(&f, n.ID)
		if n.Focused {
			focus = focusShown{elementID(n.ID), n.Label}
		}
	}
	for id, e := range m.elements {
		if !f.put[id] {
			e.value.Call("remove")
			delete(m.elements, id)
		}
	}
	m.showFocus(focus)
}

// frameNodes are the nodes of the frame that is being shown.
type frameNodes struct {
	nodes map[ui.ID]ui.Node
	put   map[ui.ID]bool
	last  map[ui.ID]js.Value // by the parent's id: the child put in last
}

// put makes or changes the element of a node, after that of its parent, and sees that
// it stands behind its elder sibling.
func (m *mirror) put(f *frameNodes, id ui.ID) *element {
	if f.put[id] {
		return m.elements[id]
	}
	f.put[id] = true
	n := f.nodes[id]
	in, origin := m.root, ui.Point{}
	if over, ok := f.nodes[n.Parent]; ok {
		in, origin = m.put(f, n.Parent).value, ui.Point{X: over.Rect.X, Y: over.Rect.Y}
	} else {
		n.Parent = 0
	}
	e := m.elements[id]
	if e == nil || e.node.Role != n.Role || e.node.Parent != n.Parent {
		if e != nil {
			e.value.Call("remove")
		}
		e = newElement(n)
		m.elements[id] = e
	}
	f.place(e.value, in, n.Parent, m.elements[n.Parent])
	e.describe(n)
	if e.origin != origin || e.node.Rect != n.Rect {
		style := e.value.Get("style")
		style.Set("left", pixels(n.Rect.X-origin.X))
		style.Set("top", pixels(n.Rect.Y-origin.Y))
		style.Set("width", pixels(n.Rect.W))
		style.Set("height", pixels(n.Rect.H))
	}
	e.node, e.origin = n, origin
	return e
}

// place puts an element into its parent, behind the one that was put in before.
func (f *frameNodes) place(value, in js.Value, key ui.ID, parent *element) {
	before := in.Get("firstChild")
	if elder, ok := f.last[key]; ok {
		before = elder.Get("nextSibling")
	} else if parent != nil && parent.text.Truthy() {
		before = parent.text.Get("nextSibling")
	}
	if !before.Equal(value) {
		in.Call("insertBefore", value, before)
	}
	f.last[key] = value
}

// newElement makes the element of a node, with what never changes.
func newElement(n ui.Node) *element {
	value := document.Call("createElement", "div")
	set := func(name, to string) { value.Call("setAttribute", name, to) }
	set("id", elementID(n.ID))
	set("role", ariaRole(n))
	value.Get("style").Set("position", "absolute")
	switch n.Role {
	case ui.RoleLog, ui.RoleStatus:
		set("aria-live", "polite")
	case ui.RoleAlert:
		set("aria-live", "assertive")
	case ui.RoleDialog:
		set("aria-modal", "true")
	case ui.RoleBar:
		set("aria-valuemin", "0")
		set("aria-valuemax", "100")
	}
	return &element{value: value}
}

// elementPrefix stands before a node's id in that of its element.
const elementPrefix = "node-"

func elementID(id ui.ID) string { return elementPrefix + strconv.FormatUint(uint64(id), 10) }

// ariaRole is the node's role by a name that browsers know.
func ariaRole(n ui.Node) string {
	switch {
	case n.Role != ui.RoleText:
		return string(n.Role)
	case n.Value != "":
		return "group"
	}
	return "paragraph"
}

// describe changes what an element says of its node, where that differs from before.
func (e *element) describe(n ui.Node) {
	is := attributesOf(n)
	for i, a := range is {
		switch {
		case a.value == e.attributes[i].value:
		case a.value == "":
			e.value.Call("removeAttribute", a.name)
		default:
			e.value.Call("setAttribute", a.name, a.value)
		}
	}
	e.attributes = is
	text := contentOf(n)
	switch {
	case text == e.content:
	case e.text.Truthy():
		e.text.Set("data", text)
	default:
		e.text = document.Call("createTextNode", text)
		e.value.Call("insertBefore", e.text, e.value.Get("firstChild"))
	}
	e.content = text
}

// attributes are those of an element that may change. An empty one is absent.
type attributes [10]struct{ name, value string }

func attributesOf(n ui.Node) attributes {
	flag := func(b bool) string {
		if b {
			return "true"
		}
		return ""
	}
	label, note := n.Label, n.Note
	if n.Role == ui.RoleOption && n.Value == "" && note != "" {
		// Readers say descriptions late or never, and this is what an unread count is.
		label, note = label+", "+note, ""
	}
	state := func(known bool) string {
		if !known {
			return ""
		}
		return strconv.FormatBool(n.Selected)
	}
	percent, words := "", ""
	if n.Role == ui.RoleBar {
		percent, words = strconv.Itoa(n.Percent), n.Value
	}
	return attributes{
		{"role", ariaRole(n)},
		{"aria-label", label},
		{"aria-description", note},
		{"aria-disabled", flag(n.Disabled)},
		{"aria-invalid", flag(n.Role == ui.RoleTextbox && n.Note != "")},
		{"aria-selected", state(n.Role == ui.RoleOption || n.Role == ui.RoleTab)},
		{"aria-checked", state(n.Role == ui.RoleSwitch)},
		{"aria-valuenow", percent},
		{"aria-valuetext", words},
		{"data-focused", flag(n.Focused)},
	}
}

// contentOf is the text that stands in a node's element.
func contentOf(n ui.Node) string {
	switch n.Role {
	case ui.RoleList, ui.RoleLog, ui.RoleDialog, ui.RoleTabs, ui.RoleImage, ui.RoleBar:
		return ""
	case ui.RoleTextbox, ui.RoleRow:
		return n.Value
	}
	if n.Value != "" {
		return n.Value
	}
	return n.Label
}

// showFocus tells with what the keyboard belongs to which element of the mirror has it.
func (m *mirror) showFocus(f focusShown) {
	if f == m.focus {
		return
	}
	m.focus = f
	for _, holder := range []js.Value{
		document.Call("querySelector", "canvas"), document.Call("getElementById", "ebitengine-textinput"),
	} {
		switch {
		case !holder.Truthy():
		case f.id == "":
			holder.Call("removeAttribute", "aria-activedescendant")
			holder.Call("removeAttribute", "aria-label")
		default:
			holder.Call("setAttribute", "aria-activedescendant", f.id)
			holder.Call("setAttribute", "aria-label", f.label)
		}
	}
}

func pixels(v float32) string { return strconv.FormatFloat(float64(v), 'f', 2, 32) + "px" }
