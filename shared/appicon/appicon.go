// Package appicon draws the program's icon: a speech bubble on the accent colour.
package appicon

import (
	"image"
	"image/color"
	"math"
)

// Sizes are those that task bars and windows ask for, in pixels.
var Sizes = []int{16, 32, 48, 128}

// corner is the radius of the icon's own corners, a part of its side.
const corner = 0.24

// Draw draws the icon as a square with round corners on nothing, size pixels wide.
func Draw(size int) image.Image { return draw(size, corner) }

// DrawFull draws the icon without corners of its own, for systems that cut it into a
// shape of theirs. The bubble lies within the middle circle of 80 % of the width,
// which every shape leaves (Web Application Manifest, icon masks).
func DrawFull(size int) image.Image { return draw(size, 0) }

// dotsFrom is the size from which the bubble has its three dots; in a smaller one they
// would be a blur.
const dotsFrom = 32

// draw shades each pixel by its distance to the edges.
func draw(size int, corner float64) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	s := float64(size)
	for y := range size {
		for x := range size {
			px, py := (float64(x)+0.5)/s, (float64(y)+0.5)/s
			square := 1.0
			if corner > 0 {
				square = coverage(boxDistance(px, py, 0.5, 0.5, 0.5, 0.5, corner), s)
			}
			bubble := math.Max(
				coverage(boxDistance(px, py, 0.5, 0.46, 0.3, 0.22, 0.12), s),
				coverage(tailDistance(px, py), s))
			if size >= dotsFrom {
				bubble -= coverage(dotDistance(px, py), s)
			}
			img.SetNRGBA(x, y, color.NRGBA{
				R: mix(0xff, 0x2a, bubble), G: mix(0x8a, 0x0f, bubble), B: mix(0x6b, 0x08, bubble), A: uint8(255 * square),
			})
		}
	}
	return img
}

// boxDistance is how far a point is outside a rounded box about (cx, cy) of
// half the size (hw, hh); negative inside.
func boxDistance(x, y, cx, cy, hw, hh, radius float64) float64 {
	dx, dy := math.Abs(x-cx)-hw+radius, math.Abs(y-cy)-hh+radius
	return math.Hypot(math.Max(dx, 0), math.Max(dy, 0)) + math.Min(math.Max(dx, dy), 0) - radius
}

// tailDistance is how far a point is outside the bubble's tail, a triangle.
func tailDistance(x, y float64) float64 {
	return math.Max(math.Max(0.6-y, 0.3-x), (x-0.3)+(y-0.6)-0.22)
}

// dotDistance is how far a point is outside the nearest of the bubble's three dots.
func dotDistance(x, y float64) float64 {
	nearest := math.Inf(1)
	for _, middle := range []float64{0.36, 0.5, 0.64} {
		nearest = math.Min(nearest, math.Hypot(x-middle, y-0.46)-0.045)
	}
	return nearest
}

// coverage is how much of a pixel lies inside an edge at a distance.
func coverage(distance, size float64) float64 {
	return math.Max(0, math.Min(1, 0.5-distance*size))
}

func mix(a, b uint8, t float64) uint8 {
	return uint8(float64(a)*(1-t) + float64(b)*t)
}
