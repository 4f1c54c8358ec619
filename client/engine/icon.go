package engine

import (
	"image"
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"lobby/client/ui"
)

// mark is a piece of an icon, on a square from 0 to 1.
type mark struct {
	kind markKind
	a, b vec     // ends of a line; middle of a circle or arc in a
	r    float64 // radius of a circle or arc, and of a dot
	from float64 // an arc's first angle, clockwise from the right, in turns
	span float64 // and how far it goes on, in turns
}

type markKind uint8

const (
	markLine markKind = iota
	markArc
	markDot
	markGap // a line that takes away what earlier marks left beside it
)

type vec struct{ x, y float64 }

func line(x0, y0, x1, y1 float64) mark { return mark{kind: markLine, a: vec{x0, y0}, b: vec{x1, y1}} }
func circle(x, y, r float64) mark      { return arc(x, y, r, 0, 1) }
func dot(x, y, r float64) mark         { return mark{kind: markDot, a: vec{x, y}, r: r} }
func gap(x0, y0, x1, y1 float64) mark  { return mark{kind: markGap, a: vec{x0, y0}, b: vec{x1, y1}} }
func arc(x, y, r, from, span float64) mark {
	return mark{kind: markArc, a: vec{x, y}, r: r, from: from, span: span}
}

func path(closed bool, points ...vec) []mark {
	var marks []mark
	for i := 1; i < len(points); i++ {
		marks = append(marks, line(points[i-1].x, points[i-1].y, points[i].x, points[i].y))
	}
	if last := points[len(points)-1]; closed {
		marks = append(marks, line(last.x, last.y, points[0].x, points[0].y))
	}
	return marks
}

// eye is two arcs that meet at its corners, and a pupil.
var eye = []mark{arc(.5, .72, .48, .583, .334), arc(.5, .28, .48, .083, .334), circle(.5, .5, .13)}

// bell is a dome on a rim, with its clapper.
var bell = []mark{arc(.5, .38, .26, .5, .5), line(.24, .38, .24, .6), line(.76, .38, .76, .6), line(.24, .6, .14, .74),
	line(.76, .6, .86, .74), line(.14, .74, .86, .74), arc(.5, .76, .1, 0, .5)}

var icons = map[ui.Icon][]mark{
	ui.IconPlus:    {line(.5, .12, .5, .88), line(.12, .5, .88, .5)},
	ui.IconMenu:    {line(.12, .25, .88, .25), line(.12, .5, .88, .5), line(.12, .75, .88, .75)},
	ui.IconClose:   {line(.2, .2, .8, .8), line(.8, .2, .2, .8)},
	ui.IconGear:    append(gearRim(), circle(.5, .5, .14)),
	ui.IconDown:    path(false, vec{.2, .36}, vec{.5, .66}, vec{.8, .36}),
	ui.IconCheck:   path(false, vec{.14, .54}, vec{.38, .78}, vec{.86, .24}),
	ui.IconWarning: append(path(true, vec{.5, .12}, vec{.92, .86}, vec{.08, .86}), line(.5, .4, .5, .6), dot(.5, .73, .05)),
	ui.IconLock: append(path(true, vec{.2, .45}, vec{.8, .45}, vec{.8, .88}, vec{.2, .88}),
		line(.32, .45, .32, .3), line(.68, .45, .68, .3), arc(.5, .3, .18, .5, .5)),
	ui.IconSend:    append(path(true, vec{.12, .14}, vec{.9, .5}, vec{.12, .86}, vec{.26, .5}), line(.26, .5, .55, .5)),
	ui.IconEye:     eye,
	ui.IconEyeOff:  append(append([]mark{}, eye...), gap(.14, .86, .86, .14), line(.14, .86, .86, .14)),
	ui.IconBell:    bell,
	ui.IconBellOff: append(append([]mark{}, bell...), gap(.14, .14, .86, .86), line(.14, .14, .86, .86)),
	ui.IconPause:   {line(.34, .2, .34, .8), line(.66, .2, .66, .8)},
	ui.IconResume:  path(true, vec{.28, .18}, vec{.8, .5}, vec{.28, .82}),
	ui.IconFolder:  path(true, vec{.08, .2}, vec{.38, .2}, vec{.48, .32}, vec{.92, .32}, vec{.92, .82}, vec{.08, .82}),
	ui.IconFile: append(path(true, vec{.2, .08}, vec{.58, .08}, vec{.82, .32}, vec{.82, .92}, vec{.2, .92}),
		line(.58, .08, .58, .32), line(.58, .32, .82, .32)),
	ui.IconUp:    {line(.5, .14, .5, .88), line(.5, .14, .2, .44), line(.5, .14, .8, .44)},
	ui.IconClock: {circle(.5, .5, .4), line(.5, .26, .5, .5), line(.5, .5, .66, .6)},
}

// gearRim is the outline of a wheel of eight teeth.
func gearRim() []mark {
	const teeth, outer, inner = 8, .43, .32
	var points []vec
	for i := range teeth {
		for _, p := range []struct{ turn, r float64 }{{-.034, outer}, {.034, outer}, {.062, inner}, {.125 - .062, inner}} {
			sin, cos := math.Sincos(2 * math.Pi * (float64(i)/teeth + p.turn))
			points = append(points, vec{.5 + p.r*cos, .5 + p.r*sin})
		}
	}
	return path(true, points...)
}

// distance returns how far p is from the mark's skeleton in the scale that
// size gives, with straight lines snapped so that they lie on whole pixels.
func (m mark) distance(p vec, size, stroke float64) float64 {
	switch m.kind {
	case markArc:
		x, y := p.x-m.a.x*size, p.y-m.a.y*size
		turn := math.Atan2(y, x)/(2*math.Pi) - m.from
		turn -= math.Floor(turn)
		if turn <= m.span {
			return math.Abs(math.Hypot(x, y) - m.r*size)
		}
		end := func(t float64) float64 {
			sin, cos := math.Sincos(2 * math.Pi * t)
			return math.Hypot(x-m.r*size*cos, y-m.r*size*sin)
		}
		return min(end(m.from), end(m.from+m.span))
	case markDot:
		return math.Hypot(p.x-m.a.x*size, p.y-m.a.y*size) - m.r*size
	}
	a, b := vec{m.a.x * size, m.a.y * size}, vec{m.b.x * size, m.b.y * size}
	if m.a.x == m.b.x {
		a.x = snapStroke(a.x, stroke)
		b.x = a.x
	}
	if m.a.y == m.b.y {
		a.y = snapStroke(a.y, stroke)
		b.y = a.y
	}
	dx, dy := b.x-a.x, b.y-a.y
	t := min(1, max(0, ((p.x-a.x)*dx+(p.y-a.y)*dy)/(dx*dx+dy*dy)))
	return math.Hypot(p.x-a.x-t*dx, p.y-a.y-t*dy)
}

// snapStroke moves the middle of a stroke to where its edges are crisp.
func snapStroke(at, stroke float64) float64 {
	if int(math.Round(stroke))%2 == 1 {
		return math.Floor(at) + 0.5
	}
	return math.Round(at)
}

// drawIcon paints an icon's coverage, from 0 to 255, for a square of size
// pixels and strokes of a width in pixels.
func drawIcon(icon ui.Icon, size int, stroke float64) *image.Alpha {
	img := image.NewAlpha(image.Rect(0, 0, size, size))
	cover := func(distance float64) float64 { return min(1, max(0, 0.5-distance)) }
	for y := range size {
		for x := range size {
			p := vec{float64(x) + 0.5, float64(y) + 0.5}
			var c float64
			for _, m := range icons[icon] {
				d := m.distance(p, float64(size), stroke)
				switch m.kind {
				case markGap:
					c = min(c, 1-cover(d-stroke*1.5))
				case markDot:
					c = max(c, cover(d))
				default:
					c = max(c, cover(d-stroke/2))
				}
			}
			img.Pix[y*img.Stride+x] = uint8(c*255 + 0.5)
		}
	}
	return img
}

// maxIcons bounds how many pictures of icons are kept.
const maxIcons = 128

type iconKey struct {
	icon   ui.Icon
	size   int
	stroke float32
}

// iconCache keeps the pictures of icons, white, to be tinted where they are
// drawn.
type iconCache map[iconKey]*ebiten.Image

func (c *iconCache) image(k iconKey) *ebiten.Image {
	if img := (*c)[k]; img != nil {
		return img
	}
	if *c == nil || len(*c) >= maxIcons {
		*c = make(iconCache)
	}
	alpha := drawIcon(k.icon, k.size, float64(k.stroke))
	img := ebiten.NewImage(k.size, k.size)
	pixels := make([]byte, 4*len(alpha.Pix))
	for i, a := range alpha.Pix {
		pixels[4*i], pixels[4*i+1], pixels[4*i+2], pixels[4*i+3] = a, a, a, a
	}
	img.WritePixels(pixels)
	(*c)[k] = img
	return img
}
