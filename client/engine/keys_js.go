package engine

import (
	"strings"
	"syscall/js"
	"time"

	"lobby/client/ui"
)

// keyboard reads the keys of a page from its own events. They come in order,
// with the letter that the user's layout has, and not at all while an input
// method takes them; what Ebitengine makes of them has lost all three.
type keyboard struct {
	held    ui.Mods
	pending []press
	presses []press
	texts   int // typed since the last frame
}

var namedKeys = map[string]ui.Key{
	"Enter": ui.KeyEnter, "Escape": ui.KeyEscape, "Tab": ui.KeyTab,
	"Backspace": ui.KeyBackspace, "Delete": ui.KeyDelete,
	"ArrowLeft": ui.KeyLeft, "ArrowRight": ui.KeyRight, "ArrowUp": ui.KeyUp, "ArrowDown": ui.KeyDown,
	"Home": ui.KeyHome, "End": ui.KeyEnd, "PageUp": ui.KeyPageUp, "PageDown": ui.KeyPageDown,
	" ": ui.KeySpace, "F6": ui.KeyF6, "F12": ui.KeyF12,
}

// keyOf returns the key of an event. A layout without Latin letters keeps its
// shortcuts where a keyboard of the United States has them.
func keyOf(e js.Value) ui.Key {
	name := e.Get("key").String()
	if k, ok := namedKeys[name]; ok {
		return k
	}
	if k, ok := letterKeys[strings.ToLower(name)]; ok {
		return k
	}
	if len(name) == 1 {
		return ui.KeyNone
	}
	code := strings.TrimPrefix(e.Get("code").String(), "Key")
	return letterKeys[strings.ToLower(code)]
}

// down notes a key that was pressed, and keeps from the browser what the App
// has a use for.
func (k *keyboard) down(e js.Value) {
	k.held = modsOf(e)
	// 229 is what browsers give for a key that an input method works on.
	if e.Get("isComposing").Truthy() || e.Get("keyCode").Int() == 229 {
		return
	}
	mods := k.held
	if e.Call("getModifierState", "AltGraph").Bool() {
		mods &^= ui.Alt | ui.Command
	}
	key := keyOf(e)
	if browsers(e, key, mods) {
		e.Call("stopPropagation")
		return
	}
	if mods&ui.Command != 0 {
		switch key {
		case ui.KeyNone, ui.KeyC, ui.KeyX:
		case ui.KeyV:
			return // a paste event follows
		default:
			e.Call("preventDefault")
		}
	}
	if key == ui.KeyF6 {
		e.Call("preventDefault")
	}
	k.pending = append(k.pending, press{key: key, mods: mods, repeat: e.Get("repeat").Truthy(), after: k.texts})
}

// browsers reports whether a key has a meaning in a browser and none in the App, such as
// F5, Ctrl+L, and Alt with the left arrow. Ebitengine, which keeps every key of its canvas
// from the browser, must not see it.
func browsers(e js.Value, key ui.Key, mods ui.Mods) bool {
	switch key {
	case ui.KeyF12:
		return mods&ui.Command == 0
	case ui.KeyLeft, ui.KeyRight:
		return mods == ui.Alt
	case ui.KeyNone:
		name := e.Get("key").String()
		function := len(name) > 1 && name[0] == 'F'
		return function || mods&(ui.Command|ui.Alt) != 0 && len(name) == 1
	}
	return false
}

// typed notes that the input method will give a text, and reports whether that was
// typed and not composed.
func (k *keyboard) typed(e js.Value) (plain bool) {
	if e.Get("type").String() == "compositionend" {
		k.texts++
		return true
	}
	if !e.Get("isComposing").Truthy() && e.Get("inputType").String() == "insertText" {
		k.texts++
		return true
	}
	return false
}

func (k *keyboard) mods() ui.Mods { return k.held }

// collect returns the keys pressed since the last frame, valid until the next
// call. The composing ones were left out as they came.
func (k *keyboard) collect(_ time.Time, editing, _ bool) []press {
	k.presses = k.presses[:0]
	for _, p := range k.pending {
		if wanted(p.key, p.mods, editing) {
			k.presses = append(k.presses, p)
		}
	}
	k.pending, k.texts = k.pending[:0], 0
	return k.presses
}

// released has nothing to tell: the page knows why each frame runs.
func (k *keyboard) released() bool { return true }

// release forgets what is held when the page loses the keyboard.
func (k *keyboard) release() { k.held = 0 }

// next is never, because the browser repeats keys.
func (k *keyboard) next() time.Time { return time.Time{} }
