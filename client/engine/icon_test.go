package engine

import (
	"testing"

	"lobby/client/ui"
)

func TestIcons(t *testing.T) {
	for icon := ui.IconPlus; icon <= ui.IconUp; icon++ {
		for _, size := range []int{12, 16, 20, 24, 48} {
			stroke := max(1, float64(size)/14)
			strong := 0
			for _, a := range drawIcon(icon, size, stroke).Pix {
				if a >= 0xa0 {
					strong++
				}
			}
			if strong < size/2 || strong > size*size/2 {
				t.Errorf("icon %d of %d pixels has %d strong pixels", icon, size, strong)
			}
			// Just outside its square there must be nothing to cut off.
			for i := range size {
				for _, p := range []vec{{float64(i), -0.5}, {-0.5, float64(i)}, {float64(i), float64(size) + 0.5}, {float64(size) + 0.5, float64(i)}} {
					for _, m := range icons[icon] {
						if m.kind != markGap && m.distance(p, float64(size), stroke)-stroke/2 < 0 {
							t.Errorf("icon %d of %d pixels sticks out at %v", icon, size, p)
						}
					}
				}
			}
		}
	}
}

// Straight strokes of a whole width cover whole pixels: nothing is blurred.
func TestIconStrokesAreCrisp(t *testing.T) {
	for _, test := range []struct {
		size   int
		stroke float64
	}{{16, 1}, {16, 2}, {20, 2}, {24, 2}, {24, 3}} {
		img := drawIcon(ui.IconMenu, test.size, test.stroke)
		x := test.size / 2
		for y := range test.size {
			if a := img.AlphaAt(x, y).A; a != 0 && a != 0xff {
				t.Errorf("size %d, stroke %v: row %d is half covered (%d)", test.size, test.stroke, y, a)
			}
		}
	}
}

func TestEyeOffLeavesAGap(t *testing.T) {
	open, off := drawIcon(ui.IconEye, 48, 3), drawIcon(ui.IconEyeOff, 48, 3)
	taken := 0
	for i := range open.Pix {
		if open.Pix[i] == 0xff && off.Pix[i] == 0 {
			taken++
		}
	}
	if taken == 0 {
		t.Error("the stroke does not part from the eye")
	}
}
