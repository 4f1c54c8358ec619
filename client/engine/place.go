package engine

// Place is where a window is on its monitor and how large, in logical pixels.
// While the window is maximized, the lengths are those from before.
type Place struct {
	X         int  `json:"x"`
	Y         int  `json:"y"`
	Width     int  `json:"width"`
	Height    int  `json:"height"`
	Maximized bool `json:"maximized"`
}

// within returns the place moved and cut so that it is on a monitor of that size,
// but never smaller than the least size.
func (p Place) within(width, height, leastWidth, leastHeight int) Place {
	p.Width = max(leastWidth, min(p.Width, width))
	p.Height = max(leastHeight, min(p.Height, height))
	p.X = max(0, min(p.X, width-p.Width))
	p.Y = max(0, min(p.Y, height-p.Height))
	return p
}
