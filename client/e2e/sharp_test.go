package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"lobby/client/ui"
)

// staysSharp holds that a page that is zoomed or moved to another monitor is drawn
// pixel for pixel again, and everything stays where it was. The page shows the form,
// and is small at the end.
func staysSharp(t *testing.T, p *webPage) {
	t.Helper()
	const width, height = 560, 620 // at twice the scale, four times as many pixels to draw
	p.resize(width, height)
	name := role(ui.RoleTextbox, "名稱")
	before := find(t, p, "the form", name).Rect
	for _, ratio := range []float64{2, 1.25, 1} {
		p.do(chromedp.EmulateViewport(width, height, chromedp.EmulateScale(ratio)))
		fill(t, p, "名稱", fmt.Sprint("ratio ", ratio)) // the browser tells nobody of what is emulated
		waitSize(t, p, width, height, ratio)
		if after := find(t, p, "the form", name).Rect; after != before {
			t.Errorf("at %v the name stands at %v, before it was %v", ratio, after, before)
		}
		shown := p.picture().Bounds().Size()
		if want := int(width * ratio); shown.X != want {
			t.Errorf("at %v the picture is %d wide, want %d", ratio, shown.X, want)
		}
		waitInput(t, p, ratio, before)
	}
}

// withoutWebGL loads the page again as a browser without WebGL would: words say that
// it can't be drawn.
func withoutWebGL(t *testing.T, p *webPage) {
	t.Helper()
	p.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
			Source: `HTMLCanvasElement.prototype.getContext = () => null`,
		})
		return err
	}), chromedp.Reload(), chromedp.WaitVisible("#boot-retry"))
	if told := evaluate[string](p, `document.getElementById('boot-text').textContent`); !strings.Contains(told, "沒有 WebGL 2") {
		t.Errorf("without WebGL the page says %q", told)
	}
}

// waitInput waits until what an input method shows stands beside the caret, which is
// in a field. The canvas has its size before the frame that sees to that.
func waitInput(t *testing.T, p *webPage, ratio float64, field ui.Rect) {
	t.Helper()
	ctx := patient(t)
	for {
		at := evaluate[float64](p, `parseFloat(document.getElementById('ebitengine-textinput').style.left)`)
		if x := float32(at); x >= field.X && x <= field.Right() {
			return
		}
		if ctx.Err() != nil {
			t.Fatalf("at %v the input method is at %v, outside of %v", ratio, at, field)
		}
		evaluate[bool](p, `new Promise(done => setTimeout(done, 20, true))`, chromedp.EvalAwaitPromise)
	}
}

// waitSize waits until the canvas has a pixel for each of the monitor's.
func waitSize(t *testing.T, p *webPage, width, height, ratio float64) {
	t.Helper()
	type size struct{ W, H, Ratio float64 }
	want := size{width * ratio, height * ratio, ratio}
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
