package uitest

import (
	"fmt"
	"strings"

	"lobby/client/ui"
)

// All returns the widgets of a role with a label; an empty label is any.
func (d *Driver) All(role ui.Role, label string) []ui.Node {
	var found []ui.Node
	for _, n := range d.Out.Nodes {
		if n.Role == role && (label == "" || n.Label == label) {
			found = append(found, n)
		}
	}
	return found
}

// Has reports whether there is such a widget.
func (d *Driver) Has(role ui.Role, label string) bool { return len(d.All(role, label)) > 0 }

// Find returns the one widget of a role with a label, and fails the test where
// there is none or more than one.
func (d *Driver) Find(role ui.Role, label string) ui.Node {
	d.T.Helper()
	found := d.All(role, label)
	if len(found) != 1 {
		d.T.Fatalf("uitest: %d widgets are a %s %q; there are:\n%s", len(found), role, label, d.Tree())
	}
	return found[0]
}

// Focused returns the widget that has the focus; the zero Node if none has.
func (d *Driver) Focused() ui.Node {
	for _, n := range d.Out.Nodes {
		if n.Focused {
			return n
		}
	}
	return ui.Node{}
}

// Text returns all text that is drawn, one command to a line.
func (d *Driver) Text() string {
	var lines []string
	for _, cmd := range d.Out.List {
		if cmd.Kind == ui.CmdText {
			lines = append(lines, cmd.Text)
		}
	}
	return strings.Join(lines, "\n")
}

// Tree returns the record of widgets, one to a line.
func (d *Driver) Tree() string {
	var b strings.Builder
	for _, n := range d.Out.Nodes {
		writeNode(&b, n)
	}
	return b.String()
}

func writeNode(b *strings.Builder, n ui.Node) {
	fmt.Fprintf(b, "%s %q", n.Role, n.Label)
	if n.Value != "" {
		fmt.Fprintf(b, " value %q", n.Value)
	}
	if n.Note != "" {
		fmt.Fprintf(b, " note %q", n.Note)
	}
	for _, flag := range []struct {
		on   bool
		name string
	}{{n.Focused, "focused"}, {n.Selected, "selected"}, {n.Disabled, "disabled"}} {
		if flag.on {
			b.WriteString(" " + flag.name)
		}
	}
	fmt.Fprintf(b, " at %s\n", rect(n.Rect))
}
