package ui

import (
	"math"
	"strings"
)

// Align says where in its area a line of text stands.
type Align uint8

// The alignments.
const (
	AlignLeft Align = iota
	AlignCenter
	AlignRight
)

// emit adds a command, unless nothing of it would be seen.
func (c *Context) emit(cmd Cmd) {
	cmd.Clip = c.clip()
	unseen := cmd.Color.A == 0 && cmd.Color2.A == 0 && (cmd.Border == 0 || cmd.BorderColor.A == 0)
	if unseen || cmd.Rect.Empty() || cmd.bounds().Empty() {
		return
	}
	l := c.layers.current()
	l.list = append(l.list, cmd)
}

// Fill draws r with rounded corners.
func (c *Context) Fill(r Rect, radius float32, col Color) {
	c.emit(Cmd{Kind: CmdRect, Rect: r, Radius: radius, Color: col})
}

// Box draws r with an inner border.
func (c *Context) Box(r Rect, radius float32, fill Color, border float32, borderColor Color) {
	c.emit(Cmd{Kind: CmdRect, Rect: r, Radius: radius, Color: fill, Border: border, BorderColor: borderColor})
}

// Gradient draws r in a colour that runs from top to bottom.
func (c *Context) Gradient(r Rect, radius float32, top, bottom Color) {
	c.emit(Cmd{Kind: CmdRect, Rect: r, Radius: radius, Color: top, Color2: bottom})
}

// Shadow draws a soft shadow around r, fading over blur.
func (c *Context) Shadow(r Rect, radius, blur float32, col Color) {
	c.emit(Cmd{Kind: CmdShadow, Rect: r, Radius: radius, Blur: blur, Color: col})
}

// DrawIcon draws an icon with strokes of the given width to fill r.
func (c *Context) DrawIcon(r Rect, icon Icon, stroke float32, col Color) {
	c.emit(Cmd{Kind: CmdIcon, Rect: r, Icon: icon, Border: stroke, Color: col})
}

// DrawText draws one line of text.
func (c *Context) DrawText(x, baseline float32, f Font, col Color, s string) {
	if s == "" {
		return
	}
	c.drawText(x, baseline, f, col, s, c.measurer.Advance(f, s))
}

func (c *Context) drawText(x, baseline float32, f Font, col Color, s string, width float32) {
	ascent, descent := c.measurer.Metrics(f)
	c.emit(Cmd{
		Kind: CmdText, Font: f, Color: col, Text: s, Baseline: ascent,
		Rect: Rect{x, baseline - ascent, width, ascent + descent},
	})
}

// TextIn draws one line of text into r, in the middle of its height, and cuts it
// with an ellipsis where it is too wide.
func (c *Context) TextIn(r Rect, f Font, col Color, align Align, s string) {
	if s == "" || !c.Visible(r) {
		return
	}
	width := c.measurer.Advance(f, s)
	if width > r.W+slack { // without the spaces that hang over the end of a wrapped line
		s = c.Cut(f, strings.TrimRight(s, " \t"), r.W)
		width = c.measurer.Advance(f, s)
	}
	x := r.X
	switch align {
	case AlignCenter:
		x += (r.W - width) / 2
	case AlignRight:
		x += r.W - width
	}
	c.drawText(x, c.Baseline(r, f), f, col, s, width)
}

// Baseline returns where a line of text stands in the middle of r, on a whole
// pixel so that lines side by side look alike.
func (c *Context) Baseline(r Rect, f Font) float32 {
	ascent, descent := c.measurer.Metrics(f)
	return float32(math.Round(float64(r.Y + (r.H-ascent-descent)/2 + ascent)))
}

// Width returns how wide s is in one line.
func (c *Context) Width(f Font, s string) float32 { return c.measurer.Advance(f, s) }

// LineHeight returns the height of a line of running text in f.
func (c *Context) LineHeight(f Font) float32 {
	return float32(math.Round(float64(f.Size * defaultType.BaseLine / defaultType.Base)))
}

// Font returns the regular face at a size.
func (c *Context) Font(size float32) Font { return Font{Regular, size} }

// BoldFont returns the bold face at a size.
func (c *Context) BoldFont(size float32) Font { return Font{Bold, size} }
