package ui

// listPlace is where a list stands: the bottom edge of row index is offset below
// the bottom of the area. The newest row at the bottom is {n-1, 0}.
type listPlace struct {
	index  int
	offset float32
}

// scrollList moves p by delta through a list of n rows in an area of the given
// height; positive delta shows older rows. It stops at both ends, and rows that do
// not fill the area stand at its bottom. Only rows between the old place and the
// new one, and those on the screen, are measured.
func scrollList(p listPlace, n int, view float32, height func(i int) float32, delta float32) listPlace {
	if n == 0 {
		return listPlace{}
	}
	p.index = max(0, min(n-1, p.index))
	p.offset += delta
	p = p.settle(n, height)
	filled := -p.offset
	for i := p.index; i >= 0 && filled < view; i-- {
		filled += height(i)
	}
	if filled < view {
		p.offset -= view - filled
		p = p.settle(n, height)
	}
	return p
}

// settle finds the row that is at the bottom, where the offset has left its own.
func (p listPlace) settle(n int, height func(i int) float32) listPlace {
	for p.offset < 0 && p.index < n-1 {
		p.index++
		p.offset += height(p.index)
	}
	p.offset = max(0, p.offset)
	for p.offset > 0 && p.index > 0 {
		h := height(p.index)
		if p.offset < h {
			break
		}
		p.offset -= h
		p.index--
	}
	return p
}
