//go:build !js

package engine

import (
	"slices"
	"testing"

	"lobby/client/ui"
)

func TestWayBack(t *testing.T) {
	back := press{key: ui.KeyLeft, mods: ui.Alt, after: 2}
	others := []press{{key: ui.KeyLeft}, {key: ui.KeyLeft, mods: ui.Alt | ui.Shift}, {key: ui.KeyLeft, mods: ui.Alt, repeat: true}}
	var b wayBack
	keys := append([]press{back}, others...)
	if got := b.answer(slices.Clone(keys)); !slices.Equal(got, keys) {
		t.Errorf("with nothing open the keys are %v", got)
	}
	b.follow(true)
	want := append([]press{{key: ui.KeyEscape, after: 2}}, others...)
	if got := b.answer(slices.Clone(keys)); !slices.Equal(got, want) {
		t.Errorf("the way back is %v", got)
	}
}
