package engine

import (
	_ "embed"
	"fmt"
	"image"

	"github.com/hajimehoshi/ebiten/v2"

	"lobby/client/ui"
)

//go:embed picture.kage
var pictureSource []byte

// pictureShader is compiled when the first picture is drawn.
type pictureShader struct{ shader *ebiten.Shader }

// picture draws what the command's picture has of pixels to fill its area.
func (p *painter) picture(area *ebiten.Image, cmd *ui.Cmd, s snap, clip image.Rectangle) {
	img := p.pictures.image(cmd.Picture)
	if img == nil {
		return
	}
	box := s.shape(cmd.Rect)
	target := clipped(area, box, clip)
	if target == nil {
		return
	}
	if p.pictured.shader == nil {
		shader, err := ebiten.NewShader(pictureSource)
		if err != nil {
			panic(fmt.Sprintf("compiling the embedded shader: %v", err))
		}
		p.pictured.shader = shader
	}
	w, h := float32(box.Dx()), float32(box.Dy())
	src := cover(img.Bounds(), w, h)
	radius := min(cmd.Radius*float32(s), w/2, h/2)
	vertex := func(x, y float32) ebiten.Vertex {
		return ebiten.Vertex{
			DstX: float32(box.Min.X) + x*w, DstY: float32(box.Min.Y) + y*h,
			SrcX: src.X + x*src.W, SrcY: src.Y + y*src.H,
			ColorR: radius, Custom0: (x - 0.5) * w, Custom1: (y - 0.5) * h, Custom2: w / 2, Custom3: h / 2,
		}
	}
	vertices := []ebiten.Vertex{vertex(0, 0), vertex(1, 0), vertex(0, 1), vertex(1, 1)}
	op := &ebiten.DrawTrianglesShaderOptions{Images: [4]*ebiten.Image{img}}
	target.DrawTrianglesShader32(vertices, []uint32{0, 1, 2, 1, 2, 3}, p.pictured.shader, op)
}

// cover returns the largest part in the middle of from that has the shape of w
// by h.
func cover(from image.Rectangle, w, h float32) ui.Rect {
	all := ui.Rect{X: float32(from.Min.X), Y: float32(from.Min.Y), W: float32(from.Dx()), H: float32(from.Dy())}
	scale := min(all.W/w, all.H/h)
	return all.Center(scale*w, scale*h)
}
