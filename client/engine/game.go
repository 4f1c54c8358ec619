package engine

import (
	"fmt"
	"image"
	"math"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"lobby/client/ui"
)

// game is what Ebitengine runs: it calls LayoutF, Update and Draw, in this
// order, for every frame.
type game struct {
	app     App
	options Options
	text    *Text
	painter painter
	pointer pointer
	keys    keyboard
	typing  typing
	board   clipboard
	notices notices
	chime   chime
	wayBack wayBack
	mirror  *mirror
	timer   timer
	looks   looks
	rest    rest
	gate    gate
	breath  breath

	mu      sync.Mutex // guards what follows; a hidden page runs frames beside Update
	out     ui.Output  // of the last frame
	built   int        // so many frames
	w, h    float32    // of the window, logical pixels
	focused bool
	touch   bool
	failed  error // what a frame panicked with

	shown   ui.DrawList // what the screen shows
	stale   bool        // the screen's content is unknown
	present bool        // it is known, but the window may have lost it
	size    image.Point // of the screen, device pixels
	cursor  ui.CursorShape

	place placeKeeper
	stats ui.Stats

	firstPainted sync.Once
}

func newGame(app App, t *Text, o Options) *game {
	return &game{
		app: app, options: o, text: t, painter: painter{text: t, pictures: o.Pictures},
		w: float32(o.Width), h: float32(o.Height), stale: true,
	}
}

// LayoutF asks for a screen of device pixels. A page waits here while there is
// nothing to do, see gate.
func (g *game) LayoutF(width, height float64) (float64, float64) {
	g.gate.wait()
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.shown) > 0 { // the page shows the first frame as soon as it is mirrored
		g.breath.begin()
	}
	scale := pixelRatio()
	noticeRatio(g.text.scale, scale)
	g.text.setScale(scale)
	g.options.Pictures.setScale(scale)
	g.w, g.h = float32(width), float32(height)
	return devicePixels(width, scale), devicePixels(height, scale)
}

// Layout is never called, as there is LayoutF.
func (g *game) Layout(width, height int) (int, int) { return width, height }

// Update collects what the user did and lets the App answer.
func (g *game) Update() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	defer g.guard()
	if g.failed != nil {
		return g.failed
	}
	if ebiten.IsWindowBeingClosed() {
		g.place.tell(g.options)
		if g.options.OnClose != nil {
			g.options.OnClose()
		}
		return ebiten.Termination
	}

	if g.text.settle() {
		g.stale = true
	}
	g.build(woken.Swap(false))
	g.breath.take(&g.mu)
	g.tellFrame()
	return g.failed
}

// build collects what the user did and runs the App with it.
func (g *game) build(reasons bool) {
	now := time.Now()
	var events []ui.Event

	if focused := ebiten.IsFocused(); focused != g.focused {
		g.focused, reasons = focused, true
		if focused {
			refreshDark()
			refreshStill()
		} else {
			g.keys.release()
			g.place.tell(g.options)
			events = append(events, ui.Event{Kind: ui.FocusLost})
		}
	}
	pointed := g.pointer.collect(now, g.text.scale, g.w, g.h, g.keys.mods())
	g.touch = g.pointer.touch
	composing := g.typing.preedit != ""
	if composing && slices.ContainsFunc(pointed, isPress) {
		// What is being composed belongs where the caret still is.
		g.typing.confirm()
		events = append(events, g.typing.take()...)
	} else {
		g.typing.update()
	}
	composing = composing || g.typing.preedit != ""
	keys := g.wayBack.answer(g.keys.collect(now, g.out.Editing, composing))
	events = append(events, pointed...)
	events = append(events, g.board.take()...)
	events = append(events, g.mirror.take()...)

	// Nothing that is known of made this frame: part of the window may have
	// been uncovered.
	g.present = len(events) == 0 && len(keys) == 0 && !reasons && !g.typing.waiting() && !g.keys.released()

	g.frame(events, keys, now)
}

// tellFrame tells what follows the screen of the last frame, which an event may have
// had the App make while the browser had its turn.
func (g *game) tellFrame() {
	g.mirror.show(state{g.w, g.h, g.text.scale, g.focused, g.out.Language, g.out.Nodes})
	g.rest.putOff()
	g.timer.set(time.Now(), earliest(g.out.Wake, g.keys.next()))
}

// frame runs the App until it has taken events, all that was typed, and keys.
// Several times, because the input method gives the next text only when it
// knows where the caret is after the last one.
func (g *game) frame(events []ui.Event, keys []press, now time.Time) {
	began := time.Now()
	dropped, pasted := takeBrought()
	for texts := 0; ; {
		typed := g.typing.take()
		done := len(typed) == 0
		events, keys, texts = inOrder(events, typed, keys, texts)
		g.out = g.app.Frame(ui.Input{
			Events: events, W: g.w, H: g.h, Now: now, Focused: g.focused, Touch: g.touch, Notify: notifyState(), Dropped: dropped, Pasted: pasted, Stats: g.stats,
		})
		g.board.serve(g.out, &g.options)
		g.wayBack.follow(g.out.Back)
		g.notices.serve(g.out, &g.options)
		if g.out.Chime {
			g.chime.play(g.options.Log)
		}
		if g.out.Open != "" {
			openLink(g.out.Open, g.options.Log)
		}
		// Ebitengine puts the input method where its own idea of the scale has it.
		g.typing.follow(g.out, ebiten.Monitor().DeviceScaleFactor())
		if done && !g.typing.waiting() {
			break
		}
		events, dropped, pasted = nil, nil, nil
	}
	g.built++
	if g.out.Cursor != g.cursor {
		g.cursor = g.out.Cursor
		ebiten.SetCursorShape(cursorShapes[g.cursor])
	}
	g.stats.Build = time.Since(began)
}

var cursorShapes = map[ui.CursorShape]ebiten.CursorShapeType{
	ui.CursorDefault: ebiten.CursorShapeDefault,
	ui.CursorPointer: ebiten.CursorShapePointer,
	ui.CursorText:    ebiten.CursorShapeText,
}

// Draw paints where the frame differs from what the screen shows.
func (g *game) Draw(screen *ebiten.Image) {
	g.mu.Lock()
	defer g.mu.Unlock()
	defer g.guard()
	g.breath.take(&g.mu)
	for g.failed == nil && !g.show(screen) {
	}
	// What was painted is now given to the browser, which takes a while too.
	g.breath.take(&g.mu)
}

// show brings the screen in step with the last frame, and reports false where another
// frame was run meanwhile.
func (g *game) show(screen *ebiten.Image) bool {
	bounds := screen.Bounds()
	if bounds.Size() != g.size {
		g.size, g.stale = bounds.Size(), true
	}
	s := snap(g.text.scale)
	var dirty image.Rectangle
	if g.stale {
		dirty = bounds
	} else {
		area := ui.Dirty(g.shown, g.out.List, ui.Rect{W: g.w, H: g.h})
		if !area.Empty() {
			dirty = s.around(area)
		} else if g.present {
			// Painting any pixel makes Ebitengine show the screen again.
			dirty = image.Rect(0, 0, 1, 1)
		}
	}
	if dirty.Empty() {
		g.looks.nothing()
		return true
	}
	g.looks.again(g.timer.at)
	began, built := time.Now(), g.built
	g.painter.pause = func() bool {
		g.breath.take(&g.mu)
		return g.built == built
	}
	if !g.painter.paint(screen, g.out.List, dirty) {
		g.stale = true
		return false
	}
	g.options.Pictures.sweep()
	g.tell(began, dirty)
	g.shown = append(g.shown[:0], g.out.List...)
	g.stale = false
	g.firstPainted.Do(func() { go g.text.fetch(g.options.Log) })
	return true
}

// tell keeps for the next frame what this one cost, if that is wanted.
func (g *game) tell(began time.Time, dirty image.Rectangle) {
	if !g.out.Debug {
		return
	}
	scale := float32(g.text.scale)
	g.stats.Paint = time.Since(began)
	g.stats.Dirty = ui.Rect{
		X: float32(dirty.Min.X) / scale, Y: float32(dirty.Min.Y) / scale,
		W: float32(dirty.Dx()) / scale, H: float32(dirty.Dy()) / scale,
	}
	a := &g.text.advances
	g.stats.Caches = fmt.Sprintf(", advances %d, icons %d", len(a.young)+len(a.old), len(g.painter.icons))
}

// DrawFinalScreen shows the screen pixel for pixel. Ebitengine would stretch
// it where a fractional scale leaves it a pixel smaller than the window, and
// blur all of it.
func (g *game) DrawFinalScreen(screen ebiten.FinalScreen, offscreen *ebiten.Image, geoM ebiten.GeoM) {
	op := &ebiten.DrawImageOptions{Blend: ebiten.BlendCopy}
	op.GeoM.Translate(0, math.Round(geoM.Element(1, 2)))
	screen.DrawImage(offscreen, op)
}

// guard turns a panic in a frame into an error that Run returns, with its
// stack in the log.
func (g *game) guard() {
	v := recover()
	if v == nil {
		return
	}
	g.options.Log.Error("a frame panicked", "panic", v, "stack", string(debug.Stack()))
	g.failed = frameError{v}
	Wake()
}

func isPress(e ui.Event) bool { return e.Kind == ui.PointerDown }

// inOrder appends to events what was typed and the keys that were pressed. A
// press tells after how many texts it came, of which texts have been before;
// it waits until they are there, or no more come. What still waits is returned.
func inOrder(events, typed []ui.Event, keys []press, texts int) ([]ui.Event, []press, int) {
	due := func(all bool) {
		for len(keys) > 0 && (all || keys[0].after <= texts) {
			k := keys[0]
			events = append(events, ui.Event{Kind: ui.KeyPress, Key: k.key, Mods: k.mods, Repeat: k.repeat})
			keys = keys[1:]
		}
	}
	for _, e := range typed {
		due(false)
		events = append(events, e)
		if e.Kind == ui.Text {
			texts++
		}
	}
	due(len(typed) == 0)
	return events, keys, texts
}
