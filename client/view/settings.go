package view

import (
	"slices"
	"strconv"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/client/view/lang"
)

var settingsID = ui.NewID("settings")

var (
	themes  = []string{model.ThemeSystem, model.ThemeLight, model.ThemeDark}
	motions = []string{model.MotionSystem, model.MotionLess, model.MotionFull}
)

// drawSettings draws the choices, from where the member logs in, the servers that
// are known, and the account. Every choice is applied at once and kept.
func (a *App) drawSettings(r *ui.Rect) {
	a.drawLooks(r)
	a.drawNotifying(r)
	a.drawAccount(r)
	a.drawDevices(r)
	a.drawKnown(r)
}

// drawLooks draws how the program looks and what language it speaks.
func (a *App) drawLooks(r *ui.Rect) {
	s := &a.state.Settings
	languages, names := []string{""}, []string{a.lang.T("theme.system")}
	for _, tag := range lang.Tags {
		languages = append(languages, tag)
		names = append(names, lang.Get(tag).T("language"))
	}
	if now, ok := a.choice(r, "language", names, max(0, slices.Index(languages, s.Language))); ok {
		a.do(model.SetLanguage{Language: languages[now]})
	}
	if now, ok := a.choice(r, "theme", a.namesOf("theme.", themes), max(0, slices.Index(themes, s.Theme))); ok {
		a.do(model.SetTheme{Theme: themes[now]})
	}
	a.drawTextSize(r)
	words := []string{a.lang.T("theme.system"), a.lang.T("motion.less"), a.lang.T("motion.full")}
	if now, ok := a.choice(r, "motion", words, max(0, slices.Index(motions, s.Motion))); ok {
		a.do(model.SetMotion{Motion: motions[now]})
	}
}

// namesOf returns the catalogue's words for keys that share a beginning.
func (a *App) namesOf(prefix string, keys []string) []string {
	words := make([]string, len(keys))
	for i, key := range keys {
		words[i] = a.lang.T(prefix + key)
	}
	return words
}

// lessMotion reports whether nothing is to move by itself.
func (a *App) lessMotion() bool {
	switch a.state.Settings.Motion {
	case model.MotionLess:
		return true
	case model.MotionFull:
		return false
	}
	return a.o.Still()
}

// drawNotifying draws how a new message is told of while nobody looks, or why
// that can't be.
func (a *App) drawNotifying(r *ui.Rect) {
	s, state := &a.state.Settings, a.ctx.Notifying()
	a.settingHead(r, "notifying")
	if state == ui.NotifyDenied || state == ui.NotifyNever {
		key := "settings.notify.denied"
		if state == ui.NotifyNever {
			key = "settings.notify.never"
		}
		a.settingText(r, a.lang.T(key))
		r.CutTop(4)
	} else {
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
	if a.toggle(r, "sound", !s.Silent) {
		a.do(model.SetSilent{On: !s.Silent})
	}
}

// settingHead draws the heading of a section, apart from the one before.
func (a *App) settingHead(r *ui.Rect, key string) {
	r.CutTop(20)
	a.ctx.Fill(r.CutTop(1), 0, a.theme.Line)
	r.CutTop(16)
	text := a.lang.T("settings." + key)
	head := r.CutTop(24)
	a.ctx.TextIn(head, a.face.strong, a.theme.T1, ui.AlignLeft, text)
	a.ctx.Record(ui.Node{ID: settingsID.Sub("head " + key), Role: ui.RoleHeading, Label: text, Rect: head})
	r.CutTop(4)
}

// settingText draws a sentence.
func (a *App) settingText(r *ui.Rect, text string) {
	area := *r
	for _, line := range a.ctx.Wrap(a.face.small, text, r.W) {
		a.ctx.TextIn(r.CutTop(20), a.face.small, a.theme.T2, ui.AlignLeft, line)
	}
	area.H -= r.H
	a.ctx.Record(ui.Node{ID: settingsID.Sub(text), Role: ui.RoleText, Label: text, Rect: area})
}

// choice draws a label and its segments; ok tells that another was chosen.
func (a *App) choice(r *ui.Rect, key string, words []string, selected int) (now int, ok bool) {
	a.settingLabel(r, key)
	rows := a.ctx.SegmentedRows(words, r.W)
	now = a.ctx.Segmented(settingsID.Sub(key), r.CutTop(8+float32(rows)*(tabsHeight-8)), words, selected)
	return now, now != selected
}

func (a *App) settingLabel(r *ui.Rect, key string) {
	text, area := a.lang.T("settings."+key), r.CutTop(labelHeight)
	a.ctx.TextIn(area, a.face.small, a.theme.T2, ui.AlignLeft, text)
	a.ctx.Record(ui.Node{ID: settingsID.Sub("label " + key), Role: ui.RoleText, Label: text, Rect: area})
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
