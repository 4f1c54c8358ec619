package engine

import (
	"image"
	"math"

	"lobby/client/ui"
)

// snap turns logical pixels into whole device pixels. Its value is the number
// of device pixels in a logical one.
type snap float32

func (s snap) px(v float32) int { return int(math.Floor(float64(v)*float64(s) + 0.5)) }

// edges rounds each edge of r by itself, so that areas that touch still touch.
func (s snap) edges(r ui.Rect) image.Rectangle {
	q := image.Rect(s.px(r.X), s.px(r.Y), s.px(r.Right()), s.px(r.Bottom()))
	// A hairline keeps one width wherever it lies, and never vanishes.
	if r.W > 0 && r.W <= 2 {
		q.Max.X = q.Min.X + s.stroke(r.W)
	}
	if r.H > 0 && r.H <= 2 {
		q.Max.Y = q.Min.Y + s.stroke(r.H)
	}
	return q
}

// shape rounds r's place and its size, so that a circle stays a circle.
func (s snap) shape(r ui.Rect) image.Rectangle {
	x, y := s.px(r.X), s.px(r.Y)
	return image.Rect(x, y, x+s.px(r.W), y+s.px(r.H))
}

// stroke rounds a width to device pixels, at least one.
func (s snap) stroke(w float32) int { return max(1, s.px(w)) }

// around returns the smallest area of whole device pixels that holds r however
// the edges in it were rounded.
func (s snap) around(r ui.Rect) image.Rectangle {
	f := float64(s)
	return image.Rect(
		int(math.Floor(float64(r.X)*f))-1, int(math.Floor(float64(r.Y)*f))-1,
		int(math.Ceil(float64(r.Right())*f))+1, int(math.Ceil(float64(r.Bottom())*f))+1)
}
