package engine

import (
	"log/slog"
	"sync"
	"syscall/js"
	"time"

	"lobby/client/ui"
)

// clipboard exchanges text with other programs. Pasting by keyboard comes as
// an event of the page; the asynchronous interface, which serves the rest, is
// there in secure contexts only.
type clipboard struct {
	mu      sync.Mutex
	arrived []ui.Event
}

// pasted takes the text or the files of a paste event. Text must not get into
// Ebitengine's textarea as if it were typed.
func (c *clipboard) pasted(e js.Value) {
	e.Call("preventDefault")
	data := e.Get("clipboardData")
	if !data.Truthy() {
		return
	}
	text := data.Call("getData", "text/plain").String()
	files := data.Get("files")
	// Formatted text comes with a picture of itself, a file with its name as text.
	formatted := text != "" && data.Call("getData", "text/html").String() != ""
	if files.Length() == 0 || formatted {
		c.put(text)
		return
	}
	for i := range files.Length() {
		bring(&brought.pasted, pastedFile(files.Index(i), time.Now()))
	}
}

// pastedFile gives a picture that was pasted a name of its own: browsers call
// them all the same.
func pastedFile(file js.Value, now time.Time) js.Value {
	if file.Get("name").String() != "image.png" {
		return file
	}
	name := now.Format("2006-01-02 15.04.05") + ".png"
	return window.Get("File").New([]any{file}, name, map[string]any{"type": "image/png", "lastModified": now.UnixMilli()})
}

func (c *clipboard) put(text string) {
	if text == "" {
		return
	}
	c.mu.Lock()
	c.arrived = append(c.arrived, ui.Event{Kind: ui.Paste, Text: text})
	c.mu.Unlock()
}

// serve does what a frame wished for.
func (c *clipboard) serve(out ui.Output, o *Options) {
	if out.Copy != "" {
		c.write(out.Copy, o.Log)
	}
	if out.Paste {
		c.read(o.Log)
	}
}

func (c *clipboard) write(text string, log *slog.Logger) {
	board := window.Get("navigator").Get("clipboard")
	if !board.Truthy() {
		copyBySelection(text, log)
		return
	}
	settle(board.Call("writeText", text), func(js.Value) {}, func(js.Value) { copyBySelection(text, log) })
}

func (c *clipboard) read(log *slog.Logger) {
	board := window.Get("navigator").Get("clipboard")
	if !board.Truthy() || !board.Get("readText").Truthy() {
		log.Warn("the browser does not let this page read the clipboard; Ctrl+V works")
		return
	}
	settle(board.Call("readText"),
		func(text js.Value) { c.put(text.String()); Wake() },
		func(reason js.Value) {
			log.Warn("reading the clipboard failed", "error", reason.Call("toString").String())
		})
}

// copyBySelection copies as browsers did before they had an interface for it:
// from a field with the text selected.
func copyBySelection(text string, log *slog.Logger) {
	focused := document.Get("activeElement")
	area := document.Call("createElement", "textarea")
	area.Set("value", text)
	area.Get("style").Set("position", "fixed")
	area.Get("style").Set("opacity", "0")
	document.Get("body").Call("appendChild", area)
	area.Call("select")
	if !document.Call("execCommand", "copy").Bool() {
		log.Warn("the browser did not let this page write to the clipboard")
	}
	area.Call("remove")
	if focused.Truthy() {
		focused.Call("focus")
	}
}

// settle calls one of two functions when a promise is settled.
func settle(promise js.Value, fulfilled, rejected func(js.Value)) {
	var yes, no js.Func
	then := func(do func(js.Value)) js.Func {
		return js.FuncOf(func(_ js.Value, args []js.Value) any {
			yes.Release()
			no.Release()
			do(args[0])
			return nil
		})
	}
	yes, no = then(fulfilled), then(rejected)
	promise.Call("then", yes, no)
}

// take returns what was pasted since the last frame.
func (c *clipboard) take() []ui.Event {
	c.mu.Lock()
	defer c.mu.Unlock()
	events := c.arrived
	c.arrived = nil
	return events
}
