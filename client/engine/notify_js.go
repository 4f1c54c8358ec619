package engine

import (
	"syscall/js"

	"lobby/client/ui"
)

// notices shows the browser's notifications, where it has them and the user has
// allowed them. A page of a plain http address has none.
type notices struct{}

func notifyState() ui.NotifyState {
	api := window.Get("Notification")
	if !api.Truthy() || !window.Get("isSecureContext").Truthy() {
		return ui.NotifyNever
	}
	switch api.Get("permission").String() {
	case "granted":
		return ui.NotifyReady
	case "denied":
		return ui.NotifyDenied
	}
	return ui.NotifyAsk
}

// serve does what a frame wished for.
func (n *notices) serve(out ui.Output, o *Options) {
	if out.AskNotify && notifyState() == ui.NotifyAsk {
		answered := func(js.Value) { Wake() }
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
