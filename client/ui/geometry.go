package ui

// Point is a place in logical pixels, y growing downwards.
type Point struct{ X, Y float32 }

// Rect is an area in logical pixels. Its right and bottom edges are outside.
type Rect struct{ X, Y, W, H float32 }

// Right returns the x of the right edge.
func (r Rect) Right() float32 { return r.X + r.W }

// Bottom returns the y of the bottom edge.
func (r Rect) Bottom() float32 { return r.Y + r.H }

// Empty reports whether r has no area.
func (r Rect) Empty() bool { return r.W <= 0 || r.H <= 0 }

// Contains reports whether p lies in r.
func (r Rect) Contains(p Point) bool {
	return p.X >= r.X && p.X < r.Right() && p.Y >= r.Y && p.Y < r.Bottom()
}

// Intersect returns the area that r and s share; it is empty where they don't.
func (r Rect) Intersect(s Rect) Rect {
	x, y := max(r.X, s.X), max(r.Y, s.Y)
	return Rect{x, y, max(0, min(r.Right(), s.Right())-x), max(0, min(r.Bottom(), s.Bottom())-y)}
}

// Union returns the smallest area that holds r and s; an empty one adds nothing.
func (r Rect) Union(s Rect) Rect {
	if r.Empty() {
		return s
	}
	if s.Empty() {
		return r
	}
	x, y := min(r.X, s.X), min(r.Y, s.Y)
	return Rect{x, y, max(r.Right(), s.Right()) - x, max(r.Bottom(), s.Bottom()) - y}
}

// Inset returns r smaller by d on every side, never less than empty.
func (r Rect) Inset(d float32) Rect { return r.InsetXY(d, d) }

// InsetXY returns r smaller by dx left and right and by dy above and below.
func (r Rect) InsetXY(dx, dy float32) Rect {
	return Rect{r.X + dx, r.Y + dy, max(0, r.W-2*dx), max(0, r.H-2*dy)}
}

// Offset returns r moved by dx and dy.
func (r Rect) Offset(dx, dy float32) Rect { return Rect{r.X + dx, r.Y + dy, r.W, r.H} }

// CutTop cuts a strip of height h off the top of r, which keeps the rest.
func (r *Rect) CutTop(h float32) Rect {
	h = min(h, r.H)
	cut := Rect{r.X, r.Y, r.W, h}
	r.Y += h
	r.H -= h
	return cut
}

// CutBottom cuts a strip of height h off the bottom of r.
func (r *Rect) CutBottom(h float32) Rect {
	h = min(h, r.H)
	r.H -= h
	return Rect{r.X, r.Bottom(), r.W, h}
}

// CutLeft cuts a strip of width w off the left of r.
func (r *Rect) CutLeft(w float32) Rect {
	w = min(w, r.W)
	cut := Rect{r.X, r.Y, w, r.H}
	r.X += w
	r.W -= w
	return cut
}

// CutRight cuts a strip of width w off the right of r.
func (r *Rect) CutRight(w float32) Rect {
	w = min(w, r.W)
	r.W -= w
	return Rect{r.Right(), r.Y, w, r.H}
}

// Center returns an area of w by h in the middle of r.
func (r Rect) Center(w, h float32) Rect {
	return Rect{r.X + (r.W-w)/2, r.Y + (r.H-h)/2, w, h}
}
