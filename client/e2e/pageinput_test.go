package e2e

import (
	"slices"
	"strings"
	"testing"

	"lobby/client/ui"
)

// takesQuickClicks holds that a page whose frames are slow, as at its start, still
// takes every click where it was made: here several come before the first of them can
// be shown. The page has just been opened.
func takesQuickClicks(t *testing.T, p *webPage) {
	t.Helper()
	at := func(r ui.Role, label string) ui.Point {
		n := find(t, p, label, role(r, label))
		return ui.Point{X: n.Rect.X + n.Rect.W/2, Y: n.Rect.Y + n.Rect.H/2}
	}
	tab, show, name := at(ui.RoleTab, "註冊"), at(ui.RoleButton, "顯示"), at(ui.RoleTextbox, "名稱")
	for _, pos := range []ui.Point{tab, show, name} {
		p.click(pos)
	}
	wait(t, p, "all three clicks", func(nodes []ui.Node) bool {
		done := 0
		for _, n := range nodes {
			switch {
			case n.Role == ui.RoleTab && n.Label == "註冊" && n.Selected,
				n.Role == ui.RoleButton && n.Label == "隱藏",
				n.Role == ui.RoleTextbox && n.Label == "名稱" && n.Focused:
				done++
			}
		}
		return done == 3
	})
}

// leavesKeysToTheBrowser holds that the canvas keeps no key from the browser that has no
// meaning in the program, and those that have one.
func leavesKeysToTheBrowser(t *testing.T, p *webPage) {
	t.Helper()
	press := func(key string) (left bool) {
		return evaluate[bool](p, `document.querySelector("canvas").dispatchEvent(new KeyboardEvent("keydown", {bubbles: true, cancelable: true, `+key+`}))`)
	}
	for _, c := range []struct {
		key  string
		left bool
	}{
		{"key: 'F5'", true}, {"key: 'F11'", true}, {"key: 'F12'", true},
		{"key: 'r', ctrlKey: true", true}, {"key: 'l', ctrlKey: true", true},
		{"key: 'ArrowLeft', altKey: true", true}, {"key: 'ArrowRight', altKey: true", true},
		{"key: 'End'", false}, {"key: 'q'", false}, {"key: '/'", false},
	} {
		if left := press(c.key); left != c.left {
			t.Errorf("{%s}: the browser gets it: %v, want %v", c.key, left, c.left)
		}
	}
	// The figures of frames are F12 in a window. Had the page taken it too, they would be
	// hidden now instead.
	figures := func(nodes []ui.Node) bool {
		return slices.ContainsFunc(nodes, func(n ui.Node) bool { return strings.HasPrefix(n.Label+n.Value, "frame ") })
	}
	if press("key: 'F12', ctrlKey: true") {
		t.Error("the browser gets Ctrl+F12")
	}
	wait(t, p, "the figures of frames", figures)
	press("key: 'F12', ctrlKey: true")
	wait(t, p, "no figures of frames", func(nodes []ui.Node) bool { return !figures(nodes) })
}
