//go:build !js

package engine

import (
	"bytes"
	"fmt"

	"lobby/fonts"
)

// load reads the embedded faces.
func (t *Text) load() {
	for slot, data := range [][]byte{
		slotRegular:   fonts.Regular(),
		slotBold:      fonts.Bold(),
		slotLatin:     fonts.Latin(),
		slotLatinBold: fonts.LatinBold(),
		slotEmoji:     fonts.Emoji(),
	} {
		f, err := newFace(bytes.NewReader(data), slot == slotEmoji)
		if err != nil {
			panic(fmt.Sprintf("the embedded face %d: %v", slot, err))
		}
		t.arrive(slot, f)
	}
}
