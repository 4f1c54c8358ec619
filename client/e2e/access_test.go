package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"lobby/client/ui"
)

// readsForm holds what a screen reader makes of the form, by the browser's own
// accessibility tree.
func readsForm(t *testing.T, srv *server, p *webPage) {
	t.Helper()
	tree := p.tree()
	for _, label := range []string{"伺服器", "名稱", "密碼"} {
		tree.find(t, "textbox", label)
	}
	if tab := tree.find(t, "tab", "登入"); tab.up.role != "tablist" || tab.props["selected"] != "true" {
		t.Errorf("the tab is %v in a %s", tab.props, tab.up.role)
	}
	// A page says at once that it can't go to another server.
	fill(t, p, "伺服器", "127.0.0.1:9")
	p.press("Tab")
	find(t, p, "why not", says("這個網頁只能連到它自己的伺服器"))
	tree = p.tree()
	tree.find(t, "alert", "這個網頁只能連到它自己的伺服器")
	if at := tree.focused(t); at.role != "textbox" || at.name != "名稱" {
		t.Errorf("the focus is at the %s %q", at.role, at.name)
	}
	fill(t, p, "伺服器", srv.addr)
}

// readsRoom does so of the room, where Alex has said 大家早, and something to the
// member alone.
func readsRoom(t *testing.T, p *webPage) {
	t.Helper()
	tree := p.tree()
	log := tree.find(t, "log", "訊息記錄")
	if log.props["live"] != "polite" {
		t.Errorf("the log is %v", log.props)
	}
	said := tree.find(t, "article", "Alex")
	if said.up != log || said.down[0].name != "大家早" {
		t.Errorf("%q stands in the %s, not in the log", said.down[0].name, said.up.role)
	}
	list := tree.find(t, "listbox", "對話")
	for name, selected := range map[string]string{"大廳": "true", "Alex, 1 則新訊息": "false"} {
		if option := tree.find(t, "option", name); option.name != name || option.up != list || option.props["selected"] != selected {
			t.Errorf("%q is %v in a %s", option.name, option.props, option.up.role)
		}
	}
	for _, n := range tree.nodes {
		if n.name == "" && (n.role == "button" || n.role == "option" || n.role == "switch" || n.role == "tab") {
			t.Errorf("a %s without a name", n.role)
		}
	}
	if at := tree.focused(t); at.role != "textbox" || at.name != "訊息" {
		t.Errorf("the focus is at the %s %q", at.role, at.name)
	}
}

// readsDialog opens the settings by the keyboard, which stays in them until they are
// closed.
func readsDialog(t *testing.T, p *webPage) {
	t.Helper()
	tabTo(t, p, "設定")
	p.press("Return")
	find(t, p, "the settings", role(ui.RoleDialog, "設定"))
	find(t, p, "the focus in them", func(n ui.Node) bool { return n.Focused && n.Label != "設定" })
	tree := p.tree()
	dialog := tree.find(t, "dialog", "設定")
	if dialog.props["modal"] != "true" {
		t.Errorf("the dialog is %v", dialog.props)
	}
	first := tree.focused(t)
	stops := map[cdp.BackendNodeID]bool{}
	for at := first; !stops[at.element]; at = p.tree().focused(t) {
		if at.within("dialog") == nil {
			t.Fatalf("Tab leads out of the dialog, to the %s %q", at.role, at.name)
		}
		stops[at.element] = true
		before := find(t, p, "a focus", focused)
		p.press("Tab")
		find(t, p, "the next focus", func(n ui.Node) bool { return n.Focused && n.ID != before.ID })
	}
	if len(stops) < 5 {
		t.Errorf("Tab has %d stops in the dialog", len(stops))
	}
	p.press("Escape")
	p.gone("the dialog", role(ui.RoleDialog, "設定"))
	find(t, p, "the focus where it was", func(n ui.Node) bool { return n.Focused && n.Role == ui.RoleButton && n.Label == "設定" })
	if at := p.tree().focused(t); at.role != "button" || at.name != "設定" {
		t.Errorf("after the dialog the focus is at the %s %q", at.role, at.name)
	}
}

// pressesByName works the settings and the list as a screen reader does.
func pressesByName(t *testing.T, p *webPage) {
	t.Helper()
	p.pressByName("button", "設定")
	find(t, p, "the settings", role(ui.RoleDialog, "設定"))
	p.pressByName("tab", "日本語")
	find(t, p, "the choice", func(n ui.Node) bool { return n.Role == ui.RoleTab && n.Label == "日本語" && n.Selected })
	if lang := evaluate[string](p, "document.documentElement.lang"); lang != "ja" {
		t.Errorf("the page is said to be in %q", lang)
	}
	p.pressByName("tab", "繁體中文")
	find(t, p, "the choice taken back", func(n ui.Node) bool { return n.Role == ui.RoleTab && n.Label == "繁體中文" && n.Selected })
	p.pressByName("tab", "減少")
	find(t, p, "less motion", func(n ui.Node) bool { return n.Role == ui.RoleTab && n.Label == "減少" && n.Selected })
	p.pressByName("button", "關閉")
	p.gone("the dialog", role(ui.RoleDialog, "設定"))
	p.pressByName("option", "Alex, 1 則新訊息")
	find(t, p, "the private messages", role(ui.RoleHeading, "Alex"))
	p.pressByName("option", "大廳")
	find(t, p, "the room", role(ui.RoleHeading, "# 大廳"))
	p.pressByName("button", "靜音這個對話")
	find(t, p, "the room muted", func(n ui.Node) bool { return n.Label == "取消靜音" && n.Focused })
	p.pressByName("textbox", "訊息")
	find(t, p, "the focus in the composer", func(n ui.Node) bool { return n.Role == ui.RoleTextbox && n.Focused })
}

// usableTwiceAsLarge makes the page twice as large, in the colours of a system that
// forces its own.
func usableTwiceAsLarge(t *testing.T, m member, p *webPage) {
	t.Helper()
	nodes, _ := m.nodes()
	said := messages(nodes)
	p.prefer("forced-colors", "active")
	p.do(chromedp.EmulateViewport(1280/2, 800/2, chromedp.EmulateScale(2)))
	find(t, p, "the composer in sight", func(n ui.Node) bool {
		return n.Role == ui.RoleTextbox && n.Label == "訊息" && n.Rect.Right() < 1280/2 && n.Rect.Bottom() < 800/2
	})
	say(t, m, "看得到")
	shows(t, m, append(said, m.nick+": 看得到"))
	picture(t, m, "page-twice-as-large")
}

// pressByName presses an element of the mirror as a screen reader does: not by a place.
func (p *webPage) pressByName(role, name string) {
	p.t.Helper()
	find := fmt.Sprintf("document.querySelector('#a11y [role=%q][aria-label=%q]')", role, name)
	if !evaluate[bool](p, fmt.Sprintf("(e => e ? (e.click(), true) : false)(%s)", find)) {
		p.t.Fatalf("%s has no %s %q to press", p.label, role, name)
	}
}

// axNode is what the browser tells screen readers of one thing.
type axNode struct {
	role, name, description, value string
	props                          map[string]string
	up                             *axNode
	down                           []*axNode

	element, active cdp.BackendNodeID // its own, and that of its active descendant
}

// axTree are the things in their order, without those that only hold others.
type axTree struct{ nodes []*axNode }

func (p *webPage) tree() axTree {
	p.t.Helper()
	var found accessibility.GetFullAXTreeResult
	p.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) (err error) {
		found, err = cdp.Call(ctx, tab, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
		return err
	}))
	byID := map[accessibility.NodeID]*accessibility.Node{}
	for _, n := range found.Nodes {
		byID[n.NodeID] = n
	}
	var tree axTree
	var add func(n *accessibility.Node, up *axNode)
	add = func(n *accessibility.Node, up *axNode) {
		if !n.Ignored && plain(n.Role) != "generic" {
			this := &axNode{
				role: plain(n.Role), name: plain(n.Name), description: plain(n.Description), value: plain(n.Value),
				props: map[string]string{}, up: up, element: n.BackendDOMNodeID,
			}
			for _, prop := range n.Properties {
				this.props[string(prop.Name)] = plain(prop.Value)
				if prop.Name == "activedescendant" && len(prop.Value.RelatedNodes) > 0 {
					this.active = prop.Value.RelatedNodes[0].BackendDOMNodeID
				}
			}
			if up != nil {
				up.down = append(up.down, this)
			}
			tree.nodes = append(tree.nodes, this)
			up = this
		}
		for _, id := range n.ChildIDs {
			if child := byID[id]; child != nil {
				add(child, up)
			}
		}
	}
	add(found.Nodes[0], nil)
	return tree
}

// plain is a value as text.
func plain(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	var text string
	if json.Unmarshal(v.Value, &text) != nil {
		return string(v.Value)
	}
	return text
}

func (x axTree) String() string {
	var b strings.Builder
	for _, n := range x.nodes {
		for up := n.up; up != nil; up = up.up {
			b.WriteString("  ")
		}
		fmt.Fprintf(&b, "%s %q", n.role, n.name)
		if n.description != "" {
			fmt.Fprintf(&b, " (%s)", n.description)
		}
		if n.value != "" {
			fmt.Fprintf(&b, " = %s", n.value)
		}
		fmt.Fprintf(&b, " %v\n", n.props)
	}
	return b.String()
}

// find returns the first of a role that is called so.
func (x axTree) find(t *testing.T, role, name string) *axNode {
	t.Helper()
	for _, n := range x.nodes {
		if n.role == role && strings.Contains(n.name, name) {
			return n
		}
	}
	t.Fatalf("no %s %q in:\n%s", role, name, x)
	return nil
}

// focused is what the keyboard acts on: what has the focus or, where that names one of
// the others for it, that one.
func (x axTree) focused(t *testing.T) *axNode {
	t.Helper()
	for _, holder := range x.nodes {
		if holder.props["focused"] != "true" || holder.active == 0 {
			continue
		}
		for _, n := range x.nodes {
			if n.element == holder.active {
				return n
			}
		}
	}
	t.Fatalf("nothing has the focus in:\n%s", x)
	return nil
}

// within returns what the thing is part of that has a role, nil for nothing.
func (n *axNode) within(role string) *axNode {
	for up := n.up; up != nil; up = up.up {
		if up.role == role {
			return up
		}
	}
	return nil
}

// installabilityErrors are the browser's reasons not to offer to install the page.
func (p *webPage) installabilityErrors() (found []string) {
	p.t.Helper()
	p.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		result, err := cdp.Call(ctx, tab, page.GetInstallabilityErrors, cdp.Empty{})
		for _, e := range result.InstallabilityErrors {
			found = append(found, e.ErrorID)
		}
		return err
	}))
	return found
}
