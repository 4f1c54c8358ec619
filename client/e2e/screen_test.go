package e2e

import (
	"context"
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"lobby/client/ui"
)

// screen is a client as its user sees and handles it: a window or a page.
type screen interface {
	// nodes returns what is shown now, and a channel that is closed when that
	// may have changed.
	nodes() ([]ui.Node, <-chan struct{})
	click(at ui.Point)
	typeText(text string) // any script; as typed or pasted
	press(keys string)    // as xdotool names them: "Return", "ctrl+k"
	resize(width, height int)
	picture() image.Image
	name() string // for messages
	context() context.Context
}

// find waits until a node fits and returns it.
func find(t testing.TB, s screen, what string, fits func(n ui.Node) bool) ui.Node {
	t.Helper()
	var found ui.Node
	wait(t, s, what, func(nodes []ui.Node) bool {
		i := slices.IndexFunc(nodes, fits)
		if i >= 0 {
			found = nodes[i]
		}
		return i >= 0
	})
	return found
}

// wait waits until what is shown fits.
func wait(t testing.TB, s screen, what string, fits func(nodes []ui.Node) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(s.context(), patience)
	defer cancel()
	for {
		nodes, changed := s.nodes()
		if fits(nodes) {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			t.Fatalf("%s never showed %s; it shows:\n%s", s.name(), what, describe(nodes))
		}
	}
}

func role(r ui.Role, label string) func(ui.Node) bool {
	return func(n ui.Node) bool { return n.Role == r && n.Label == label }
}

// clickOn waits for a widget and clicks into its middle.
func clickOn(t testing.TB, s screen, r ui.Role, label string) {
	t.Helper()
	n := find(t, s, fmt.Sprintf("a %s %q", r, label), role(r, label))
	s.click(ui.Point{X: n.Rect.X + n.Rect.W/2, Y: n.Rect.Y + n.Rect.H/2})
}

// chooseTab clicks on a tab and waits until it is chosen.
func chooseTab(t testing.TB, s screen, label string) {
	t.Helper()
	clickOn(t, s, ui.RoleTab, label)
	find(t, s, "the tab "+label, func(n ui.Node) bool { return n.Role == ui.RoleTab && n.Label == label && n.Selected })
}

// fill clicks into a text field, empties it and types.
func fill(t testing.TB, s screen, label, text string) {
	t.Helper()
	for in := false; !in; {
		at := find(t, s, label, role(ui.RoleTextbox, label)).Rect
		clickOn(t, s, ui.RoleTextbox, label)
		// A form may move below the pointer when its server answers: then again.
		in = find(t, s, "focus in "+label, func(n ui.Node) bool {
			return n.Role == ui.RoleTextbox && n.Label == label && (n.Focused || n.Rect != at)
		}).Focused
	}
	if n := find(t, s, label, role(ui.RoleTextbox, label)); n.Value != "" {
		s.press("ctrl+a")
		s.press("BackSpace")
		find(t, s, "nothing in "+label, func(n ui.Node) bool { return n.Role == ui.RoleTextbox && n.Label == label && n.Value == "" })
	}
	s.typeText(text)
	find(t, s, fmt.Sprintf("%.200q in %s", text, label), func(n ui.Node) bool {
		return n.Role == ui.RoleTextbox && n.Label == label && (n.Value == text || n.Value == strings.Repeat("•", utf8.RuneCountInString(text)))
	})
}

// messages are the texts of the log's messages, with their senders.
func messages(nodes []ui.Node) []string {
	var all []string
	for _, n := range nodes {
		if n.Role == ui.RoleRow {
			all = append(all, n.Label+": "+n.Value)
		}
	}
	return all
}

func describe(nodes []ui.Node) string {
	var b strings.Builder
	for _, n := range nodes {
		fmt.Fprintf(&b, "  %-9s %q value=%.200q note=%q at %.0f", n.Role, n.Label, n.Value, n.Note, n.Rect)
		if n.Focused {
			b.WriteString(" focused")
		}
		if n.Selected {
			b.WriteString(" selected")
		}
		b.WriteByte('\n')
	}
	return b.String()
}
