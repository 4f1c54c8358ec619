package view

import (
	"time"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/client/view/lang"
)

// Options are what an App is made of.
type Options struct {
	Measurer ui.Measurer
	Pictures ui.Pictures // nil for none

	// Drain hands over what has happened since the last call.
	Drain func(into []model.Event) []model.Event
	// Perform carries out an effect of the model; it must not block.
	Perform func(model.Effect)
	// NewCID makes an id for a message, unique for the member for ever.
	NewCID func() string

	Code   string         // an invitation that the program was started with, or ""
	Locale string         // of the system, such as "zh_TW.UTF-8"
	Dark   func() bool    // whether the system asks for a dark theme
	Still  func() bool    // whether the system asks for less motion
	Zone   *time.Location // that times are shown in
	Saving Saving
	Debug  bool // show the overlay from the start
}

// Saving says what can be done here with a file that is offered.
type Saving struct {
	Choose bool  // the user can be asked for a place to save it in
	Most   int64 // size of the largest that can be fetched without such a place, in bytes; 0 for any
	Show   bool  // once it is there, it can be opened, and the folder that it is in
}

// App is the program behind the window: the model's state and what the screen
// adds to it. It is used from the render loop alone.
type App struct {
	o     Options
	state *model.State
	ctx   *ui.Context
	lang  *lang.Catalogue
	theme *ui.Theme
	face  faces

	login               loginForm
	composer            composer
	sidebar             sidebar
	logs                map[string]*logView
	sheet               sheet
	switcher            switcher
	chooser             chooser
	picker              picker
	settings, shortcuts dialog
	change              dialog
	password            passwordForm
	removing            string          // what of the settings is asked about before it is removed
	underViewer         ui.Picture      // what this frame's log shows of viewing, once it is more than a preview
	viewing             uint64          // the offer whose picture is shown large
	broken              map[uint64]bool // offers whose picture can't be shown
	drawer              drawer
	menu                menu

	era     uint64   // of the state, that what is kept by numbers of events is of
	dropped []string // files that were dropped in this frame and are not offered yet

	asking  bool   // the question whether a file is wanted has been shown
	shown   screen // what the last frame showed, to place the focus when it changes
	changed bool   // the state changed while the frame was built: build it again
	inbox   []model.Event
	notices notices
	debug   debug
}

// screen names what fills the window.
type screen uint8

const (
	screenNone screen = iota
	screenLogin
	screenKeyChange
	screenChat
)

// New makes an App. Nothing happens until its first Frame.
func New(o Options) *App {
	ctx := ui.New(o.Measurer)
	ctx.SetPictures(o.Pictures)
	return &App{o: o, state: model.New(), ctx: ctx, logs: map[string]*logView{}, broken: map[uint64]bool{}, debug: debug{on: o.Debug}}
}

// State gives tests a look at what is shown.
func (a *App) State() *model.State { return a.state }

// Frame applies what the network and the user did, and draws the result.
// Where an action changes the state while the frame is built, or the focus moves
// at its end, the frame is built again, so that what is shown is never one event
// behind.
func (a *App) Frame(in ui.Input) ui.Output {
	a.inbox = a.o.Drain(a.inbox[:0])
	a.debug.begin(in, len(a.inbox))
	for _, e := range a.inbox {
		a.perform(a.state.Apply(e))
	}
	clear(a.inbox) // an answer comes with its request, which may hold a password
	if in.Focused != a.state.Focused {
		a.perform(a.state.Do(model.Focus{On: in.Focused}))
	}
	if len(in.Pasted) > 0 && a.shown == screenChat && !a.covered() {
		a.perform(a.state.Do(model.SendFiles{Conv: a.state.Active, Paths: in.Pasted}))
	}
	a.dropped = in.Dropped
	var out ui.Output
	for range maxBuilds {
		a.changed = false
		next := a.build(in)
		next.Copy = first(out.Copy, next.Copy)
		next.Open = first(out.Open, next.Open)
		next.Paste = next.Paste || out.Paste
		next.Keyboard = next.Keyboard || out.Keyboard
		next.AskNotify = next.AskNotify || out.AskNotify
		out = next
		if !a.changed && !a.ctx.FocusMoved() {
			break
		}
		in.Events = nil
	}
	a.dropped = nil
	a.notices.tell(a, &out)
	a.debug.end(out)
	return out
}

// maxBuilds bounds how often a frame is built anew: a click may change the
// state, and the screen that appears then may open its conversation.
const maxBuilds = 4

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// Title is what the window is called: unread messages first, for the task bar.
func (a *App) Title() string {
	if n := a.state.UnreadTotal(); a.shown == screenChat && n > 0 {
		return "(" + countText(n) + ") Lobby"
	}
	return "Lobby"
}

// Unfinished reports whether files are still to be sent or fetched.
func (a *App) Unfinished() bool { return a.state.Unfinished() }

func (a *App) build(in ui.Input) ui.Output {
	a.lang = lang.Get(first(a.state.Settings.Language, a.o.Locale))
	a.theme = &ui.Light
	if t := a.state.Settings.Theme; t == model.ThemeDark || t != model.ThemeLight && a.o.Dark() {
		a.theme = &ui.Dark
	}
	a.face = facesOf(&a.theme.Type)
	a.underViewer = ui.Picture{}
	if era := a.state.Era; era != a.era {
		a.era = era
		a.logs, a.broken, a.viewing = map[string]*logView{}, map[uint64]bool{}, 0
	}
	a.ctx.SetTheme(a.theme)
	a.ctx.SetZoom(float32(a.state.Settings.Percent()) / 100)
	a.ctx.SetReducedMotion(a.lessMotion())
	a.ctx.Begin(in)
	a.ctx.SetLanguage(a.lang.Tag())
	a.ctx.Fill(a.bounds(), 0, a.theme.Bg0)

	a.zoomKeys()
	now := a.screen()
	entered := now != a.shown
	a.shown = now
	if entered {
		a.forgetPasswords()
	}
	switch now {
	case screenKeyChange:
		a.drawKeyChange()
	case screenChat:
		a.drawChat(in, entered)
	default:
		a.drawLogin(entered)
	}
	a.drawDebug()
	return a.ctx.End()
}

// forgetPasswords forgets what was typed of them, whatever became of it.
func (a *App) forgetPasswords() {
	a.login.password.SetText("")
	a.login.reveal = false
	a.password = passwordForm{}
}

func (a *App) screen() screen {
	switch a.state.Phase {
	case model.PhaseKeyChanged:
		return screenKeyChange
	case model.PhaseChat:
		return screenChat
	}
	return screenLogin
}

// bounds is the window.
func (a *App) bounds() ui.Rect {
	return a.ctx.Bounds()
}

// narrow reports whether the conversation list has no room beside the log.
func (a *App) narrow() bool { return a.bounds().W < a.theme.Space.NarrowBelow }

// roomy reports whether there is room for buttons that are also reached by keys;
// there is none where text is twice as large on a phone.
func (a *App) roomy() bool { return a.bounds().W >= 260 }

// do carries out what the user wants.
func (a *App) do(i model.Intent) {
	a.changed = true
	a.perform(a.state.Do(i))
}

func (a *App) perform(effects []model.Effect) {
	for _, e := range effects {
		switch e := e.(type) {
		case model.Notify:
			a.notices.add(e)
		case model.Chime:
			a.notices.ring = true
		default:
			a.o.Perform(e)
		}
	}
}
