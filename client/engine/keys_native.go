//go:build !js

package engine

import (
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/inpututil"

	"lobby/client/ui"
)

// keyboard reads the keys of a window.
type keyboard struct {
	repeat  repeater
	pressed []ebiten.Key
	presses []press
}

var physicalKeys = map[ebiten.Key]ui.Key{
	ebiten.KeyEnter: ui.KeyEnter, ebiten.KeyNumpadEnter: ui.KeyEnter,
	ebiten.KeyEscape: ui.KeyEscape, ebiten.KeyTab: ui.KeyTab,
	ebiten.KeyBackspace: ui.KeyBackspace, ebiten.KeyDelete: ui.KeyDelete,
	ebiten.KeyArrowLeft: ui.KeyLeft, ebiten.KeyArrowRight: ui.KeyRight,
	ebiten.KeyArrowUp: ui.KeyUp, ebiten.KeyArrowDown: ui.KeyDown,
	ebiten.KeyHome: ui.KeyHome, ebiten.KeyEnd: ui.KeyEnd,
	ebiten.KeyPageUp: ui.KeyPageUp, ebiten.KeyPageDown: ui.KeyPageDown,
	ebiten.KeySpace: ui.KeySpace, ebiten.KeyF6: ui.KeyF6, ebiten.KeyF12: ui.KeyF12,
	ebiten.KeyNumpadAdd: ui.KeyPlus, ebiten.KeyNumpadSubtract: ui.KeyMinus, ebiten.KeyNumpad0: ui.KeyZero,
}

// written holds the keys that mostly have letterKeys written on them, as a
// keyboard of the United States has.
var written = map[ebiten.Key]ui.Key{
	ebiten.KeyA: ui.KeyA, ebiten.KeyC: ui.KeyC, ebiten.KeyF: ui.KeyF, ebiten.KeyK: ui.KeyK,
	ebiten.KeyU: ui.KeyU, ebiten.KeyV: ui.KeyV, ebiten.KeyX: ui.KeyX, ebiten.KeyY: ui.KeyY,
	ebiten.KeyZ: ui.KeyZ, ebiten.KeyEqual: ui.KeyPlus, ebiten.KeyMinus: ui.KeyMinus,
	ebiten.KeyDigit0: ui.KeyZero, ebiten.KeyComma: ui.KeyComma, ebiten.KeySlash: ui.KeySlash,
}

// named returns the key that code stands for in the user's layout.
func named(code ebiten.Key) ui.Key {
	if k, ok := physicalKeys[code]; ok {
		return k
	}
	name := strings.ToLower(ebiten.KeyName(code))
	if name == "" || name[0] > 'z' {
		// The layout has other letters: shortcuts stay where they would be.
		return written[code]
	}
	return letterKeys[name]
}

// mods returns the modifiers that are held, or were during this frame.
func (k *keyboard) mods() ui.Mods {
	var m ui.Mods
	command := ebiten.KeyControl
	if runtime.GOOS == "darwin" {
		command = ebiten.KeyMeta
	}
	if ebiten.IsKeyPressed(ebiten.KeyShift) {
		m |= ui.Shift
	}
	if ebiten.IsKeyPressed(command) {
		m |= ui.Command
	}
	if ebiten.IsKeyPressed(ebiten.KeyAlt) {
		m |= ui.Alt
	}
	return m
}

// collect returns the keys pressed since the last frame, valid until the next
// call. While something is composed the keys are the input method's.
func (k *keyboard) collect(now time.Time, editing, composing bool) []press {
	k.presses = k.presses[:0]
	k.pressed = inpututil.AppendJustPressedKeys(k.pressed[:0])
	if composing {
		k.repeat.stop()
		return nil
	}
	mods := k.mods()
	// The third level of a keyboard is reached with Alt, or with Control and
	// Alt: then the letter is text and no shortcut.
	if mods&ui.Alt != 0 && len(ebiten.AppendInputChars(nil)) > 0 {
		mods &^= ui.Alt | ui.Command
	}
	after := afterAll
	if mods&ui.Command != 0 && commandReleased() {
		after = 0 // text is typed with the modifier released, so the shortcut came first
	}
	for _, code := range k.pressed {
		if isModifier(code) {
			continue
		}
		p := press{key: named(code), mods: mods, after: after}
		if !wanted(p.key, mods, editing) {
			k.repeat.stop()
			continue
		}
		k.presses = append(k.presses, p)
		k.repeat.press(now, p, int(code))
	}
	if p, ok := k.repeat.due(now, func(code int) bool { return ebiten.IsKeyPressed(ebiten.Key(code)) }); ok {
		k.presses = append(k.presses, p)
	}
	return k.presses
}

// commandReleased reports whether the modifier of shortcuts was released in
// this frame.
func commandReleased() bool {
	return slices.ContainsFunc(inpututil.AppendJustReleasedKeys(nil), func(code ebiten.Key) bool {
		return code == ebiten.KeyControlLeft || code == ebiten.KeyControlRight ||
			code == ebiten.KeyMetaLeft || code == ebiten.KeyMetaRight
	})
}

// released reports whether a key was released in this frame, which shows
// nowhere else.
func (k *keyboard) released() bool { return len(inpututil.AppendJustReleasedKeys(nil)) > 0 }

// release forgets what is held when the window loses the keyboard.
func (k *keyboard) release() { k.repeat.stop() }

// next returns when a held key repeats, zero for never.
func (k *keyboard) next() time.Time { return k.repeat.at }

func isModifier(code ebiten.Key) bool {
	switch code {
	case ebiten.KeyShiftLeft, ebiten.KeyShiftRight, ebiten.KeyControlLeft, ebiten.KeyControlRight,
		ebiten.KeyAltLeft, ebiten.KeyAltRight, ebiten.KeyMetaLeft, ebiten.KeyMetaRight, ebiten.KeyCapsLock:
		return true
	}
	return false
}
