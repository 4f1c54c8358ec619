package view

import "lobby/client/ui"

var shortcutsID = ui.NewID("shortcuts")

// shortcuts are the keys that do something everywhere in the chat, as the list of
// shortcuts shows them; what they do stands in the catalogue.
var shortcuts = []struct {
	word string // key in the catalogue, after "keys."
	keys []string
}{
	{"send", []string{"Enter"}},
	{"newline", []string{"Shift", "Enter"}},
	{"switch", []string{"Ctrl", "K"}},
	{"previous", []string{"Alt", "↑"}},
	{"next", []string{"Alt", "↓"}},
	{"previous.unread", []string{"Alt", "Shift", "↑"}},
	{"next.unread", []string{"Alt", "Shift", "↓"}},
	{"page.up", []string{"PageUp"}},
	{"page.down", []string{"PageDown"}},
	{"oldest", []string{"Ctrl", "Home"}},
	{"newest", []string{"Ctrl", "End"}},
	{"file", []string{"Ctrl", "U"}},
	{"copy", []string{"Ctrl", "C"}},
	{"paste", []string{"Ctrl", "V"}},
	{"larger", []string{"Ctrl", "+"}},
	{"smaller", []string{"Ctrl", "−"}},
	{"actual", []string{"Ctrl", "0"}},
	{"settings", []string{"Ctrl", ","}},
	{"shortcuts", []string{"Ctrl", "/"}},
	{"region", []string{"F6"}},
	{"escape", []string{"Esc"}},
}

// drawShortcuts draws the list, a line for each.
func (a *App) drawShortcuts(r *ui.Rect) {
	c, th := a.ctx, a.theme
	for _, s := range shortcuts {
		text := a.lang.T("keys." + s.word)
		row := r.CutTop(32)
		whole, combination := row, ""
		for i := len(s.keys) - 1; i >= 0; i-- {
			combination = s.keys[i] + combination
			if i > 0 {
				combination = "+" + combination
			}
			key := row.CutRight(max(28, c.Width(a.face.faint, s.keys[i])+16)).InsetXY(0, 4)
			row.CutRight(4)
			c.Box(key, 6, th.Bg2, 1, th.Line)
			c.TextIn(key, a.face.faint, th.T2, ui.AlignCenter, s.keys[i])
		}
		row.CutRight(8)
		c.TextIn(row, a.face.small, th.T1, ui.AlignLeft, text)
		c.Record(ui.Node{ID: shortcutsID.Sub(s.word), Role: ui.RoleText, Label: text, Value: combination, Rect: whole})
	}
}
