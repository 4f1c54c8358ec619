package ui

import "time"

// scrollBar is a thin bar over the right edge of what scrolls. It is there while
// the pointer is over the area, while it is dragged, and a moment after scrolling.
type scrollBar struct {
	until    time.Time // shown at least so long
	at, most float32   // as last drawn
	grab     float32   // at, when the thumb was pressed
	y        float32   // of the pointer then
}

const (
	scrollBarLinger = time.Second
	scrollThumbMin  = 28
)

// dragScrollBar returns where the thumb of id's bar is being dragged to.
func (c *Context) dragScrollBar(id ID, r Rect, bar *scrollBar) (at float32, dragged bool) {
	resp := c.pointerResponse(id.Sub("scroll bar"))
	if resp.Down {
		bar.grab, bar.y = bar.at, c.pointer.pos.Y
	}
	if !resp.Held || c.pointer.pos.Y == bar.y && bar.at == bar.grab {
		return 0, false
	}
	way := r.H - thumbHeight(r.H, bar.most)
	if way <= 0 {
		return 0, false
	}
	at = bar.grab + (c.pointer.pos.Y-bar.y)*bar.most/way
	return max(0, min(bar.most, at)), true
}

// drawScrollBar draws id's bar over r, scrolled to at of most.
func (c *Context) drawScrollBar(id ID, r Rect, bar *scrollBar, at, most float32, moved bool) {
	bar.at, bar.most = at, most
	t := c.theme
	length := thumbHeight(r.H, most)
	y := r.Y + (r.H-length)*at/most
	thumb := id.Sub("scroll bar")
	resp := c.pointerResponse(thumb)
	if moved {
		bar.until = c.in.Now.Add(scrollBarLinger)
	}
	over := c.pointer.inside && !c.in.Touch && r.Contains(c.pointer.pos) && c.layers.at(c.pointer.pos) == c.layers.current().id
	if !over && !resp.Held {
		if !c.in.Now.Before(bar.until) {
			return
		}
		c.WakeAt(bar.until, "scroll bar")
	}
	reach := t.Space.ScrollBarReach
	if !c.in.Touch {
		c.addRegion(region{id: thumb, rect: Rect{r.Right() - reach, y, reach, length}})
	}
	width := t.Space.ScrollBar
	if resp.Hovered || resp.Held {
		width += 2
	}
	ink := t.T3.Alpha(0x99)
	if resp.Held {
		ink = t.T3
	}
	c.PushClip(r)
	c.Fill(Rect{r.Right() - width - 2, y + 2, width, length - 4}, width/2, ink)
	c.PopClip()
}

// thumbHeight returns the length of the thumb of a bar that is view long.
func thumbHeight(view, most float32) float32 {
	return min(view, max(scrollThumbMin, view*view/(view+most)))
}
