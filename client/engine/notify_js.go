package engine

import (
	"syscall/js"

	"lobby/client/ui"
)

// notices shows the browser's notifications, where it has them and the user has
// allowed them. A page of a plain http address has none.
type notices struct{}

// allowed is what the browser lets the page do. It is not asked with each frame,
// which would have the frame wait until Chromium has asked another process.
var allowed = ui.NotifyNever

func notifyState() ui.NotifyState { return allowed }

// follow learns what is allowed, and learns again when the user changes that.
func (n *notices) follow() {
	if !window.Get("Notification").Truthy() || !window.Get("isSecureContext").Truthy() {
		return
	}
	permissions := window.Get("navigator").Get("permissions")
	if !permissions.Truthy() {
		learnAllowed()
		return
	}
	settle(permissions.Call("query", map[string]any{"name": "notifications"}),
		func(status js.Value) {
			learnAllowed()
			status.Call("addEventListener", "change", js.FuncOf(func(js.Value, []js.Value) any { learnAllowed(); return nil }))
		},
		func(js.Value) { learnAllowed() })
}

func learnAllowed() {
	switch window.Get("Notification").Get("permission").String() {
	case "granted":
		allowed = ui.NotifyReady
	case "denied":
		allowed = ui.NotifyDenied
	default:
		allowed = ui.NotifyAsk
	}
	Wake()
}

// serve does what a frame wished for.
func (n *notices) serve(out ui.Output, o *Options) {
	if out.AskNotify && notifyState() == ui.NotifyAsk {
		answered := func(js.Value) { learnAllowed() }
		settle(window.Get("Notification").Call("requestPermission"), answered, answered)
	}
	if out.Notify.Title == "" || notifyState() != ui.NotifyReady {
		return
	}
	defer func() {
		if v := recover(); v != nil { // some browsers show them from a service worker alone
			o.Log.Debug("showing a notification failed", "error", v)
		}
	}()
	shown := window.Get("Notification").New(out.Notify.Title, map[string]any{"body": out.Notify.Text, "tag": "lobby", "renotify": true})
	var clicked js.Func
	clicked = js.FuncOf(func(js.Value, []js.Value) any {
		window.Call("focus")
		shown.Call("close")
		clicked.Release()
		return nil
	})
	shown.Set("onclick", clicked)
}
