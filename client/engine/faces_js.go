package engine

import (
	"bytes"
	"fmt"
	"log/slog"
	"slices"
	"syscall/js"

	"lobby/client/ui"
	"lobby/fonts"
)

// load reads the small faces that come with the program.
func (t *Text) load() {
	for weight, data := range [][]byte{ui.Regular: fonts.Core(), ui.Bold: fonts.CoreBold()} {
		f, err := newFace(bytes.NewReader(data), false)
		if err != nil {
			panic(fmt.Sprintf("the embedded face %d: %v", weight, err))
		}
		t.small.faces[weight] = f
		t.arrive([]int{ui.Regular: slotRegular, ui.Bold: slotBold}[weight], f)
	}
}

var fetchedSlots = map[string]int{
	fonts.FileRegular: slotRegular, fonts.FileBold: slotBold, fonts.FileLatin: slotLatin,
	fonts.FileLatinBold: slotLatinBold, fonts.FileEmoji: slotEmoji,
}

// fetch loads the other faces, one after the other, and shows each as soon as
// it is there. A face that cannot be had is done without. What all of them lack
// the browser draws.
func (t *Text) fetch(log *slog.Logger) {
	for _, file := range fonts.Fetched() {
		data, err := fetch(file)
		if err == nil {
			var f *face
			if f, err = newFace(newBreathing(data), file == fonts.FileEmoji); err == nil {
				t.arrive(fetchedSlots[file], f)
				Wake()
				continue
			}
		}
		log.Warn("a font is missing", "file", file, "error", err)
	}
	for slot, weight := range map[int]string{slotBrowser: "normal", slotBrowserBold: "bold"} {
		if f := newBrushFace(weight); f != nil {
			t.arrive(slot, f)
		}
	}
	Wake()
}

// fetch downloads a file of the page's server, in the pieces in which it arrives: a
// large face at once would hold up the page.
func fetch(file string) ([]byte, error) {
	host := window.Get("lobby")
	if !host.Truthy() {
		return nil, fmt.Errorf("the page does not say where %s is", file)
	}
	address := host.Call("asset", file)
	if !address.Truthy() {
		return nil, fmt.Errorf("the server has no %s", file)
	}
	response, err := await(window.Call("fetch", address))
	if err != nil {
		return nil, fmt.Errorf("fetching %s: %w", file, err)
	}
	if !response.Get("ok").Bool() {
		return nil, fmt.Errorf("fetching %s: HTTP status %d", file, response.Get("status").Int())
	}
	data := make([]byte, 0, host.Call("size", file).Int())
	for reader := response.Get("body").Call("getReader"); ; {
		piece, err := await(reader.Call("read"))
		if err != nil {
			return nil, fmt.Errorf("fetching %s: %w", file, err)
		}
		if piece.Get("done").Bool() {
			return data, nil
		}
		bytes, end := piece.Get("value"), len(data)
		data = slices.Grow(data, bytes.Length())[:end+bytes.Length()]
		js.CopyBytesToGo(data[end:], bytes)
	}
}

// await waits for a promise. It must not be called in an event's callback.
func await(promise js.Value) (js.Value, error) {
	type result struct {
		value js.Value
		err   error
	}
	done := make(chan result, 1)
	settle(promise,
		func(v js.Value) { done <- result{value: v} },
		func(v js.Value) { done <- result{err: js.Error{Value: v}} })
	r := <-done
	return r.value, r.err
}
