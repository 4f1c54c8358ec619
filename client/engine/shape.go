package engine

import (
	_ "embed"
	"fmt"
	"image"

	"github.com/hajimehoshi/ebiten/v2"

	"lobby/client/ui"
)

//go:embed shape.kage
var shapeSource []byte

// The modes of the shader that are not a width; see shape.kage.
const (
	modeFill     = 0
	modeGradient = 0.5
)

// shapes collects rounded rectangles, so that many are drawn by one call.
type shapes struct {
	shader   *ebiten.Shader
	vertices []ebiten.Vertex
	indices  []uint32
}

// rounded is one rectangle with round corners, in device pixels.
type rounded struct {
	x0, y0, x1, y1 float32
	radius         float32
}

func roundedFrom(r image.Rectangle, radius float32) rounded {
	return rounded{float32(r.Min.X), float32(r.Min.Y), float32(r.Max.X), float32(r.Max.Y), radius}
}

func (r rounded) inset(d float32) rounded {
	return rounded{r.x0 + d, r.y0 + d, r.x1 - d, r.y1 - d, max(0, r.radius-d)}
}

// add appends r, cut to clip. reach is how far outside its edges it shows.
// The colour runs from top to bottom.
func (s *shapes) add(r rounded, clip image.Rectangle, reach, mode float32, top, bottom ui.Color) {
	x0, y0 := max(r.x0-reach, float32(clip.Min.X)), max(r.y0-reach, float32(clip.Min.Y))
	x1, y1 := min(r.x1+reach, float32(clip.Max.X)), min(r.y1+reach, float32(clip.Max.Y))
	if x0 >= x1 || y0 >= y1 {
		return
	}
	halfW, halfH := (r.x1-r.x0)/2, (r.y1-r.y0)/2
	midX, midY := r.x0+halfW, r.y0+halfH
	radius := max(0, min(r.radius, halfW, halfH))
	from, to := premultiplied(top), premultiplied(bottom)
	vertex := func(x, y float32) ebiten.Vertex {
		t := (y - r.y0) / (2 * halfH)
		return ebiten.Vertex{
			DstX: x, DstY: y, SrcX: x - midX, SrcY: y - midY,
			ColorR: from[0] + (to[0]-from[0])*t, ColorG: from[1] + (to[1]-from[1])*t,
			ColorB: from[2] + (to[2]-from[2])*t, ColorA: from[3] + (to[3]-from[3])*t,
			Custom0: halfW, Custom1: halfH, Custom2: radius, Custom3: mode,
		}
	}
	n := uint32(len(s.vertices))
	s.vertices = append(s.vertices, vertex(x0, y0), vertex(x1, y0), vertex(x0, y1), vertex(x1, y1))
	s.indices = append(s.indices, n, n+1, n+2, n+1, n+2, n+3)
}

// flush draws what was collected onto dst.
func (s *shapes) flush(dst *ebiten.Image) {
	if len(s.indices) == 0 {
		return
	}
	if s.shader == nil {
		shader, err := ebiten.NewShader(shapeSource)
		if err != nil {
			panic(fmt.Sprintf("compiling the embedded shader: %v", err))
		}
		s.shader = shader
	}
	dst.DrawTrianglesShader32(s.vertices, s.indices, s.shader, nil)
	s.vertices, s.indices = s.vertices[:0], s.indices[:0]
}

// premultiplied returns c's channels from 0 to 1, those of colour multiplied
// by alpha.
func premultiplied(c ui.Color) [4]float32 {
	a := float32(c.A) / 255
	return [4]float32{float32(c.R) / 255 * a, float32(c.G) / 255 * a, float32(c.B) / 255 * a, a}
}
