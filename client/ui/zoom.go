package ui

// zoomed measures text as it is drawn at a zoom and tells its size without it, so
// that what is laid out fits whatever rounding the faces do at that size.
type zoomed struct {
	Measurer
	zoom float32
}

func (z zoomed) Advance(f Font, s string) float32 {
	f.Size *= z.zoom
	return z.Measurer.Advance(f, s) / z.zoom
}

func (z zoomed) Metrics(f Font) (ascent, descent float32) {
	f.Size *= z.zoom
	ascent, descent = z.Measurer.Metrics(f)
	return ascent / z.zoom, descent / z.zoom
}

// SetZoom makes everything larger by factor from the next frame on: text, and all
// that is around it. To the program the window becomes smaller in turn.
func (c *Context) SetZoom(factor float32) {
	if factor == c.zoom {
		return
	}
	c.zoom = factor
	c.measurer = c.faces
	if factor != 1 {
		c.measurer = zoomed{c.faces, factor}
	}
	c.text.clear()
}

// zoomIn turns the lengths of what comes in into the program's.
func (c *Context) zoomIn(in Input) Input {
	if c.zoom == 1 {
		return in
	}
	in.W, in.H = in.W/c.zoom, in.H/c.zoom
	events := make([]Event, len(in.Events))
	for i, e := range in.Events {
		e.Pos = Point{e.Pos.X / c.zoom, e.Pos.Y / c.zoom}
		e.Delta = Point{e.Delta.X / c.zoom, e.Delta.Y / c.zoom}
		events[i] = e
	}
	in.Events = events
	return in
}

// zoomOut turns the program's lengths into the window's.
func (c *Context) zoomOut(out *Output) {
	z := c.zoom
	if z == 1 {
		return
	}
	for i := range out.List {
		cmd := &out.List[i]
		cmd.Rect, cmd.Clip = cmd.Rect.scaled(z), cmd.Clip.scaled(z)
		cmd.Radius, cmd.Border, cmd.Blur = cmd.Radius*z, cmd.Border*z, cmd.Blur*z
		cmd.Baseline *= z
		cmd.Font.Size *= z
	}
	for i := range out.Nodes {
		out.Nodes[i].Rect = out.Nodes[i].Rect.scaled(z)
	}
	out.Caret = out.Caret.scaled(z)
}

func (r Rect) scaled(by float32) Rect { return Rect{r.X * by, r.Y * by, r.W * by, r.H * by} }
