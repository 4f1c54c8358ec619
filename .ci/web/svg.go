package font

import "github.com/go-text/typesetting/font/opentype/tables"

// No face of the page has glyphs in SVG.
type svg struct{}

type SVGViewBox struct{ MinX, MinY, Width, Height float32 }

func newSvg(tables.SVG) (svg, error) { return svg{}, nil }

func (svg) rawGlyphData(gID) ([]byte, bool) { return nil, false }

func svgViewBox([]byte, uint16) SVGViewBox { return SVGViewBox{} }
