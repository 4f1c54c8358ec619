package appicon

import (
	"image/color"
	"testing"
)

func TestDraw(t *testing.T) {
	accent := color.NRGBA{0xff, 0x8a, 0x6b, 0xff}
	for _, size := range append([]int{192, 512}, Sizes...) {
		round, full := Draw(size), DrawFull(size)
		if b := round.Bounds(); b.Dx() != size || b.Dy() != size {
			t.Fatalf("the icon of %d is %v", size, b)
		}
		if _, _, _, a := round.At(0, 0).RGBA(); a != 0 {
			t.Errorf("at %d the corner is not clear", size)
		}
		if got := full.At(0, 0); got != accent {
			t.Errorf("at %d the full icon has %v in its corner", size, got)
		}
		inBubble := round.At(size*7/10, size*36/100).(color.NRGBA)
		if inBubble.R > 0x40 || inBubble.A != 0xff {
			t.Errorf("at %d the bubble is %v", size, inBubble)
		}
	}
}

// What every shape leaves of the full icon has the whole bubble.
func TestBubbleLiesWithinEveryMask(t *testing.T) {
	const size = 512
	img := DrawFull(size)
	for y := range size {
		for x := range size {
			dx, dy := x-size/2, y-size/2
			if inBubble := img.At(x, y).(color.NRGBA).R < 0x80; inBubble && dx*dx+dy*dy > (size*2/5)*(size*2/5) {
				t.Fatalf("the bubble reaches %d, %d", x, y)
			}
		}
	}
}
