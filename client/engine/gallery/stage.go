package main

import (
	"time"

	"lobby/client/ui"
)

// widget draws a widget with all that it keeps between frames.
type widget func(c *ui.Context, id ui.ID, r ui.Rect)

// pose does to a widget what brings it into a state.
type pose struct {
	name string
	play func(s *stage)
}

// The states that a pointer and a keyboard bring widgets into.
var (
	hovered   = pose{"hovered", func(s *stage) { s.do(s.pointer(ui.PointerMove)) }}
	pressed   = pose{"pressed", func(s *stage) { s.do(s.pointer(ui.PointerMove), s.pointer(ui.PointerDown)) }}
	clicked   = pose{"clicked", func(s *stage) { pressed.play(s); s.do(s.pointer(ui.PointerUp)) }}
	focused   = pose{"focused", func(s *stage) { s.press(ui.KeyTab, 0) }}
	opened    = pose{"open", func(s *stage) { focused.play(s); s.press(ui.KeyEnter, 0) }}
	selecting = pose{"selection", func(s *stage) { focused.play(s); s.press(ui.KeyA, ui.Command) }}
	composing = pose{"composing", func(s *stage) {
		focused.play(s)
		s.do(ui.Event{Kind: ui.Preedit, Text: "你好ㄇㄚ", SelStart: len("你好"), SelEnd: len("你好ㄇㄚ")})
	}}
	overLink = pose{"hovered", func(s *stage) {
		s.do(ui.Event{Kind: ui.PointerMove, Pos: ui.Point{X: margin + s.w/2, Y: margin + 8}})
	}}
	draggedDown = pose{"dragged", func(s *stage) { s.drag(8, 28) }}
	draggedUp   = pose{"dragged", func(s *stage) { s.drag(s.h-8, s.h-28) }}
)

// margin is the space around a widget that its focus ring and its shadow reach into.
const margin = 8

// stage shows a widget in a pose: in a context of its own, in which the clock stands
// still, so that the state stays while the page is used.
type stage struct {
	c    *ui.Context
	draw widget
	w, h float32 // of the widget
	out  ui.Output
}

func newStage(m ui.Measurer, pictures ui.Pictures, theme *ui.Theme, e *entry, p pose) *stage {
	s := &stage{c: ui.New(m), draw: e.make(), w: e.w, h: e.h}
	s.c.SetPictures(pictures)
	s.c.SetTheme(theme)
	s.do()
	p.play(s)
	return s
}

// do lets events come in and runs frames until no more are asked for at once.
func (s *stage) do(events ...ui.Event) {
	s.frame(events...)
	for range 16 {
		if wake := s.out.Wake; wake.IsZero() || wake.After(still) {
			return
		}
		s.frame()
	}
}

// still is the time on every stage.
var still = time.Date(2026, time.November, 21, 10, 2, 0, 0, time.UTC)

func (s *stage) frame(events ...ui.Event) {
	s.c.Begin(ui.Input{Events: events, W: s.w + 2*margin, H: s.h + 2*margin, Now: still, Focused: true})
	s.draw(s.c, ui.NewID("stage"), s.c.Bounds().Inset(margin))
	s.out = s.c.End()
}

func (s *stage) pointer(kind ui.EventKind) ui.Event {
	return ui.Event{Kind: kind, Pos: ui.Point{X: margin + s.w/2, Y: margin + s.h/2}, Clicks: 1}
}

// drag drags what is at the right edge, where scroll bars are, up or down.
func (s *stage) drag(from, to float32) {
	at := ui.Point{X: margin + s.w - 5, Y: margin + from}
	s.do(ui.Event{Kind: ui.PointerMove, Pos: at})
	s.do(ui.Event{Kind: ui.PointerDown, Pos: at, Clicks: 1})
	at.Y = margin + to
	s.do(ui.Event{Kind: ui.PointerMove, Pos: at})
}

func (s *stage) press(k ui.Key, mods ui.Mods) {
	s.do(ui.Event{Kind: ui.KeyPress, Key: k, Mods: mods})
}

// show draws a frame of the stage into c, its upper left corner at x, y.
func (s *stage) show(c *ui.Context, x, y float32) {
	s.c.SetTheme(c.Theme())
	s.frame()
	for i := range s.out.List {
		cmd := &s.out.List[i]
		r := cmd.Rect.Offset(x, y)
		c.PushClip(cmd.Clip.Offset(x, y))
		switch cmd.Kind {
		case ui.CmdText:
			c.DrawText(r.X, r.Y+cmd.Baseline, cmd.Font, cmd.Color, cmd.Text)
		case ui.CmdShadow:
			c.Shadow(r, cmd.Radius, cmd.Blur, cmd.Color)
		case ui.CmdIcon:
			c.DrawIcon(r, cmd.Icon, cmd.Border, cmd.Color)
		case ui.CmdPicture:
			c.DrawPicture(r, cmd.Radius, cmd.Picture)
		default:
			if cmd.Color2.A > 0 {
				c.Gradient(r, cmd.Radius, cmd.Color, cmd.Color2)
			} else {
				c.Box(r, cmd.Radius, cmd.Color, cmd.Border, cmd.BorderColor)
			}
		}
		c.PopClip()
	}
}
