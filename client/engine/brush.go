package engine

import (
	"image"

	"github.com/hajimehoshi/ebiten/v2"
)

// brush sets text in fonts that the program does not get at.
type brush interface {
	// advance returns the width of a text, at a size in device pixels per em.
	advance(text string, size float64) float64
	// draw returns a picture of it.
	draw(text string, size float64) brushed
}

// brushed is a picture of a text.
type brushed struct {
	picture *ebiten.Image
	origin  image.Point // in the picture: the text's left end, on its baseline
	colored bool        // else it is white, to be drawn in any colour
}

// hasColor reports whether there is a colour among pixels of white text.
func hasColor(pixels *image.NRGBA) bool {
	for p := pixels.Pix; len(p) >= 4; p = p[4:] {
		// A faint pixel's colour is rounded too much to be one.
		if p[3] >= 0x40 && min(p[0], p[1], p[2]) < 0xe0 {
			return true
		}
	}
	return false
}
