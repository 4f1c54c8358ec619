package e2e

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"lobby/client/ui"
)

// A page that is zoomed or moved to another monitor is drawn pixel for pixel
// again, and everything stays where it was.
func TestPageStaysSharp(t *testing.T) {
	t.Parallel()
	srv := startServer(t, "--multicast", "off")
	p := openPage(t, "page", "http://"+srv.addr+"/", 1000, 700)
	name := role(ui.RoleTextbox, "名稱")
	before := find(t, p, "the form", name).Rect
	for _, ratio := range []float64{2, 1.25, 1} {
		p.do(chromedp.EmulateViewport(1000, 700, chromedp.EmulateScale(ratio)))
		fill(t, p, "名稱", fmt.Sprint("ratio ", ratio)) // the browser tells nobody of what is emulated
		waitSize(t, p, ratio)
		if after := find(t, p, "the form", name).Rect; after != before {
			t.Errorf("at %v the name stands at %v, before it was %v", ratio, after, before)
		}
		shown := p.picture().Bounds().Size()
		if want := int(1000 * ratio); shown.X != want {
			t.Errorf("at %v the picture is %d wide, want %d", ratio, shown.X, want)
		}
		// What an input method shows stands beside the caret, which is in the field.
		at := evaluate[float64](p, `parseFloat(document.getElementById('ebitengine-textinput').style.left)`)
		if x := float32(at); x < before.X || x > before.Right() {
			t.Errorf("at %v the input method is at %v, outside of %v", ratio, x, before)
		}
	}
}

// waitSize waits until the canvas has a pixel for each of the monitor's.
func waitSize(t *testing.T, p *webPage, ratio float64) {
	t.Helper()
	type size struct{ W, H, Ratio float64 }
	want := size{1000 * ratio, 700 * ratio, ratio}
	ctx := patient(t)
	for {
		got := evaluate[size](p, `(() => {
			const c = document.querySelector('canvas');
			return {W: c.width, H: c.height, Ratio: devicePixelRatio};
		})()`)
		if got == want {
			return
		}
		if ctx.Err() != nil {
			t.Fatalf("the canvas is %+v, want %+v", got, want)
		}
		evaluate[bool](p, `new Promise(done => setTimeout(done, 20, true))`, chromedp.EvalAwaitPromise)
	}
}
