package engine

import (
	"image"
	"testing"
)

func TestHasColor(t *testing.T) {
	for name, c := range map[string]struct {
		pixel [4]byte // red, green, blue, alpha
		want  bool
	}{
		"white": {[4]byte{255, 255, 255, 255}, false}, "an edge": {[4]byte{255, 255, 255, 51}, false},
		"nothing": {[4]byte{0, 0, 0, 0}, false}, "rounded": {[4]byte{200, 255, 255, 8}, false},
		"red": {[4]byte{255, 0, 0, 128}, true}, "black": {[4]byte{0, 0, 0, 255}, true},
	} {
		pixels := image.NewNRGBA(image.Rect(0, 0, 2, 2))
		copy(pixels.Pix[8:], c.pixel[:])
		if got := hasColor(pixels); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
