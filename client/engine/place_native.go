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

// placeKeeper knows where the window is.
type placeKeeper struct{ told Place }

// tell reports where the window is, if that has changed.
func (k *placeKeeper) tell(o Options) {
	if o.OnPlace == nil || ebiten.IsFullscreen() || ebiten.IsWindowMinimized() {
		return
	}
	now := k.told
	now.Maximized = ebiten.IsWindowMaximized()
	if !now.Maximized {
		now.X, now.Y = ebiten.WindowPosition()
		now.Width, now.Height = ebiten.WindowSize()
	}
	if now != k.told && now.Width > 0 {
		k.told = now
		o.OnPlace(now)
	}
}
