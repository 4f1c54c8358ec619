package engine

import (
	"errors"
	"fmt"
	"image"
	"log/slog"
	"sync/atomic"

	"github.com/hajimehoshi/ebiten/v2"

	"lobby/client/ui"
)

// App is a program that shows itself frame by frame.
type App interface {
	// Frame takes what came in since the last frame and answers with what is
	// to be shown. It is called for every frame, in one goroutine at a time,
	// and may be called several times before one is painted. In a hidden page
	// it is called without one being painted.
	Frame(in ui.Input) ui.Output
}

// Options say what window Run opens. A page has a title only.
type Options struct {
	Title               string
	Width, Height       int // logical pixels
	MinWidth, MinHeight int
	Place               *Place               // where the window was last; nil for wherever the system likes
	Icon                func() []image.Image // draws the window's icon in several sizes; nil for none
	Pictures            *Pictures            // what the App was given to show pictures by; nil for none

	// Inspect is the path of a Unix socket to be made, on which every client
	// reads one line of JSON for each change of the frame's nodes. Empty for
	// none; a page mirrors them into its document in any case.
	Inspect string

	// Pasted is the folder for files that are made of what is pasted, such as a
	// picture. Empty for none.
	Pasted string

	Log     *slog.Logger // nil for none
	OnClose func()       // called once, when the window is being closed; may be nil
	OnPlace func(Place)  // called when the window is left or closed and was moved or resized; may be nil
}

// woken is set by Wake and taken by the next frame.
var woken atomic.Bool

// running is set while Run is in its loop.
var running atomic.Bool

// Wake makes a frame run soon. It may be called from any goroutine, before Run
// and after it too.
func Wake() {
	woken.Store(true)
	schedule()
}

// SetTitle sets the title of the window or page, from any goroutine.
func SetTitle(title string) { setTitle(title) }

// Run opens the window and shows app in it until it is closed. It must be
// called from the main goroutine. Its error says in words why no window can be
// had.
func Run(app App, t *Text, o Options) error {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	g := newGame(app, t, o)
	mirror, err := newMirror(o)
	if err != nil {
		return err
	}
	defer mirror.close()
	g.mirror = mirror
	g.attach()

	ebiten.SetWindowTitle(o.Title)
	setTitle(o.Title)
	ebiten.SetWindowResizingMode(ebiten.WindowResizingModeEnabled)
	ebiten.SetWindowSize(o.Width, o.Height)
	ebiten.SetWindowSizeLimits(o.MinWidth, o.MinHeight, -1, -1)
	if o.Place != nil {
		putWindow(*o.Place, o)
	}
	ebiten.SetWindowClosingHandled(true)
	if o.Icon != nil {
		setIcon(o.Icon)
	}
	ebiten.SetScreenClearedEveryFrame(false)
	ebiten.SetTPS(ebiten.SyncWithFPS)
	//lint:ignore SA1019 what replaces it costs some percent of a core, see fpsMode
	ebiten.SetFPSMode(fpsMode)
	running.Store(true)
	defer running.Store(false)
	Wake()
	err = ebiten.RunGameWithOptions(g, &ebiten.RunGameOptions{
		X11ClassName:    o.Title,
		X11InstanceName: o.Title,
		// Without this, a held key shows no accents to choose from on a Mac.
		ApplePressAndHoldEnabled: true,
		ColorSpace:               ebiten.ColorSpaceSRGB,
	})
	g.timer.stop()
	if err == nil {
		return nil
	}
	var failed frameError
	if errors.As(err, &failed) {
		return err
	}
	return fmt.Errorf("opening a window: %w%s", err, displayHint())
}

// frameError is a panic that ended a frame.
type frameError struct{ value any }

func (e frameError) Error() string { return fmt.Sprintf("drawing a frame: %v", e.value) }
