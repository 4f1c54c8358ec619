package engine

import (
	"fmt"
	"syscall/js"
)

// pixelRatio is how many pixels of the monitor a CSS pixel has now. It changes
// when the page is zoomed or moved to another monitor.
func pixelRatio() float64 {
	if ratio := window.Get("devicePixelRatio"); ratio.Truthy() {
		return ratio.Float()
	}
	return 1
}

// keepSharp gives the canvas a pixel for each of the monitor's, whatever happens
// to the ratio. Ebitengine asks for it once and sizes the canvas by that for
// ever, so the canvas takes each of Ebitengine's wishes for one of the right size.
func keepSharp() {
	canvas := document.Call("querySelector", "canvas")
	object, prototype := window.Get("Object"), window.Get("HTMLCanvasElement").Get("prototype")
	for side, wanted := range map[string]string{"width": "clientWidth", "height": "clientHeight"} {
		own := object.Call("getOwnPropertyDescriptor", prototype, side)
		set := js.FuncOf(func(this js.Value, _ []js.Value) any {
			size := document.Get("body").Get(wanted).Float()
			own.Get("set").Call("call", this, devicePixels(size, pixelRatio()))
			return nil
		})
		object.Call("defineProperty", canvas, side, map[string]any{"get": own.Get("get"), "set": set})
	}
	watchRatio()
}

// noticeRatio has everything sized anew where the ratio is another than at the
// last frame, and the page as large as it was: no event of its size tells of that.
func noticeRatio(last, now float64) {
	if last != now {
		window.Call("setTimeout", resize, 0) // after this frame
	}
}

var resize = js.FuncOf(func(js.Value, []js.Value) any {
	window.Call("dispatchEvent", window.Get("Event").New("resize"))
	return nil
})

// watchRatio makes a frame run when the ratio changes, for noticeRatio.
func watchRatio() {
	query := window.Call("matchMedia", fmt.Sprintf("(resolution: %vdppx)", pixelRatio()))
	var changed js.Func
	changed = js.FuncOf(func(js.Value, []js.Value) any {
		changed.Release()
		rouse(1)
		watchRatio()
		return nil
	})
	query.Call("addEventListener", "change", changed, map[string]any{"once": true})
}
