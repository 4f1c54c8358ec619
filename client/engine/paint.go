package engine

import (
	"image"
	"image/color"
	"math"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/text/v2"

	"lobby/client/ui"
)

// painter draws draw lists onto an image in device pixels.
type painter struct {
	text   *Text
	shapes shapes
	icons  iconCache

	pictures *Pictures   // nil for none
	pause    func() bool // called between commands, nil for none; false ends the painting
	pictured pictureShader
}

// paint draws list anew in the area dirty of dst, and nowhere else. Whatever
// area is asked for, each pixel in it comes out the same as if all had been
// painted. It reports whether that was all done.
func (p *painter) paint(dst *ebiten.Image, list ui.DrawList, dirty image.Rectangle) bool {
	dirty = dirty.Intersect(dst.Bounds())
	if dirty.Empty() {
		return true
	}
	area := dst.SubImage(dirty).(*ebiten.Image)
	s := snap(p.text.scale)
	if len(list) == 0 || !p.covers(&list[0], s, dirty) {
		area.Clear()
	}
	for i := range list {
		if p.pause != nil && !p.pause() {
			p.shapes.flush(area)
			return false
		}
		cmd := &list[i]
		// A shape is cut to its own clip, not to the dirty area: the vertices
		// stay the same whatever is painted, and so do the rounding errors.
		clip := s.edges(cmd.Clip).Intersect(dst.Bounds())
		if !clip.Overlaps(dirty) {
			continue
		}
		switch cmd.Kind {
		case ui.CmdRect:
			if even(cmd) && clip.Dx()*clip.Dy() >= largeArea {
				p.shapes.flush(area)
				area.SubImage(s.edges(cmd.Rect).Intersect(clip)).(*ebiten.Image).Fill(straight(cmd.Color))
				continue
			}
			p.rect(cmd, s, clip)
		case ui.CmdShadow:
			r := roundedFrom(s.shape(cmd.Rect), cmd.Radius*float32(s))
			reach := cmd.Blur * float32(s)
			if reach > 0 {
				p.shapes.add(r, clip, reach, -reach, cmd.Color, cmd.Color)
			}
		case ui.CmdIcon:
			p.shapes.flush(area)
			p.icon(area, cmd, s, clip)
		case ui.CmdText:
			p.shapes.flush(area)
			p.line(area, cmd, s, clip)
		case ui.CmdPicture:
			p.shapes.flush(area)
			p.picture(area, cmd, s, clip)
		}
	}
	p.shapes.flush(area)
	return true
}

// largeArea is from how many pixels on an even area is filled without the
// shader for shapes: to a processor that has to draw by itself that shader is
// dear.
const largeArea = 1 << 16

// even reports whether cmd fills its rectangle with one opaque colour.
func even(cmd *ui.Cmd) bool {
	return cmd.Kind == ui.CmdRect && cmd.Radius == 0 && cmd.Border == 0 && cmd.Color.A == 0xff && cmd.Color2.A == 0
}

// covers reports whether cmd hides everything in the area.
func (p *painter) covers(cmd *ui.Cmd, s snap, area image.Rectangle) bool {
	return even(cmd) && area.In(s.edges(cmd.Rect).Intersect(s.edges(cmd.Clip)))
}

func (p *painter) rect(cmd *ui.Cmd, s snap, clip image.Rectangle) {
	box := s.edges(cmd.Rect)
	if cmd.Radius > 0 {
		box = s.shape(cmd.Rect)
	}
	r := roundedFrom(box, cmd.Radius*float32(s))
	var border float32
	if cmd.Border > 0 && cmd.BorderColor.A > 0 {
		border = float32(s.stroke(cmd.Border))
	}
	fill := r
	if border > 0 && cmd.BorderColor.A == 0xff {
		// The fill ends under the middle of the border: at the outer edge the
		// two would otherwise mix.
		fill = r.inset(border / 2)
	}
	switch {
	case cmd.Color2.A > 0:
		p.shapes.add(fill, clip, 0, modeGradient, cmd.Color, cmd.Color2)
	case cmd.Color.A > 0:
		p.shapes.add(fill, clip, 0, modeFill, cmd.Color, cmd.Color)
	}
	if border > 0 {
		p.shapes.add(r, clip, 0, border, cmd.BorderColor, cmd.BorderColor)
	}
}

func (p *painter) icon(area *ebiten.Image, cmd *ui.Cmd, s snap, clip image.Rectangle) {
	box := s.shape(cmd.Rect)
	size := min(box.Dx(), box.Dy())
	if size <= 0 || icons[cmd.Icon] == nil {
		return
	}
	stroke := max(1, cmd.Border*float32(s))
	at := box.Min.Add(image.Pt((box.Dx()-size)/2, (box.Dy()-size)/2))
	target := clipped(area, image.Rectangle{at, at.Add(image.Pt(size, size))}, clip)
	if target == nil {
		return
	}
	op := &ebiten.DrawImageOptions{}
	op.GeoM.Translate(float64(at.X), float64(at.Y))
	op.ColorScale.ScaleWithColor(straight(cmd.Color))
	target.DrawImage(p.icons.image(iconKey{cmd.Icon, size, stroke}), op)
}

// line draws one line of text. It starts on a whole pixel, as does each run in
// it; within a run glyphs stand where the layout has them.
func (p *painter) line(area *ebiten.Image, cmd *ui.Cmd, s snap, clip image.Rectangle) {
	if cmd.Text == "" || cmd.Color.A == 0 {
		return
	}
	size := float64(cmd.Font.Size) * float64(s)
	x := float64(s.px(cmd.Rect.X))
	baseline := float64(s.px(cmd.Rect.Y + cmd.Baseline))
	width := float64(p.text.Advance(cmd.Font, cmd.Text)) * float64(s)
	// Glyphs may stick out of their line's box: accents above, slanted ends
	// beside it. Half an em is more than any face of ours does.
	box := image.Rect(int(x-size/2), int(baseline-1.5*size), int(x+width+size/2)+1, int(baseline+size)+1)
	target := clipped(area, box, clip)
	if target == nil {
		return
	}
	op := &text.DrawOptions{}
	op.ColorScale.ScaleWithColor(straight(cmd.Color))
	for _, r := range p.text.split(cmd.Font.Weight, cmd.Text) {
		op.GeoM.Reset()
		if b := r.face.brush; b != nil {
			brushedLine(target, b.draw(r.text, size), math.Round(x), baseline, &op.DrawImageOptions)
		} else {
			f := r.face.at(size)
			op.GeoM.Translate(math.Round(x), baseline-math.Floor(f.Metrics().HAscent))
			text.Draw(target, r.text, f, op)
		}
		x += r.face.advance(r.text, size)
	}
}

// brushedLine draws a picture of text. Colours of its own it keeps, but for how
// much shines through.
func brushedLine(target *ebiten.Image, b brushed, x, baseline float64, o *ebiten.DrawImageOptions) {
	op := *o
	op.GeoM.Translate(x-float64(b.origin.X), baseline-float64(b.origin.Y))
	if b.colored {
		op.ColorScale.Reset()
		op.ColorScale.ScaleAlpha(o.ColorScale.A())
	}
	target.DrawImage(b.picture, &op)
}

// clipped returns the part of area in which box shows through clip: area
// itself where clip cuts nothing off, nil where nothing is left.
func clipped(area *ebiten.Image, box, clip image.Rectangle) *ebiten.Image {
	if !box.Intersect(clip).Overlaps(area.Bounds()) {
		return nil
	}
	if box.In(clip) {
		return area
	}
	return area.SubImage(clip).(*ebiten.Image)
}

func straight(c ui.Color) color.NRGBA { return color.NRGBA(c) }
