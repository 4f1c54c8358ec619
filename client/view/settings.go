package view

import (
	"slices"
	"strconv"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/client/view/lang"
)

var settingsID = ui.NewID("settings")

var themes = []string{model.ThemeSystem, model.ThemeLight, model.ThemeDark}

// drawSettings draws the choices, the servers that are known, and log out. Every
// choice is applied at once and kept.
func (a *App) drawSettings(r *ui.Rect) {
	c, th, s := a.ctx, a.theme, &a.state.Settings
	languages, names := []string{""}, []string{a.lang.T("theme.system")}
	for _, tag := range lang.Tags {
		languages = append(languages, tag)
		names = append(names, lang.Get(tag).T("language"))
	}
	if now, ok := a.choice(r, "language", names, max(0, slices.Index(languages, s.Language))); ok {
		a.do(model.SetLanguage{Language: languages[now]})
	}
	words := make([]string, len(themes))
	for i, t := range themes {
		words[i] = a.lang.T("theme." + t)
	}
	if now, ok := a.choice(r, "theme", words, max(0, slices.Index(themes, s.Theme))); ok {
		a.do(model.SetTheme{Theme: themes[now]})
	}
	a.drawTextSize(r)
	r.CutTop(8)
	if a.toggle(r, "motion", s.LessMotion) {
		a.do(model.SetLessMotion{On: !s.LessMotion})
	}
	a.drawNotifying(r)
	a.drawKnown(r)
	r.CutTop(20)
	account := r.CutTop(th.Space.LargeControlHeight)
	label := a.lang.T("action.logout")
	if c.Button(settingsID.Sub("logout"), account.CutRight(c.Width(a.face.sender, label)+40), label, ui.ButtonOptions{Style: ui.ButtonDanger}).Clicked {
		a.openSheet(sheetNone)
		a.do(model.LogOut{})
	}
	account.CutRight(12)
	c.TextIn(account, a.face.small, th.T2, ui.AlignLeft, a.lang.T("settings.account", "name", a.state.Self.Name))
}

// drawNotifying draws whether messages are told of outside of the window, or why
// that can't be.
func (a *App) drawNotifying(r *ui.Rect) {
	s, state := &a.state.Settings, a.ctx.Notifying()
	switch state {
	case ui.NotifyDenied, ui.NotifyNever:
		key := "settings.notify.denied"
		if state == ui.NotifyNever {
			key = "settings.notify.never"
		}
		for _, line := range a.ctx.Wrap(a.face.small, a.lang.T(key), r.W) {
			a.ctx.TextIn(r.CutTop(20), a.face.small, a.theme.T2, ui.AlignLeft, line)
		}
		return
	}
	on := !s.Quiet && state == ui.NotifyReady
	if a.toggle(r, "notify", on) {
		if state == ui.NotifyAsk {
			a.ctx.AskNotify()
		}
		a.do(model.SetQuiet{On: on})
	}
	if on && a.toggle(r, "hidetext", s.HideText) {
		a.do(model.SetHideText{On: !s.HideText})
	}
}

// choice draws a label and its segments; ok tells that another was chosen.
func (a *App) choice(r *ui.Rect, key string, words []string, selected int) (now int, ok bool) {
	a.settingLabel(r, key)
	rows := a.ctx.SegmentedRows(words, r.W)
	now = a.ctx.Segmented(settingsID.Sub(key), r.CutTop(8+float32(rows)*(tabsHeight-8)), words, selected)
	return now, now != selected
}

func (a *App) settingLabel(r *ui.Rect, key string) {
	a.ctx.TextIn(r.CutTop(labelHeight), a.face.small, a.theme.T2, ui.AlignLeft, a.lang.T("settings."+key))
}

// toggle draws a switch; it reports that it was switched.
func (a *App) toggle(r *ui.Rect, key string, on bool) bool {
	return a.ctx.Toggle(settingsID.Sub(key), r.CutTop(a.theme.Space.LargeControlHeight), a.lang.T("settings."+key), on) != on
}

// drawTextSize draws the size of text between the buttons that change it: side by
// side or, where there is no room for that, one below the other.
func (a *App) drawTextSize(r *ui.Rect) {
	c, th := a.ctx, a.theme
	a.settingLabel(r, "size")
	percent := a.state.Settings.Percent()
	least := max(c.Width(a.face.sender, a.lang.T("settings.smaller")), c.Width(a.face.sender, a.lang.T("settings.larger"))) + 24
	row := r.CutTop(th.Space.ControlHeight)
	smaller, larger := row, row
	if width := min(120, row.W/3); width >= least {
		smaller, larger = row.CutLeft(width), row.CutRight(width)
	} else {
		row = r.CutTop(th.Space.ControlHeight)
		larger = r.CutTop(th.Space.ControlHeight)
	}
	for _, b := range []struct {
		key  string
		by   int
		area ui.Rect
	}{{"smaller", -1, smaller}, {"larger", 1, larger}} {
		next := nextSize(percent, b.by)
		if c.Button(settingsID.Sub(b.key), b.area, a.lang.T("settings."+b.key), ui.ButtonOptions{Disabled: next == percent}).Clicked {
			a.do(model.SetTextSize{Percent: next})
		}
	}
	text := strconv.Itoa(percent) + " %"
	c.TextIn(row, a.face.text, th.T1, ui.AlignCenter, text)
	c.Record(ui.Node{ID: settingsID.Sub("size"), Role: ui.RoleStatus, Label: text, Note: a.lang.T("settings.size"), Rect: row})
}

// nextSize is the size of text so many steps from percent; it stops at the ends.
func nextSize(percent, by int) int {
	i := slices.Index(model.TextSizes, percent) + by
	return model.TextSizes[max(0, min(len(model.TextSizes)-1, i))]
}

// drawKnown lists the servers that this device remembers by their fingerprints.
func (a *App) drawKnown(r *ui.Rect) {
	c, th := a.ctx, a.theme
	a.settingLabel(r, "known")
	if len(a.state.Known) == 0 {
		c.TextIn(r.CutTop(24), a.face.small, th.T3, ui.AlignLeft, a.lang.T("settings.known.none"))
		return
	}
	for _, k := range a.state.Known {
		words := c.Wrap(a.face.small, k.Words, r.W-24)
		area := r.CutTop(float32(len(words))*20 + 44)
		r.CutTop(8)
		c.Box(area, th.Radius.Card, th.Bg1, 1, th.Line)
		c.Record(ui.Node{ID: settingsID.Sub("known " + k.Server), Role: ui.RoleText, Label: k.Server, Value: k.Words, Rect: area})
		inner := area.InsetXY(12, 10)
		c.TextIn(inner.CutTop(22), a.face.sender, th.T1, ui.AlignLeft, k.Server)
		inner.CutTop(2)
		for _, line := range words {
			c.TextIn(inner.CutTop(20), a.face.small, th.T2, ui.AlignLeft, line)
		}
	}
}
