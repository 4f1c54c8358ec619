package engine

import "syscall/js"

var askToStay = js.FuncOf(func(_ js.Value, args []js.Value) any {
	args[0].Call("preventDefault")
	return nil
})

// AskBeforeLeaving says whether the browser asks before the page is closed or
// loaded again, because something would be lost with it.
func AskBeforeLeaving(on bool) {
	change := "removeEventListener"
	if on {
		change = "addEventListener"
	}
	window.Call(change, "beforeunload", askToStay)
}
