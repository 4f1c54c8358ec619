package ui

// ListState is where a list is being read. The zero ListState follows the newest
// row, which is the last.
type ListState struct {
	Key    uint64  // of the row at the bottom; 0 follows the newest row
	Offset float32 // how much of that row is below the bottom, logical pixels

	height  float32   // of that row, in the last frame
	view    float32   // of the area
	zoom    float32   // at which it was drawn
	index   int       // and where it was
	count   int       // of how many
	average float32   // height of a row, for the scroll bar
	pending float32   // ScrollBy since the last frame
	oldest  bool      // ToOldest since the last frame
	heights []float32 // of the rows on the screen, from the bottom up
	bar     scrollBar
}

// ScrollBy moves by dy logical pixels in the next frame; positive shows older rows.
func (st *ListState) ScrollBy(dy float32) { st.pending += dy }

// ToNewest goes to the newest row and follows it from now on.
func (st *ListState) ToNewest() { st.Key, st.Offset, st.pending, st.oldest = 0, 0, 0, false }

// ToOldest goes to the oldest row in the next frame.
func (st *ListState) ToOldest() { st.pending, st.oldest = 0, true }

// ListModel is what a list shows: rows from the oldest to the newest.
type ListModel interface {
	// Len returns how many rows there are.
	Len() int
	// Key returns what names row i for as long as it exists; never 0.
	Key(i int) uint64
	// Height returns how tall row i is when width wide. It is asked only for rows
	// that are on the screen, or just were.
	Height(i int, width float32) float32
	// Draw draws row i into r.
	Draw(c *Context, i int, r Rect)
}

// ListInfo tells what a list showed.
type ListInfo struct {
	First, Last  int     // rows that are on the screen in part at least; Last < First when there are none
	Ended        int     // the last row whose lower end is on the screen or above it; -1 for none
	AtStart      bool    // the oldest row is fully on the screen
	AtEnd        bool    // the newest row is, and the list follows
	Above, Below float32 // estimates of what is beyond the edges, logical pixels
}

// List draws the rows of m that r shows. What is being read does not move when
// rows come at either end, when rows become taller or less wide, or when r does:
// the row at the bottom stays at the bottom, its upper end where it was.
func (c *Context) List(id ID, r Rect, st *ListState, m ListModel) ListInfo {
	n := m.Len()
	height := func(i int) float32 { return m.Height(i, r.W) }
	p := st.place(m, c.zoom, height)
	from := p
	if at, dragged := c.dragScrollBar(id, r, &st.bar); dragged {
		p = st.fromBar(at, n, r.H, height)
	}
	delta := c.scrolled(id) + st.pending
	p = scrollList(p, n, r.H, height, delta)
	st.keep(p, m, height)
	st.view, st.zoom = r.H, c.zoom

	c.addRegion(region{id: id, rect: r, kind: regionScroll})
	c.PushClip(r)
	info := st.draw(c, r, p, m, height, p != from)
	c.PopClip()
	if delta != 0 && (info.AtStart && delta > 0 || info.AtEnd && delta < 0) {
		c.stopMotion(id)
	}
	if info.Above > 0 || info.Below > 0 {
		at, most := st.toBar(p, n, r.H, info, height)
		c.drawScrollBar(id, r, &st.bar, at, most, p != from)
	}
	return info
}

// place finds where st is among the rows of today.
func (st *ListState) place(m ListModel, zoom float32, height func(i int) float32) listPlace {
	n := m.Len()
	switch {
	case n == 0:
		return listPlace{}
	case st.oldest:
		return listPlace{}
	case st.Key == 0:
		return listPlace{index: n - 1}
	}
	p := listPlace{st.find(m, n), st.Offset}
	h, shown := height(p.index), st.height-p.offset
	switch {
	case st.height == 0 || h == st.height && zoom == st.zoom:
	case p.offset <= slack: // all of the row is shown, and stays so
		p.offset = 0
	case shown <= st.view: // what is above the row stays
		p.offset = h - shown*st.zoom/zoom
	default: // only this row is seen: the part of it that was read stays
		p.offset *= h / st.height
	}
	return p
}

// find returns the row that st.Key names or, where it is gone, the one in its place
// counted from the newest.
func (st *ListState) find(m ListModel, n int) int {
	grown := n - st.count
	for _, guess := range [2]int{st.index, st.index + grown} {
		if guess >= 0 && guess < n && m.Key(guess) == st.Key {
			return guess
		}
	}
	for i := n - 1; i >= 0; i-- {
		if m.Key(i) == st.Key {
			return i
		}
	}
	return max(0, min(n-1, st.index+grown))
}

// keep remembers p by the key of its row.
func (st *ListState) keep(p listPlace, m ListModel, height func(i int) float32) {
	n := m.Len()
	st.pending, st.oldest = 0, false
	st.index, st.count, st.Offset = p.index, n, p.offset
	if p.index >= n-1 && p.offset == 0 {
		st.Key, st.height = 0, 0
		return
	}
	st.Key, st.height = m.Key(p.index), height(p.index)
}

// draw draws the rows from the bottom row upwards as far as r reaches, in the
// order of reading.
func (st *ListState) draw(c *Context, r Rect, p listPlace, m ListModel, height func(i int) float32, moved bool) ListInfo {
	n := m.Len()
	if n == 0 {
		return ListInfo{Last: -1, Ended: -1, AtStart: true, AtEnd: true}
	}
	bottom := r.Bottom() + p.offset
	top, first := bottom, p.index+1
	st.heights = st.heights[:0]
	for first > 0 && top > r.Y {
		first--
		h := height(first)
		st.heights = append(st.heights, h)
		top -= h
	}
	if moved || st.average == 0 {
		st.learn(bottom - top)
	}
	info := ListInfo{
		First: first, Last: p.index, Ended: p.index,
		AtStart: first == 0 && top >= r.Y-slack,
		AtEnd:   p.index == n-1 && p.offset == 0,
		Above:   float32(first)*st.average + max(0, r.Y-top),
		Below:   float32(n-1-p.index)*st.average + p.offset,
	}
	if p.offset > slack {
		info.Ended--
	}
	y := top
	for i := first; i <= p.index; i++ {
		h := st.heights[p.index-i]
		m.Draw(c, i, Rect{r.X, y, r.W, h})
		y += h
	}
	return info
}

// learn takes the rows on the screen, together total tall, into the average.
func (st *ListState) learn(total float32) {
	mean := max(1, total/float32(max(1, len(st.heights))))
	if st.average == 0 {
		st.average = mean
	}
	st.average += (mean - st.average) / 8
}

// toBar returns how far the list is scrolled, and how far it can be, by estimate.
func (st *ListState) toBar(p listPlace, n int, view float32, info ListInfo, height func(i int) float32) (at, most float32) {
	most = max(1, float32(n)*st.average-view)
	switch {
	case info.AtEnd:
		return most, most
	case info.AtStart:
		return 0, most
	}
	hidden := p.offset / max(1, height(p.index))
	return max(0, min(most, (float32(p.index+1)-hidden)*st.average-view)), most
}

// fromBar is the inverse of toBar for the bar that was dragged to at.
func (st *ListState) fromBar(at float32, n int, view float32, height func(i int) float32) listPlace {
	most := float32(n)*st.average - view
	switch {
	case at >= most-0.5:
		return listPlace{index: n - 1}
	case at <= 0.5 || st.average == 0:
		return listPlace{}
	}
	rows := (at + view) / st.average
	index := max(0, min(n-1, int(rows)))
	return listPlace{index, (float32(index+1) - rows) * height(index)}
}
