package main

import (
	"slices"
	"strconv"

	"lobby/client/model"
	"lobby/client/ui"
)

// page is the gallery: a bar with the theme and the size of text, and below it the
// entries, which scroll.
type page struct {
	c        *ui.Context
	pictures ui.Pictures
	light    bool
	percent  int // size of text
	scroll   ui.ScrollState
	height   float32 // of all entries, at the last frame
	shelves  []shelf
}

// shelf is an entry as it stands in the page.
type shelf struct {
	entry
	live   widget
	stages []*stage // of the poses; nil until they are in sight
}

func newPage(m ui.Measurer, pictures ui.Pictures, dark bool) *page {
	p := &page{c: ui.New(m), pictures: pictures, light: !dark, percent: 100}
	p.c.SetPictures(pictures)
	for _, e := range entries() {
		p.shelves = append(p.shelves, shelf{entry: e, live: e.make()})
	}
	return p
}

// Frame shows the page.
func (p *page) Frame(in ui.Input) ui.Output {
	p.c.SetTheme(&ui.Dark)
	if p.light {
		p.c.SetTheme(&ui.Light)
	}
	p.c.Begin(in)
	p.draw()
	return p.c.End()
}

var root = ui.NewID("gallery")

func (p *page) draw() {
	c, th := p.c, p.c.Theme()
	r := c.Bounds()
	c.Fill(r, 0, th.Bg0)
	bar := flow{area: r.InsetXY(th.Space.NarrowPadding, 0), y: gap}
	p.drawBar(&bar)
	r.CutTop(bar.height())
	c.Fill(r.CutTop(1), 0, th.Line)
	c.ScrollArea(root.Sub("page"), r, &p.scroll, p.height, p.drawShelves)
	p.scrollByKey(r.H)
}

// drawBar draws the choices that hold for the whole page.
func (p *page) drawBar(bar *flow) {
	c, th := p.c, p.c.Theme()
	selected := 0
	if p.light {
		selected = 1
	}
	now := c.Segmented(root.Sub("theme"), bar.next(148, th.Space.ControlHeight), []string{"Dark", "Light"}, selected)
	p.light = now == 1
	smaller := c.Button(root.Sub("smaller"), bar.next(40, th.Space.ControlHeight), "−", ui.ButtonOptions{Note: "smaller text"}).Clicked
	area := bar.next(56, th.Space.ControlHeight)
	text := strconv.Itoa(p.percent) + " %"
	c.TextIn(area, c.Font(th.Type.Control), th.T1, ui.AlignCenter, text)
	c.Record(ui.Node{ID: root.Sub("size"), Role: ui.RoleStatus, Label: text, Rect: area})
	larger := c.Button(root.Sub("larger"), bar.next(40, th.Space.ControlHeight), "+", ui.ButtonOptions{Note: "larger text"}).Clicked
	switch {
	case smaller || c.KeyPressed(ui.KeyMinus, ui.Command):
		p.resize(-1)
	case larger || c.KeyPressed(ui.KeyPlus, ui.Command):
		p.resize(1)
	}
}

// resize goes to the size of text so many steps from this one.
func (p *page) resize(steps int) {
	sizes := model.TextSizes
	i := slices.Index(sizes, p.percent) + steps
	p.percent = sizes[max(0, min(len(sizes)-1, i))]
	p.c.SetZoom(float32(p.percent) / 100)
	for i := range p.shelves { // their text was measured at another size
		p.shelves[i].stages = nil
	}
	p.c.WakeAt(p.c.Now(), "size of text")
}

// scrollByKey scrolls the page by the keys that no widget took.
func (p *page) scrollByKey(view float32) {
	by := map[ui.Key]float32{ui.KeyPageUp: -0.9 * view, ui.KeyPageDown: 0.9 * view, ui.KeyHome: -p.height, ui.KeyEnd: p.height}
	for key, dy := range by {
		if p.c.KeyPressed(key, 0) {
			p.scroll.Y = max(0, min(p.height-view, p.scroll.Y+dy))
		}
	}
}

// The space between things, and the heights of lines of words, in logical pixels.
const (
	gap       = 12
	nameLine  = 24
	noteLine  = 18
	groupLine = 56
	leastCell = 60 // width of the word above a widget
)

// drawShelves draws every entry: its name, the live widget, and its poses.
func (p *page) drawShelves(r ui.Rect) {
	c, th := p.c, p.c.Theme()
	f := flow{area: r.InsetXY(th.Space.NarrowPadding, 0)}
	group := ""
	for i := range p.shelves {
		s := &p.shelves[i]
		if s.group != group {
			group = s.group
			area := f.line(groupLine)
			c.TextIn(area, c.BoldFont(th.Type.Heading), th.T1, ui.AlignLeft, group)
			c.Record(ui.Node{ID: root.Sub(group), Role: ui.RoleHeading, Label: group, Rect: area})
		}
		c.TextIn(f.line(nameLine), c.BoldFont(th.Type.Control), th.T1, ui.AlignLeft, s.name)
		live := "live"
		if len(s.poses) == 0 {
			live = ""
		}
		place := p.cell(&f, s, live)
		s.live(c, root.Sub(s.group+" "+s.name), place)
		for j, pose := range s.poses {
			place := p.cell(&f, s, pose.name)
			if outer := place.Inset(-margin); c.Visible(outer) {
				p.stage(s, j, place.W).show(c, outer.X, outer.Y)
			}
		}
		f.line(gap)
	}
	if height := f.height(); height != p.height {
		p.height = height
		c.WakeAt(c.Now(), "height")
	}
}

// cell writes what a cell shows and returns where the widget stands below that.
func (p *page) cell(f *flow, s *shelf, note string) ui.Rect {
	th := p.c.Theme()
	width := min(s.w, f.area.W)
	area := f.next(max(width, leastCell), noteLine+margin+s.h+margin)
	p.c.TextIn(area.CutTop(noteLine), p.c.Font(th.Type.Faint), th.T2, ui.AlignLeft, note)
	area.CutTop(margin)
	area.W, area.H = width, s.h
	return area
}

// stage returns the stage of an entry's pose, as wide as there is room for.
func (p *page) stage(s *shelf, i int, w float32) *stage {
	if s.stages == nil {
		s.stages = make([]*stage, len(s.poses))
	}
	if s.stages[i] == nil || s.stages[i].w != w {
		e := s.entry
		e.w = w
		s.stages[i] = newStage(p.c.Measurer(), p.pictures, p.c.Theme(), &e, s.poses[i])
	}
	return s.stages[i]
}

// flow places things side by side, in rows as wide as its area.
type flow struct {
	area    ui.Rect
	x, y    float32 // of what comes next, from the area's upper left corner
	tallest float32 // in this row
}

// next returns the place of a thing.
func (f *flow) next(w, h float32) ui.Rect {
	if f.x > 0 && f.x+w > f.area.W {
		f.line(0)
	}
	r := ui.Rect{X: f.area.X + f.x, Y: f.area.Y + f.y, W: w, H: h}
	f.x += w + 2*gap
	f.tallest = max(f.tallest, h+gap)
	return r
}

// line ends the row and returns a line as wide as the area.
func (f *flow) line(h float32) ui.Rect {
	f.y += f.tallest
	f.x, f.tallest = 0, 0
	r := ui.Rect{X: f.area.X, Y: f.area.Y + f.y, W: f.area.W, H: h}
	f.y += h
	return r
}

// height returns how much of the area is taken.
func (f *flow) height() float32 { return f.y + f.tallest }
