//go:build !js

package engine

import "github.com/hajimehoshi/ebiten/v2"

// putWindow lets the window open where it was, as far as the monitor of today
// reaches: a window that can't be seen can't be moved back.
func putWindow(p Place, o Options) {
	w, h := ebiten.Monitor().Size()
	p = p.within(w, h, o.MinWidth, o.MinHeight)
	ebiten.SetWindowSize(p.Width, p.Height)
	ebiten.SetWindowPosition(p.X, p.Y)
	if p.Maximized {
		ebiten.MaximizeWindow()
	}
}

// tellPlace reports where the window is, if that has changed.
func (g *game) tellPlace() {
	if g.options.OnPlace == nil || ebiten.IsFullscreen() || ebiten.IsWindowMinimized() {
		return
	}
	now := g.place
	now.Maximized = ebiten.IsWindowMaximized()
	if !now.Maximized {
		now.X, now.Y = ebiten.WindowPosition()
		now.Width, now.Height = ebiten.WindowSize()
	}
	if now != g.place && now.Width > 0 {
		g.place = now
		g.options.OnPlace(now)
	}
}
