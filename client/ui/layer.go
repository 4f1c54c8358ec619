package ui

// layer is a sheet of widgets over the ones before it.
type layer struct {
	id    ID
	area  Rect // takes the pointer from the layers below
	modal bool // takes the whole window and all keys
	list  DrawList
	shift float32 // of what is drawn, to the right
}

// layerStack holds the layers of this frame in the order of painting, and what
// is left to know of the last frame's.
type layerStack struct {
	frame []layer // the first is the window itself
	last  []layer // without lists
	stack []int   // indexes into frame of the layers being drawn
}

func (l *layerStack) begin(window Rect) {
	l.last = l.last[:0]
	for _, x := range l.frame {
		l.last = append(l.last, layer{id: x.id, area: x.area, modal: x.modal})
	}
	l.frame = l.frame[:0]
	l.stack = l.stack[:0]
	l.push(0, window, false)
}

// push opens a layer, with the list of the one that was in its place before.
func (l *layerStack) push(id ID, area Rect, modal bool) {
	n := len(l.frame)
	if n < cap(l.frame) {
		l.frame = l.frame[:n+1]
	} else {
		l.frame = append(l.frame, layer{})
	}
	l.frame[n] = layer{id: id, area: area, modal: modal, list: l.frame[n].list[:0]}
	l.stack = append(l.stack, n)
}

func (l *layerStack) current() *layer { return &l.frame[l.stack[len(l.stack)-1]] }

// gather appends the lists of all layers, the lowest first.
func (l *layerStack) gather(list DrawList) DrawList {
	for i := range l.frame {
		x := &l.frame[i]
		from := len(list)
		list = append(list, x.list...)
		if x.shift == 0 {
			continue
		}
		window := l.frame[0].area
		for j := range list[from:] {
			cmd := &list[from+j]
			cmd.Rect, cmd.Clip = cmd.Rect.Offset(x.shift, 0), cmd.Clip.Offset(x.shift, 0).Intersect(window)
		}
	}
	return list
}

// at returns the id of the last frame's topmost layer at p.
func (l *layerStack) at(p Point) ID {
	for i := len(l.last) - 1; i > 0; i-- {
		if l.last[i].modal || l.last[i].area.Contains(p) {
			return l.last[i].id
		}
	}
	return 0
}

// topModal returns the index of the topmost modal layer, 0 where there is none.
func topModal(layers []layer) int {
	for i := len(layers) - 1; i > 0; i-- {
		if layers[i].modal {
			return i
		}
	}
	return 0
}

// takesKeys reports whether the layer being drawn may have keys: it is not below
// the last frame's topmost modal one.
func (l *layerStack) takesKeys() bool {
	modal := topModal(l.last)
	id := l.current().id
	for i, x := range l.last {
		if x.id == id {
			return i >= modal
		}
	}
	return true // it was not there before, so it is new and on top
}

// PushLayer draws what follows, until PopLayer, above everything drawn before and
// above what the layers below draw later. The pointer within area is the topmost
// layer's; a modal layer takes it everywhere, takes all keys, and keeps Tab within.
// Clips do not reach into a layer. The layer itself draws nothing.
func (c *Context) PushLayer(id ID, area Rect, modal bool) {
	c.layers.push(id, area, modal)
	c.PushGroup(id)
	c.clips = append(c.clips, Rect{0, 0, c.in.W, c.in.H})
}

// ShiftLayer shows the layer that is being drawn so far to the right of its place, or to
// the left, while it comes or goes. Everything in it is pressed where it comes to rest.
func (c *Context) ShiftLayer(dx float32) { c.layers.current().shift = dx }

// Inert lets draw draw what looks like widgets and is none: nothing in it takes the
// pointer, keys or the focus, or is told to screen readers. So something is shown while
// it goes.
func (c *Context) Inert(draw func()) {
	before := c.inert
	c.inert = true
	draw()
	c.inert = before
}

// PopLayer goes back to the layer before.
func (c *Context) PopLayer() {
	if len(c.layers.stack) < 2 {
		panic("ui: PopLayer without PushLayer")
	}
	c.layers.stack = c.layers.stack[:len(c.layers.stack)-1]
	c.PopGroup()
	c.PopClip()
}
