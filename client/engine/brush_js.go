package engine

import (
	"fmt"
	"image"
	"math"
	"syscall/js"
	"unicode"

	"github.com/hajimehoshi/ebiten/v2"
)

// canvasBrush has the browser draw, in the fonts of the user's system, what the
// program's own faces lack.
type canvasBrush struct {
	weight string
	canvas js.Value
	pen    js.Value // CanvasRenderingContext2D
	drawn  map[brushKey]brushed
}

type brushKey struct {
	text string
	size float64
}

// maxBrushed bounds the pictures of text that are kept: a few screens of names.
const maxBrushed = 256

// maxBrushWidth bounds the width of one of them, in pixels.
const maxBrushWidth = 4096

// newBrushFace returns a face for all that a browser can show, nil where it has no
// canvas to draw on.
func newBrushFace(weight string) *face {
	canvas := document.Call("createElement", "canvas")
	pen := canvas.Call("getContext", "2d", map[string]any{"willReadFrequently": true})
	if !pen.Truthy() {
		return nil
	}
	return &face{
		covers: newCoverage(unicode.IsGraphic), system: true,
		brush: &canvasBrush{weight: weight, canvas: canvas, pen: pen, drawn: make(map[brushKey]brushed)},
	}
}

func (b *canvasBrush) advance(text string, size float64) float64 {
	b.pen.Set("font", b.font(size))
	return b.pen.Call("measureText", text).Get("width").Float()
}

func (b *canvasBrush) font(size float64) string {
	return fmt.Sprintf("%s %gpx sans-serif", b.weight, size)
}

func (b *canvasBrush) draw(text string, size float64) brushed {
	key := brushKey{text, size}
	if d, ok := b.drawn[key]; ok {
		return d
	}
	if len(b.drawn) >= maxBrushed {
		for _, d := range b.drawn {
			d.picture.Deallocate()
		}
		clear(b.drawn)
	}
	origin := image.Pt(int(math.Ceil(size/2)), int(math.Ceil(1.5*size)))
	width := min(maxBrushWidth, int(math.Ceil(b.advance(text, size)))+2*origin.X)
	height := origin.Y + int(math.Ceil(size))
	b.canvas.Set("width", width) // which clears it, and all that was set
	b.canvas.Set("height", height)
	b.pen.Set("font", b.font(size))
	b.pen.Set("fillStyle", "#fff")
	b.pen.Call("fillText", text, origin.X, origin.Y)
	pixels := image.NewNRGBA(image.Rect(0, 0, width, height))
	js.CopyBytesToGo(pixels.Pix, b.pen.Call("getImageData", 0, 0, width, height).Get("data"))
	d := brushed{picture: ebiten.NewImage(width, height), origin: origin, colored: hasColor(pixels)}
	d.picture.WritePixels(premultiply(pixels).Pix)
	b.drawn[key] = d
	return d
}
