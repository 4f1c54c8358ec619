package engine

import (
	"crypto/rand"
	"errors"
	"sync"
	"syscall/js"
)

// A page has no paths. What the user chooses there is kept in the page under a
// handle, by which the rest of the program finds it: a File, for a folder the
// FileSystemDirectoryEntry that was dropped or the FileList that a dialog gave, for
// a place a FileSystemFileHandle.

// ShowsFiles reports whether ShowFile can do anything: a browser has a list of
// its downloads for that.
const ShowsFiles = false

// ErrNoChooser means that the system has no dialog for files that can be used.
var ErrNoChooser = errors.New("no dialog for files")

// ChoosesPlaces reports whether ChoosePlace can do anything. Some browsers have
// no such dialog, and no browser has it on a page that came over plain http from
// another machine.
func ChoosesPlaces() bool { return window.Get("showSaveFilePicker").Truthy() }

// keep returns the handle of something that the user has chosen.
func keep(v js.Value) string {
	handle := rand.Text()
	window.Get("lobby").Get("files").Call("set", handle, v)
	return handle
}

// ChooseFiles asks the user for files, and waits. Nothing is chosen when the
// dialog is closed. It must be called soon after a click or a key, see
// [UI events that browsers trust].
//
// [UI events that browsers trust]: https://html.spec.whatwg.org/multipage/interaction.html#tracking-user-activation
func ChooseFiles(string) ([]string, error) {
	return handlesOf(askFiles("multiple")), nil
}

// ChooseFolder asks the user for a folder, as ChooseFiles does for files, and
// returns one handle. A browser that knows only files asks for those.
func ChooseFolder(string) ([]string, error) {
	files := askFiles("webkitdirectory")
	if files.Length() > 0 && files.Index(0).Get("webkitRelativePath").String() != "" {
		return []string{keep(files)}, nil
	}
	return handlesOf(files), nil
}

// askFiles waits for the user's answer to an input for files that has a property,
// and returns its FileList.
func askFiles(property string) js.Value {
	input := document.Call("createElement", "input")
	input.Set("type", "file")
	input.Set(property, true)
	input.Set("hidden", true)
	done := make(chan struct{})
	end := js.FuncOf(func(js.Value, []js.Value) any {
		close(done)
		return nil
	})
	defer end.Release()
	input.Set("onchange", end)
	input.Set("oncancel", end)
	document.Get("body").Call("appendChild", input) // else some browsers forget it meanwhile
	defer input.Call("remove")
	input.Call("click")
	<-done
	return input.Get("files")
}

func handlesOf(files js.Value) []string {
	handles := make([]string, files.Length())
	for i := range handles {
		handles[i] = keep(files.Index(i))
	}
	return handles
}

// ChoosePlace asks the user where to save a file, and waits. The dialog asks
// before another file's place is taken. Nothing is chosen when it is closed. It
// must be called soon after a click or a key, as ChooseFiles.
func ChoosePlace(_, suggested string) (string, error) {
	if !ChoosesPlaces() {
		return "", ErrNoChooser
	}
	type answer struct {
		handle string
		err    error
	}
	answered := make(chan answer, 1)
	settle(window.Call("showSaveFilePicker", map[string]any{"suggestedName": suggested}),
		func(place js.Value) { answered <- answer{handle: keep(place)} },
		func(reason js.Value) {
			if reason.Get("name").String() == "AbortError" {
				answered <- answer{}
				return
			}
			answered <- answer{err: errors.New(reason.Call("toString").String())}
		})
	a := <-answered
	return a.handle, a.err
}

// ShowFile is for windows.
func ShowFile(string, bool) error { return errors.ErrUnsupported }

// brought has the handles of what was dropped onto the page, and of what was pasted,
// since the last frame.
var brought struct {
	sync.Mutex
	dropped, pasted []string
}

func bring(among *[]string, v js.Value) {
	brought.Lock()
	defer brought.Unlock()
	*among = append(*among, keep(v))
}

func takeBrought() (dropped, pasted []string) {
	brought.Lock()
	defer brought.Unlock()
	dropped, pasted = brought.dropped, brought.pasted
	brought.dropped, brought.pasted = nil, nil
	return dropped, pasted
}

// drag lets files be dropped onto the page, and follows them. Without that, a browser
// would leave the page to show the file.
func (g *game) drag(e js.Value) {
	e.Call("preventDefault")
	g.pointer.dragged(e)
	if files := e.Get("dataTransfer"); files.Truthy() {
		files.Set("dropEffect", "copy")
	}
}

// drop takes the files and folders that were dropped.
func (g *game) drop(e js.Value) {
	e.Call("preventDefault")
	g.pointer.dragged(e)
	data := e.Get("dataTransfer")
	if !data.Truthy() {
		return
	}
	items := data.Get("items")
	for i := range items.Length() {
		item := items.Index(i)
		if item.Get("kind").String() != "file" {
			continue
		}
		entry := item.Call("webkitGetAsEntry")
		if entry.Truthy() && entry.Get("isDirectory").Bool() {
			bring(&brought.dropped, entry)
		} else {
			bring(&brought.dropped, item.Call("getAsFile"))
		}
	}
}
