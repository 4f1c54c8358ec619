package session

import (
	"errors"
	"fmt"
	"sync"
	"syscall/js"
)

// chosen finds what the user has chosen in the page, by the handle that the model
// knows it by: a File to send, or a FileSystemFileHandle to save to. It lives as
// long as the page.
func chosen(handle string) (js.Value, error) {
	v := js.Global().Get("lobby").Get("files").Call("get", handle)
	if !v.Truthy() {
		return v, errGone
	}
	return v, nil
}

var errGone = errors.New("the page was loaded again, and has lost the file")

// await waits until a promise is settled.
func await(promise js.Value) (js.Value, error) {
	type outcome struct {
		value js.Value
		err   error
	}
	settled := make(chan outcome, 1)
	yes := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- outcome{value: args[0]}
		return nil
	})
	no := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- outcome{err: exception(args[0])}
		return nil
	})
	defer yes.Release()
	defer no.Release()
	promise.Call("then", yes, no)
	o := <-settled
	return o.value, o.err
}

// breathe lets the browser draw, and hear the user, before the program goes on. A
// timer would do so too, but slowly, and once a second where nobody sees the page.
func breathe() {
	drawn := make(chan struct{})
	breaths.Lock()
	breaths.waiting = append(breaths.waiting, drawn)
	breaths.Unlock()
	ownPort().Call("postMessage", nil)
	<-drawn
}

// breaths has who waits, each for a message that is under way.
var breaths struct {
	sync.Mutex
	waiting []chan struct{}
}

// ownPort sends messages to this very page.
var ownPort = sync.OnceValue(func() js.Value {
	channel := js.Global().Get("MessageChannel").New()
	channel.Get("port2").Set("onmessage", js.FuncOf(func(js.Value, []js.Value) any {
		breaths.Lock()
		defer breaths.Unlock()
		close(breaths.waiting[0])
		breaths.waiting = breaths.waiting[1:]
		return nil
	}))
	return channel.Get("port1")
})

// pageError is a DOMException.
type pageError struct{ name, message string }

func (e pageError) Error() string { return fmt.Sprintf("%s: %s", e.name, e.message) }

func exception(reason js.Value) error {
	if reason.Type() != js.TypeObject {
		return pageError{"Error", reason.String()}
	}
	return pageError{reason.Get("name").String(), reason.Get("message").String()}
}
