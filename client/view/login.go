package view

import (
	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
)

// loginForm is what is typed into the form; it outlives a failed attempt.
type loginForm struct {
	server, name, password ui.Editor
	code                   ui.Editor
	asksCode               bool // the server wants one from who registers
	register               bool
	reveal                 bool // the password is shown
	filled                 bool // the last used server and name were put in
	probed                 string
	hidden                 *model.Problem // was answered by typing on
	busy                   bool           // in the last frame
	scroll                 ui.ScrollState
}

var (
	loginID    = ui.NewID("login")
	serverID   = loginID.Sub("server")
	nameID     = loginID.Sub("name")
	passwordID = loginID.Sub("password")
	codeID     = loginID.Sub("code")
)

// Heights of the card's parts.
const (
	loginPadding = 32
	brandHeight  = 68
	tabsHeight   = 42
	labelHeight  = 32
	fieldGap     = 12
	errorHeight  = 20
	submitGap    = 24
	formGap      = 8 // between the button and what is wrong with the form
	footerHeight = 52
)

// drawLogin draws the form in a card. Where the window is too low for the card,
// it scrolls.
func (a *App) drawLogin(entered bool) {
	f := &a.login
	if entered {
		a.fillLogin()
	}
	if p := a.state.Login.Problem; p != nil && p.Code == wire.CodeInvite {
		f.asksCode = true
	}
	page := a.bounds()
	a.ctx.Gradient(page, 0, a.theme.Glow, a.theme.Bg0)

	// What comes and goes in the form makes it grow downwards, as far as there
	// is room, so that little moves below the pointer.
	plain, more := a.loginHeight()
	height := plain + more
	card := page.Center(min(a.theme.Space.LoginWidth, page.W), plain)
	card.H = height
	if page.W >= a.theme.Space.LoginWidth+2*a.theme.Space.NarrowPadding {
		card.Y = max(a.theme.Space.NarrowPadding, min(card.Y, page.H-height-a.theme.Space.NarrowPadding))
	} else {
		card = ui.Rect{W: page.W, H: max(height, page.H)}
	}
	total := max(page.H, card.Bottom()+a.theme.Space.NarrowPadding)
	if card.W == page.W {
		total = card.H
	}
	a.ctx.ScrollArea(loginID, page, &f.scroll, total, func(inner ui.Rect) {
		a.loginCard(card.Offset(inner.X, inner.Y))
	})
}

// fillLogin puts in what was used last and the focus where typing goes on.
func (a *App) fillLogin() {
	f, s := &a.login, &a.state.Settings
	if f.filled {
		f.probed = "" // what was known of the server may have been forgotten since
	} else {
		f.filled = true
		f.server.SetText(s.Server)
		f.name.SetText(s.Name)
		f.probed = s.Server // the model asks by itself at start
		if a.o.Code != "" {
			f.register, f.asksCode = true, true
			f.code.SetText(a.o.Code)
		}
	}
	switch {
	case f.server.Text() == "":
		a.ctx.SetFocus(serverID)
	case f.name.Text() == "":
		a.ctx.SetFocus(nameID)
	default:
		a.ctx.SetFocus(passwordID)
	}
}

// loginHeight is the height of the card with nothing but the fields to log in,
// and what the code and everything that is wrong add to it.
func (a *App) loginHeight() (plain, more float32) {
	const field = labelHeight + fieldGap
	control := a.theme.Space.LargeControlHeight
	plain = loginPadding + 20 + brandHeight + tabsHeight + 12 + 3*(field+control) - fieldGap + submitGap + control + footerHeight
	if a.asksCode() {
		more += field + control
	}
	for _, name := range []string{model.FieldServer, model.FieldName, model.FieldPassword, model.FieldCode} {
		more += float32(len(a.fieldLines(name))) * errorHeight
	}
	if lines := len(a.fieldLines("")); lines > 0 {
		more += formGap + float32(lines)*errorHeight
	}
	return plain, more + a.footerHeight() - footerHeight
}

// footerHeight is that of what is known of the server.
func (a *App) footerHeight() float32 {
	return max(footerHeight, float32(len(a.probeLines()))*errorHeight)
}

// asksCode tells whether the form has a field for a code of invitation.
func (a *App) asksCode() bool { return a.login.register && a.login.asksCode }

func (a *App) loginCard(card ui.Rect) {
	f, c, th := &a.login, a.ctx, a.theme
	if card.W < a.bounds().W {
		c.Shadow(card, a.theme.Radius.Dialog, 40, th.Shade)
		c.Box(card, 20, th.Card, 1, th.Line)
	}
	r := card.InsetXY(loginPadding, loginPadding)
	if card.W < a.theme.Space.LoginWidth {
		r = card.InsetXY(a.theme.Space.NarrowPadding, loginPadding)
	}
	brand := r.CutTop(brandHeight)
	title := brand.CutTop(28)
	c.TextIn(title, a.face.brand, th.T1, ui.AlignLeft, "Lobby")
	c.Record(ui.Node{ID: loginID.Sub("title"), Role: ui.RoleHeading, Label: "Lobby", Rect: title})
	brand.CutTop(2)
	c.TextIn(brand.CutTop(20), a.face.small, th.T2, ui.AlignLeft, a.lang.T("tagline"))

	chosen := 0
	if f.register {
		chosen = 1
	}
	tabs := []string{a.lang.T("tab.login"), a.lang.T("tab.register")}
	if now := c.Segmented(loginID.Sub("tabs"), r.CutTop(tabsHeight), tabs, chosen); now != chosen {
		f.register = now == 1
		a.hideProblem()
	}
	r.CutTop(12)

	busy := a.state.Login.Busy
	if f.busy && !busy {
		a.focusProblem() // the fields lost the focus while they could not be used
	}
	f.busy = busy
	server := a.loginField(&r, "server", serverID, &f.server, ui.FieldOptions{MaxRunes: 255, Disabled: busy})
	if text := f.server.Text(); !server.Focused && text != f.probed && !busy {
		f.probed = text
		a.do(model.Probe{Server: text})
	}
	name := a.loginField(&r, "name", nameID, &f.name, ui.FieldOptions{MaxRunes: 4 * wire.MaxName, Disabled: busy})
	password := a.passwordField(&r, busy)
	var code ui.Response
	if a.asksCode() {
		code = a.loginField(&r, model.FieldCode, codeID, &f.code, ui.FieldOptions{MaxRunes: wire.MaxCode, Disabled: busy})
	}
	if server.Changed || name.Changed || password.Changed || code.Changed {
		a.hideProblem()
	}
	submitted := server.Submitted || name.Submitted || password.Submitted || code.Submitted

	r.CutTop(submitGap - fieldGap)
	label := a.lang.T("action.login")
	if f.register {
		label = a.lang.T("action.register")
	}
	if busy {
		label = a.lang.T("action.busy")
	}
	submitted = c.Button(loginID.Sub("submit"), r.CutTop(a.theme.Space.LargeControlHeight), label, ui.ButtonOptions{Style: ui.ButtonPrimary, Disabled: busy}).Clicked || submitted
	if len(a.fieldLines("")) > 0 {
		r.CutTop(formGap)
		a.problemLines(&r, "")
	}
	a.fingerprintLine(r.CutTop(a.footerHeight()))
	if submitted && !busy {
		a.submitLogin()
	}
}

// loginField draws a label, its field and what is wrong with it.
func (a *App) loginField(r *ui.Rect, field string, id ui.ID, e *ui.Editor, o ui.FieldOptions) ui.Response {
	label := a.lang.T("field." + field)
	a.ctx.TextIn(r.CutTop(labelHeight), a.face.small, a.theme.T2, ui.AlignLeft, label)
	o.Label = label
	if o.Placeholder == "" {
		o.Placeholder = a.lang.T("field."+field+".hint", "min", wire.MinPassword)
	}
	if p := a.problemAt(field); p != nil {
		o.Error = a.sentence(p)
	}
	resp := a.ctx.TextField(id, r.CutTop(a.theme.Space.LargeControlHeight), e, o)
	a.problemLines(r, field)
	r.CutTop(fieldGap)
	return resp
}

func (a *App) passwordField(r *ui.Rect, busy bool) ui.Response {
	f := &a.login
	word := a.lang.T("password.show")
	if f.reveal {
		word = a.lang.T("password.hide")
	}
	trailing := a.ctx.Width(a.face.faint, word) + 28
	field := *r
	field.CutTop(labelHeight)
	field = field.CutTop(a.theme.Space.LargeControlHeight)
	o := ui.FieldOptions{Password: true, Reveal: f.reveal, MaxRunes: 4 * wire.MaxPassword, Trailing: trailing, Disabled: busy}
	if !f.register {
		o.Placeholder = " "
	}
	resp := a.loginField(r, "password", passwordID, &f.password, o)
	if a.ctx.Button(loginID.Sub("reveal"), field.CutRight(trailing).InsetXY(2, 4), word, ui.ButtonOptions{Style: ui.ButtonGhost, Font: a.face.faint}).Clicked {
		f.reveal = !f.reveal
		a.changed = true
	}
	return resp
}

// fieldLines are the lines below a field that say what is wrong with it; "" is
// the form. What asking the server found comes while the next field is already
// being clicked, and stands where it moves nothing: in the footer.
func (a *App) fieldLines(field string) []string {
	p := a.problemAt(field)
	if p == nil || p == a.state.Login.Probe.Problem {
		return nil
	}
	return a.wrapAlert(p)
}

// probeLines say why the server can't be asked, unless there is worse.
func (a *App) probeLines() []string {
	p := a.state.Login.Probe.Problem
	if p == nil || a.problemAt(model.FieldServer) != p {
		return nil
	}
	return a.wrapAlert(p)
}

func (a *App) wrapAlert(p *model.Problem) []string {
	width := min(float32(a.theme.Space.LoginWidth), a.bounds().W) - 2*loginPadding - 20
	return a.ctx.Wrap(a.face.small, a.sentence(p), width)
}

func (a *App) problemLines(r *ui.Rect, field string) {
	a.drawAlert(r, loginID.Sub("problem "+field), a.fieldLines(field))
}

// drawAlert says what is wrong, line by line.
func (a *App) drawAlert(r *ui.Rect, id ui.ID, lines []string) {
	if len(lines) == 0 {
		return
	}
	area := r.CutTop(float32(len(lines)) * errorHeight)
	text := ""
	for i, line := range lines {
		row := ui.Rect{X: area.X, Y: area.Y + float32(i)*errorHeight, W: area.W, H: errorHeight}
		if i == 0 {
			a.ctx.DrawIcon(ui.Rect{X: row.X, Y: row.Y + 4, W: 14, H: 14}, ui.IconWarning, 1.5, a.theme.Danger)
		}
		row.CutLeft(20)
		a.ctx.TextIn(row, a.face.small, a.theme.Danger, ui.AlignLeft, line)
		text += line
	}
	a.ctx.Record(ui.Node{ID: id, Role: ui.RoleAlert, Label: text, Rect: area})
}

// fingerprintLine tells the server's fingerprint, what is known of it, or why it
// can't be asked.
func (a *App) fingerprintLine(r ui.Rect) {
	probe := &a.state.Login.Probe
	if lines := a.probeLines(); len(lines) > 0 {
		r.CutTop((r.H - float32(len(lines))*errorHeight) / 2)
		a.drawAlert(&r, loginID.Sub("problem "+model.FieldServer), lines)
		return
	}
	text := a.lang.T("fingerprint.none")
	switch {
	case probe.Busy:
		text = a.lang.T("fingerprint.checking")
	case probe.Words != "" && probe.Known:
		text = a.lang.T("fingerprint", "words", probe.Words)
	case probe.Words != "":
		text = a.lang.T("fingerprint.new", "words", probe.Words)
	}
	lines := a.ctx.Wrap(a.face.faint, text, r.W)
	r.CutTop((r.H - float32(len(lines))*18) / 2)
	a.ctx.Record(ui.Node{ID: loginID.Sub("fingerprint"), Role: ui.RoleStatus, Label: text, Rect: r})
	for _, line := range lines {
		a.ctx.TextIn(r.CutTop(18), a.face.faint, a.theme.T3, ui.AlignCenter, line)
	}
}

// hideProblem takes away what was wrong once the user does something about it.
func (a *App) hideProblem() {
	if a.login.hidden != a.state.Login.Problem {
		a.login.hidden = a.state.Login.Problem
		a.changed = true
	}
}

// problemAt is what is wrong with a field; "" is the form as a whole.
func (a *App) problemAt(field string) *model.Problem {
	if p := a.state.Login.Problem; p != nil && p != a.login.hidden && p.Field == field {
		return p
	}
	if field == model.FieldServer {
		return a.state.Login.Probe.Problem
	}
	return nil
}

// submitLogin asks the model to log in or register; the focus goes to the field
// that it finds wrong.
func (a *App) submitLogin() {
	f := &a.login
	server, name, password := f.server.Text(), f.name.Text(), f.password.Text()
	if f.register {
		code := ""
		if a.asksCode() {
			code = f.code.Text()
		}
		a.do(model.Register{Server: server, Name: name, Password: password, Code: code})
	} else {
		a.do(model.LogIn{Server: server, Name: name, Password: password})
	}
	a.focusProblem()
}

// focusProblem gives the focus to the field that is to be mended.
func (a *App) focusProblem() {
	p := a.state.Login.Problem
	if p == nil {
		return
	}
	switch p.Field {
	case model.FieldServer:
		a.ctx.SetFocus(serverID)
	case model.FieldName:
		a.ctx.SetFocus(nameID)
	case model.FieldCode:
		a.ctx.SetFocus(codeID)
	default:
		a.ctx.SetFocus(passwordID)
	}
}
