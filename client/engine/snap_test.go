package engine

import (
	"image"
	"testing"

	"lobby/client/ui"
)

func TestSnap(t *testing.T) {
	for _, test := range []struct {
		name  string
		scale snap
		rect  ui.Rect
		edges image.Rectangle
	}{
		{"whole pixels stay", 1, ui.Rect{X: 3, Y: 4, W: 10, H: 20}, image.Rect(3, 4, 13, 24)},
		{"twice", 2, ui.Rect{X: 3, Y: 4, W: 10, H: 20}, image.Rect(6, 8, 26, 48)},
		{"a fraction", 1.5, ui.Rect{X: 1, Y: 3, W: 10, H: 10}, image.Rect(2, 5, 17, 20)},
		{"a hairline between pixels", 1, ui.Rect{X: 0.5, Y: 0.4, W: 100, H: 1}, image.Rect(1, 0, 101, 1)},
		{"a hairline at 1.5", 1.5, ui.Rect{X: 1, Y: 7, W: 1, H: 100}, image.Rect(2, 11, 4, 161)},
		{"never nothing", 1, ui.Rect{X: 5, Y: 5, W: 0.2, H: 10}, image.Rect(5, 5, 6, 15)},
	} {
		if got := test.scale.edges(test.rect); got != test.edges {
			t.Errorf("%s: %v, want %v", test.name, got, test.edges)
		}
	}
}

func TestSnapKeepsNeighboursTogetherAndCirclesRound(t *testing.T) {
	for _, scale := range []snap{1, 1.25, 1.5, 1.75, 2, 3} {
		for i := range 50 {
			at := float32(i) * 0.37
			a := scale.edges(ui.Rect{X: at, W: 7.3, H: 20})
			b := scale.edges(ui.Rect{X: at + 7.3, W: 9.1, H: 20})
			if a.Max.X != b.Min.X {
				t.Errorf("scale %v at %v: %v and %v", scale, at, a, b)
			}
			if c := scale.shape(ui.Rect{X: at, Y: at * 1.7, W: 10, H: 10}); c.Dx() != c.Dy() {
				t.Errorf("scale %v at %v: a circle of %v", scale, at, c)
			}
		}
	}
}
