package view

import (
	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
)

var changeID = ui.NewID("password")

// passwordForm is what is typed to change the password.
type passwordForm struct {
	old, fresh ui.Editor
	reveal     bool
	everywhere bool           // log out all other devices
	hidden     *model.Problem // was answered by typing on
	busy       bool           // in the last frame
}

// openPassword shows the form, empty.
func (a *App) openPassword() {
	a.password = passwordForm{everywhere: true}
	a.do(model.EndChange{})
	a.ctx.SetFocus(changeID.Sub(model.FieldOld))
}

// closePassword forgets what was typed, and goes back to the settings.
func (a *App) closePassword() {
	a.password = passwordForm{}
	a.do(model.EndChange{})
	a.openSheet(sheetSettings)
	a.ctx.SetFocus(settingsID.Sub("password"))
}

// drawPassword draws the form, or that the password was changed.
func (a *App) drawPassword(r *ui.Rect) {
	c, th, f, state := a.ctx, a.theme, &a.password, &a.state.Password
	if state.Done {
		a.drawChanged(r)
		return
	}
	if f.busy && !state.Busy {
		a.focusChange() // the fields lost the focus while they could not be used
	}
	f.busy = state.Busy
	old := a.passwordLine(r, model.FieldOld, &f.old)
	fresh := a.passwordLine(r, model.FieldNew, &f.fresh)
	if old.Changed || fresh.Changed {
		f.hidden = state.Problem
		a.changed = true
	}
	for _, t := range []struct {
		key string
		on  *bool
	}{{"password.reveal", &f.reveal}, {"password.everywhere", &f.everywhere}} {
		if now := c.Toggle(changeID.Sub(t.key), r.CutTop(th.Space.LargeControlHeight), a.lang.T(t.key), *t.on); now != *t.on {
			*t.on = now
			a.changed = true
		}
	}
	r.CutTop(12)
	a.passwordAlert(r, "")
	label := a.lang.T("password.change")
	if state.Busy {
		label = a.lang.T("password.busy")
	}
	clicked := c.Button(changeID.Sub("submit"), r.CutTop(th.Space.LargeControlHeight), label, ui.ButtonOptions{Style: ui.ButtonPrimary, Disabled: state.Busy}).Clicked
	if (clicked || old.Submitted || fresh.Submitted) && !state.Busy {
		a.do(model.ChangePassword{Old: f.old.Text(), New: f.fresh.Text(), Everywhere: f.everywhere})
		f.hidden = nil
		a.focusChange()
	}
}

// drawChanged says that it is done.
func (a *App) drawChanged(r *ui.Rect) {
	key := "password.done"
	if a.password.everywhere {
		key = "password.done.everywhere"
	}
	text, area := a.lang.T(key), *r
	for _, line := range a.ctx.Wrap(a.face.text, text, r.W) {
		a.ctx.TextIn(r.CutTop(a.theme.Type.BaseLine), a.face.text, a.theme.T1, ui.AlignLeft, line)
	}
	area.H -= r.H
	a.ctx.Record(ui.Node{ID: changeID.Sub("done"), Role: ui.RoleStatus, Label: text, Rect: area})
	r.CutTop(16)
	back := changeID.Sub("back")
	if a.password.old.Text() != "" { // in the first frame of it
		a.password.old.SetText("")
		a.password.fresh.SetText("")
		a.ctx.SetFocus(back)
	}
	if a.ctx.Button(back, r.CutTop(a.theme.Space.LargeControlHeight), a.lang.T("action.done"), ui.ButtonOptions{Style: ui.ButtonPrimary}).Clicked {
		a.closePassword()
	}
}

// passwordLine draws a label, its field and what is wrong with it.
func (a *App) passwordLine(r *ui.Rect, field string, e *ui.Editor) ui.Response {
	label := a.lang.T("password." + field)
	a.ctx.TextIn(r.CutTop(labelHeight), a.face.small, a.theme.T2, ui.AlignLeft, label)
	o := ui.FieldOptions{Label: label, Password: true, Reveal: a.password.reveal, MaxRunes: 4 * wire.MaxPassword, Disabled: a.state.Password.Busy}
	if field == model.FieldNew {
		o.Placeholder = a.lang.T("field.password.hint", "min", wire.MinPassword)
	}
	if p := a.changeProblem(field); p != nil {
		o.Error = a.sentence(p)
	}
	resp := a.ctx.TextField(changeID.Sub(field), r.CutTop(a.theme.Space.LargeControlHeight), e, o)
	a.passwordAlert(r, field)
	r.CutTop(fieldGap)
	return resp
}

// passwordAlert says what is wrong with a field; "" is the form.
func (a *App) passwordAlert(r *ui.Rect, field string) {
	if p := a.changeProblem(field); p != nil {
		a.drawAlert(r, changeID.Sub("problem "+field), a.ctx.Wrap(a.face.small, a.sentence(p), r.W-20))
	}
}

func (a *App) changeProblem(field string) *model.Problem {
	p := a.state.Password.Problem
	if p == nil || p == a.password.hidden {
		return nil
	}
	at := p.Field
	if at != model.FieldOld && at != model.FieldNew {
		at = ""
	}
	if at != field {
		return nil
	}
	return p
}

// focusChange gives the focus to the field that is to be mended.
func (a *App) focusChange() {
	if p := a.state.Password.Problem; p != nil {
		field := model.FieldOld
		if p.Field == model.FieldNew {
			field = model.FieldNew
		}
		a.ctx.SetFocus(changeID.Sub(field))
	}
}
