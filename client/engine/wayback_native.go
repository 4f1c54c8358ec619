//go:build !js

package engine

import (
	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/inpututil"

	"lobby/client/ui"
)

// wayBack gives a window what a page has from its browser: while there is something
// that Escape closes, the way back presses Escape.
type wayBack struct{ open bool }

func (b *wayBack) follow(open bool) { b.open = open }

// answer adds to the keys that were pressed what the mouse's button for the way back
// asks for, and gives Alt with the left arrow that meaning.
func (b *wayBack) answer(keys []press) []press {
	if !b.open {
		return keys
	}
	for i, k := range keys {
		if k.key == ui.KeyLeft && k.mods == ui.Alt && !k.repeat {
			keys[i] = press{key: ui.KeyEscape, after: k.after}
		}
	}
	if inpututil.IsMouseButtonJustPressed(ebiten.MouseButton3) {
		keys = append(keys, press{key: ui.KeyEscape, after: afterAll})
	}
	return keys
}
