package main

import (
	"image"
	"image/color"
	"math"
)

// icons draws the program's icon, a speech bubble, in the sizes that task bars
// ask for.
func icons() []image.Image {
	var all []image.Image
	for _, size := range []int{16, 32, 48, 128} {
		all = append(all, icon(size))
	}
	return all
}

// icon draws a rounded square in the accent colour and on it a bubble with a
// tail, each pixel shaded by its distance to the edges.
func icon(size int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	s := float64(size)
	for y := range size {
		for x := range size {
			px, py := (float64(x)+0.5)/s, (float64(y)+0.5)/s
			square := coverage(boxDistance(px, py, 0.5, 0.5, 0.5, 0.5, 0.24), s)
			bubble := math.Max(
				coverage(boxDistance(px, py, 0.5, 0.46, 0.3, 0.22, 0.12), s),
				coverage(tailDistance(px, py), s))
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

// coverage is how much of a pixel lies inside an edge at a distance.
func coverage(distance, size float64) float64 {
	return math.Max(0, math.Min(1, 0.5-distance*size))
}

func mix(a, b uint8, t float64) uint8 {
	return uint8(float64(a)*(1-t) + float64(b)*t)
}
