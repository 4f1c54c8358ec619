// Bare opens a window in the same way as the client does, with the same engine,
// and draws nothing in it but a square that changes its colour with each key. It
// is what the client's figures are compared with.
package main

import (
	"fmt"
	"image"
	"image/color"
	"os"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/inpututil"
)

// The window has the client's size, and the square lies in its middle.
const width, height, square = 1080, 720, 100

type game struct {
	keys  int
	drawn int
}

func (g *game) Layout(int, int) (int, int) { return width, height }

func (g *game) Update() error {
	g.keys += len(inpututil.AppendJustPressedKeys(nil))
	return nil
}

func (g *game) Draw(screen *ebiten.Image) {
	if g.drawn > g.keys {
		return
	}
	g.drawn = g.keys + 1
	middle := image.Rect(width/2-square/2, height/2-square/2, width/2+square/2, height/2+square/2)
	screen.SubImage(middle).(*ebiten.Image).Fill(color.Gray{Y: uint8(64 + 128*(g.keys%2))})
}

func main() {
	ebiten.SetWindowSize(width, height)
	ebiten.SetScreenClearedEveryFrame(false)
	ebiten.SetTPS(ebiten.SyncWithFPS)
	//lint:ignore SA1019 the client uses it, for reasons that its engine package gives
	ebiten.SetFPSMode(ebiten.FPSModeVsyncOffMinimum)
	if err := ebiten.RunGame(&game{}); err != nil {
		fmt.Fprintln(os.Stderr, "bare:", err)
		os.Exit(1)
	}
}
