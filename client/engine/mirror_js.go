package engine

import (
	"slices"
	"strconv"
	"syscall/js"

	"lobby/client/ui"
)

// mirror keeps a copy of the frame's nodes in the page's element #a11y, for
// screen readers and tests: one element for each node, with its role, label and
// place, found again by the node's id and changed only where it differs. It
// lies over the picture, transparent, and takes no clicks.
type mirror struct {
	root     js.Value
	shown    state
	drawn    bool
	elements map[ui.ID]*element
}

type element struct {
	value  js.Value
	node   ui.Node
	origin ui.Point // where the parent begins
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
	m.shown, m.drawn = s, true

	seen := make(map[ui.ID]bool, len(s.nodes))
	parents := map[ui.Role]*element{}
	last := map[ui.ID]js.Value{} // by the parent's id: the child put in last
	for _, n := range s.nodes {
		if seen[n.ID] {
			continue
		}
		seen[n.ID] = true
		var parent *element
		switch n.Role {
		case ui.RoleOption:
			parent = parents[ui.RoleList]
		case ui.RoleRow:
			parent = parents[ui.RoleLog]
		}
		e := m.put(n, parent, last)
		parents[n.Role] = e
	}
	for id, e := range m.elements {
		if !seen[id] {
			e.value.Call("remove")
			delete(m.elements, id)
		}
	}
}

// put makes or changes the element of a node and sees that it stands behind
// its elder sibling.
func (m *mirror) put(n ui.Node, parent *element, last map[ui.ID]js.Value) *element {
	e := m.elements[n.ID]
	fresh := e == nil || e.node.Role != n.Role
	if fresh {
		if e != nil {
			e.value.Call("remove")
		}
		e = &element{value: document.Call("createElement", "div")}
		e.value.Call("setAttribute", "role", string(n.Role))
		e.value.Call("setAttribute", "data-id", strconv.FormatUint(uint64(n.ID), 10))
		e.value.Get("style").Set("position", "absolute")
		switch n.Role {
		case ui.RoleLog, ui.RoleStatus:
			e.value.Call("setAttribute", "aria-live", "polite")
		case ui.RoleAlert:
			e.value.Call("setAttribute", "aria-live", "assertive")
		case ui.RoleDialog:
			e.value.Call("setAttribute", "aria-modal", "true")
		}
		m.elements[n.ID] = e
	}
	in, origin, key := m.root, ui.Point{}, ui.ID(0)
	if parent != nil {
		in, origin, key = parent.value, ui.Point{X: parent.node.Rect.X, Y: parent.node.Rect.Y}, parent.node.ID
	}
	before := in.Get("firstChild")
	if elder, ok := last[key]; ok {
		before = elder.Get("nextSibling")
	}
	if !before.Equal(e.value) {
		in.Call("insertBefore", e.value, before)
	}
	last[key] = e.value

	old := e.node
	if fresh {
		old = ui.Node{}
	}
	text := func(name, was, is string) {
		if was != is || fresh && is != "" {
			if is == "" {
				e.value.Call("removeAttribute", name)
			} else {
				e.value.Call("setAttribute", name, is)
			}
		}
	}
	flag := func(b bool) string {
		if b {
			return "true"
		}
		return ""
	}
	text("aria-label", old.Label, n.Label)
	text("aria-description", old.Note, n.Note)
	text("aria-disabled", flag(old.Disabled), flag(n.Disabled))
	text("data-focused", flag(old.Focused), flag(n.Focused))
	selected := func(b bool) string { return strconv.FormatBool(b) }
	if n.Role == ui.RoleOption || n.Role == ui.RoleTab {
		if fresh || old.Selected != n.Selected {
			e.value.Call("setAttribute", "aria-selected", selected(n.Selected))
		}
	}
	if n.Role == ui.RoleSwitch && (fresh || old.Selected != n.Selected) {
		e.value.Call("setAttribute", "aria-checked", selected(n.Selected))
	}
	content := func(n ui.Node) string {
		switch {
		case n.Value != "":
			return n.Value
		case n.Role == ui.RoleTextbox:
			return ""
		}
		return n.Label
	}
	if was, is := content(old), content(n); n.Role != ui.RoleList && n.Role != ui.RoleLog && n.Role != ui.RoleDialog && (fresh || was != is) {
		e.value.Set("textContent", is)
	}
	if fresh || old.Rect != n.Rect || e.origin != origin {
		style := e.value.Get("style")
		style.Set("left", pixels(n.Rect.X-origin.X))
		style.Set("top", pixels(n.Rect.Y-origin.Y))
		style.Set("width", pixels(n.Rect.W))
		style.Set("height", pixels(n.Rect.H))
	}
	e.node, e.origin = n, origin
	return e
}

func pixels(v float32) string { return strconv.FormatFloat(float64(v), 'f', 2, 32) + "px" }
