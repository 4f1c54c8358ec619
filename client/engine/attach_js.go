package engine

import (
	"syscall/js"

	"lobby/client/ui"
)

// attach listens to the page: to let frames through, and for what Ebitengine
// does not tell, such as the order of keys and texts.
func (g *game) attach() {
	keepSharp()
	g.wayBack.begin()
	g.notices.follow()
	backstage = func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		defer g.guard()
		if g.failed == nil {
			g.answer(woken.Swap(false))
		}
	}
	once := map[string]any{"capture": true, "passive": false}
	hear := func(target js.Value, then func(event js.Value), kinds ...string) {
		listener := js.FuncOf(func(_ js.Value, args []js.Value) any {
			then(args[0])
			schedule()
			return nil
		})
		for _, kind := range kinds {
			target.Call("addEventListener", kind, listener, once)
		}
	}
	nothing := func(js.Value) {}
	hear(window, func(js.Value) { g.tapped() }, "touchend")
	hear(window, func(js.Value) { g.wentBack() }, "popstate")
	hear(window, nothing, "touchstart", "touchmove", "touchcancel",
		"compositionstart", "compositionupdate", "focus", "blur")
	// What was typed and clicked on just before is answered while that still can be.
	hear(document, nothing, "visibilitychange")
	hear(window, func(js.Value) { go backstage() }, "pagehide")
	hear(window, func(e js.Value) { g.chime.allow(); g.keys.down(e) }, "keydown")
	hear(window, func(e js.Value) { g.typing.plain = g.keys.typed(e) && fingers() }, "input", "compositionend")
	hear(window, func(e js.Value) { g.keys.held = modsOf(e); g.pointer.moved(e) }, "pointermove")
	hear(window, func(e js.Value) { g.chime.allow(); g.keys.held = modsOf(e); g.pointer.pressed(e) }, "pointerdown")
	hear(window, func(e js.Value) { g.keys.held = modsOf(e); g.pointer.released(e) }, "pointerup", "pointercancel")
	hear(window, func(e js.Value) { g.pointer.turned(e, float32(window.Get("innerHeight").Float())) }, "wheel")
	hear(document.Get("documentElement"), func(js.Value) { g.pointer.left() }, "mouseleave")
	// Else a browser takes a finger that moves for its own scrolling.
	document.Get("body").Get("style").Set("touchAction", "none")
	// The program has a menu of its own; the browser's knows of a picture alone.
	hear(window, func(e js.Value) { e.Call("preventDefault") }, "contextmenu")
	hear(window, g.board.pasted, "paste")
	hear(g.mirror.root, g.mirror.pressed, "click")
	hear(window, g.drag, "dragover")
	hear(window, g.drop, "drop")
	for _, wish := range []string{"(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)"} {
		hear(window.Call("matchMedia", wish), nothing, "change")
	}

	// Letting go of a key changes nothing that is shown, and so takes no frame.
	window.Call("addEventListener", "keyup", js.FuncOf(func(_ js.Value, args []js.Value) any {
		g.keys.held = modsOf(args[0])
		return nil
	}), once)

	// A canvas that changed its size is blank until a frame, and Ebitengine
	// runs one of its own beside the one that waits.
	resized := js.FuncOf(func(js.Value, []js.Value) any {
		fitPage()
		g.typing.resized = true
		rouse(3)
		return nil
	})
	window.Call("addEventListener", "resize", resized)
	if seen := window.Get("visualViewport"); seen.Truthy() {
		seen.Call("addEventListener", "resize", resized)
	}
	if observer := window.Get("ResizeObserver"); observer.Truthy() {
		observer.New(resized).Call("observe", document.Get("body"))
	}
}

// modsOf returns the modifiers that were held at an event.
func modsOf(e js.Value) ui.Mods {
	var m ui.Mods
	command := "ctrlKey"
	if onMac {
		command = "metaKey"
	}
	for name, mod := range map[string]ui.Mods{"shiftKey": ui.Shift, command: ui.Command, "altKey": ui.Alt} {
		if e.Get(name).Truthy() {
			m |= mod
		}
	}
	return m
}

// answer lets the App answer what the user did, or what else the frame has reasons
// for, in an event's callback.
func (g *game) answer(reasons bool) {
	g.build(reasons)
	g.tellFrame()
}
