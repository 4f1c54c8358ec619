package session

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"syscall/js"

	"lobby/client/model"
	"lobby/shared/wire"
)

// entryPlace is a FileSystemEntry, or a File where the browser listed the folder.
type entryPlace = js.Value

// isFolder reports whether what was chosen is a folder: a FileSystemDirectoryEntry,
// as one that was dropped is, or the FileList that a dialog for folders gives.
func isFolder(v js.Value) bool {
	return v.Get("isDirectory").Truthy() || v.InstanceOf(js.Global().Get("FileList"))
}

// folderName is the name of a folder.
func folderName(v js.Value) string {
	if v.Get("isDirectory").Truthy() {
		return v.Get("name").String()
	}
	top, _, _ := strings.Cut(v.Index(0).Get("webkitRelativePath").String(), "/")
	return top
}

// listFolder looks through a folder. The browser leaves links out by itself, and a
// dialog's list folders with nothing in them.
func listFolder(ctx context.Context, handle string) (*listing, error) {
	v, err := chosen(handle)
	if err != nil {
		return nil, err
	}
	w := folderWalk{listing: listing{name: folderName(v)}, folders: map[string]bool{}}
	w.top = wire.CleanFileName(w.name)
	if v.Get("isDirectory").Truthy() {
		w.folder(w.top + "/")
		err = w.walk(ctx, w.top+"/", v)
	} else {
		w.list(v)
	}
	if err != nil {
		return nil, fmt.Errorf("look through the folder: %w", err)
	}
	// Browsers list in any order; the archive is to be the same each time.
	slices.SortFunc(w.entries, func(a, b entry) int { return cmp.Compare(a.name, b.name) })
	return &w.listing, nil
}

// folderWalk is a listing that is being made.
type folderWalk struct {
	listing
	top     string          // the folder's name in the archive
	folders map[string]bool // names of those that have an entry
}

// folder adds a folder and those that it is in, each once.
func (w *folderWalk) folder(name string) {
	for i := len(w.top); i < len(name); i++ {
		if in := name[:i+1]; name[i] == '/' && !w.folders[in] {
			w.folders[in] = true
			w.entries = append(w.entries, entry{name: in, modified: unknownTime})
		}
	}
}

func (w *folderWalk) file(name string, place, file js.Value) {
	w.files++
	w.entries = append(w.entries, entry{name: name, place: place, size: sizeOf(file), modified: modified(file)})
}

// list adds the files of a FileList.
func (w *folderWalk) list(files js.Value) {
	for i := range files.Length() {
		file := files.Index(i)
		_, inside, _ := strings.Cut(file.Get("webkitRelativePath").String(), "/")
		name := w.top + "/" + insideName(inside)
		w.folder(name[:strings.LastIndexByte(name, '/')+1])
		w.file(name, file, file)
	}
}

// walk adds what a folder holds, of which a browser tells some hundred entries at a
// time. It is asked for all their Files before it has answered for the first.
func (w *folderWalk) walk(ctx context.Context, name string, folder js.Value) error {
	for reader := folder.Call("createReader"); ; {
		found, err := await(called(reader, "readEntries"))
		if err = cmp.Or(err, ctx.Err()); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if found.Length() == 0 {
			return nil
		}
		files := make([]any, found.Length())
		for i := range files {
			if e := found.Index(i); e.Get("isFile").Bool() {
				files[i] = called(e, "file")
			}
		}
		answers, err := await(js.Global().Get("Promise").Call("allSettled", files))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for i := range files {
			e, answer := found.Index(i), answers.Index(i)
			inside := name + insideName(e.Get("name").String())
			switch {
			case files[i] == nil:
				w.folder(inside + "/")
				if err := w.walk(ctx, inside+"/", e); err != nil {
					return err
				}
			case answer.Get("reason").Truthy():
				return fmt.Errorf("%s: %w", inside, exception(answer.Get("reason")))
			default:
				w.file(inside, e, answer.Get("value"))
			}
		}
	}
}

// called makes a promise of a method that calls back.
func called(v js.Value, method string) js.Value {
	var begin js.Func
	begin = js.FuncOf(func(_ js.Value, args []js.Value) any {
		begin.Release()
		v.Call(method, args[0], args[1])
		return nil
	})
	return js.Global().Get("Promise").New(begin)
}

// openEntry opens a file of a folder, if it is still as it was listed.
func openEntry(e entry) (io.ReadCloser, error) {
	file := e.place
	if file.Get("isFile").Truthy() {
		var err error
		if file, err = await(called(file, "file")); err != nil {
			return nil, errors.Join(errChanged, err)
		}
	}
	if sizeOf(file) != e.size || !modified(file).Equal(e.modified) {
		return nil, errChanged
	}
	return newChosenFile(file, model.LocalFile{Size: e.size, Modified: e.modified}), nil
}
