package text

import (
	"github.com/go-text/typesetting/font"
	"github.com/hajimehoshi/ebiten/v2"
	"golang.org/x/image/math/fixed"
)

// No face of the page has glyphs in SVG.
type svgGlyphData struct {
	source  []byte
	viewBox font.SVGViewBox
}

func svgToImage(*svgGlyphData, float64, fixed.Point26_6, fixed.Rectangle26_6) *ebiten.Image {
	return nil
}

type svgDocIndex struct{}

func newSVGDocIndex([]byte) *svgDocIndex { return nil }

func (*svgDocIndex) glyphDocument(uint32) []byte { return nil }
