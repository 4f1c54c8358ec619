package view

import (
	"lobby/client/model"
	"lobby/client/ui"
	"lobby/client/view/lang"
)

// settingsMenu is the dialog behind the gear.
type settingsMenu struct{ open bool }

var settingsID = ui.NewID("settings")

var themes = []string{model.ThemeSystem, model.ThemeLight, model.ThemeDark}

// drawSettings draws language, appearance and log out over the chat. Every
// choice is applied at once.
func (a *App) drawSettings() {
	c, th := a.ctx, a.theme
	page := a.bounds()
	c.PushLayer(settingsID, page, true)
	defer c.PopLayer()
	c.Fill(page, 0, th.Scrim)
	outside := c.Interact(settingsID.Sub("outside"), page, ui.InteractOptions{}).Clicked
	height := 24 + 32 + 2*(labelHeight+tabsHeight) + 28 + a.theme.Space.LargeControlHeight + 24 + 24
	card := page.Center(min(440, page.W-2*a.theme.Space.NarrowPadding), height)
	c.Interact(settingsID.Sub("card"), card, ui.InteractOptions{})
	c.Shadow(card, a.theme.Radius.Dialog, 40, th.Shade)
	c.Box(card, a.theme.Radius.Dialog, th.Card, 1, th.Line)
	c.Record(ui.Node{ID: settingsID, Role: ui.RoleDialog, Label: a.lang.T("settings.title"), Rect: card})
	r := card.InsetXY(24, 24)
	head := r.CutTop(32)
	closed := c.IconButton(settingsID.Sub("close"), head.CutRight(32), ui.IconClose, a.lang.T("action.close")).Clicked
	c.TextIn(head, a.face.heading, th.T1, ui.AlignLeft, a.lang.T("settings.title"))

	languages, names := []string{""}, []string{a.lang.T("theme.system")}
	for _, tag := range lang.Tags {
		languages = append(languages, tag)
		names = append(names, lang.Get(tag).T("language"))
	}
	if now, ok := a.choice(&r, "language", names, indexOf(languages, a.state.Settings.Language)); ok {
		a.do(model.SetLanguage{Language: languages[now]})
	}
	words := make([]string, len(themes))
	for i, t := range themes {
		words[i] = a.lang.T("theme." + t)
	}
	if now, ok := a.choice(&r, "theme", words, indexOf(themes, a.state.Settings.Theme)); ok {
		a.do(model.SetTheme{Theme: themes[now]})
	}
	r.CutTop(28)
	account := r.CutTop(a.theme.Space.LargeControlHeight)
	label := a.lang.T("action.logout")
	if c.Button(settingsID.Sub("logout"), account.CutRight(c.Width(a.face.strong, label)+40), label, ui.ButtonOptions{Style: ui.ButtonDanger}).Clicked {
		closed = true
		a.do(model.LogOut{})
	}
	c.TextIn(account, a.face.text, th.T2, ui.AlignLeft, a.lang.T("settings.account", "name", a.state.Self.Name))
	a.drawWords(r)

	if closed || outside || c.KeyPressed(ui.KeyEscape, 0) {
		a.settings.open = false
		a.changed = true
	}
}

// choice draws a label and its segments; ok tells that another was chosen.
func (a *App) choice(r *ui.Rect, key string, words []string, selected int) (now int, ok bool) {
	a.ctx.TextIn(r.CutTop(labelHeight), a.face.small, a.theme.T2, ui.AlignLeft, a.lang.T("settings."+key))
	now = a.ctx.Segmented(settingsID.Sub(key), r.CutTop(tabsHeight), words, selected)
	return now, now != selected
}

// drawWords shows the fingerprint of the server that one is connected to.
func (a *App) drawWords(r ui.Rect) {
	if words := a.state.Link.Words; words != "" {
		a.ctx.TextIn(r.CutBottom(20), a.face.faint, a.theme.T3, ui.AlignLeft, a.lang.T("fingerprint", "words", words))
	}
}

func indexOf(list []string, s string) int {
	for i, v := range list {
		if v == s {
			return i
		}
	}
	return 0
}
