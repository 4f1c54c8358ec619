package session

import (
	"syscall/js"
	"time"
)

// gathering keeps a file as Blobs, which browsers put on the disk when they become
// many, and hands it over as a download once it is whole.
type gathering struct {
	name  string
	mime  string // as the sender tells it
	blobs []any
}

func (g *gathering) begin() error { return nil }

func (g *gathering) put(piece js.Value) error {
	g.blobs = append(g.blobs, js.Global().Get("Blob").New([]any{piece}))
	return nil
}

func (g *gathering) empty() error {
	g.blobs = nil
	return nil
}

func (g *gathering) drop() error { return g.empty() }

// handedOver is how long the browser has to begin with a download, which needs
// the address until then.
const handedOver = time.Minute

// land gives the file to the browser's downloads, as bytes that it neither shows
// nor runs.
func (g *gathering) land() (string, error) {
	whole := js.Global().Get("Blob").New(g.blobs, map[string]any{"type": "application/octet-stream"})
	g.blobs = nil
	urls := js.Global().Get("URL")
	url := urls.Call("createObjectURL", whole)
	time.AfterFunc(handedOver, func() { urls.Call("revokeObjectURL", url) })
	link := js.Global().Get("document").Call("createElement", "a")
	link.Set("href", url)
	link.Set("download", g.name)
	link.Call("click")
	return keepFetched(g.name, g.mime, whole), nil
}

// saving writes to the place that the user chose. The browser has the bytes in
// another file until it is told that they are all.
type saving struct {
	handle string
	mime   string   // as the sender tells it
	file   js.Value // FileSystemFileHandle
	stream js.Value // FileSystemWritableFileStream
}

func (s *saving) begin() (err error) {
	if !s.stream.IsUndefined() {
		return nil
	}
	if s.file, err = chosen(s.handle); err != nil {
		return err
	}
	s.stream, err = await(s.file.Call("createWritable"))
	return err
}

func (s *saving) put(piece js.Value) error {
	_, err := await(s.stream.Call("write", piece))
	return err
}

// empty begins another file: a stream that has failed once takes no more.
func (s *saving) empty() error {
	if err := s.abort(); err != nil {
		return err
	}
	return s.begin()
}

func (s *saving) land() (string, error) {
	if _, err := await(s.stream.Call("close")); err != nil {
		return "", err
	}
	name := s.file.Get("name").String()
	if saved, err := await(s.file.Call("getFile")); err == nil {
		return keepFetched(name, s.mime, saved), nil
	}
	return name, nil // it is saved, and just can't be shown
}

// drop leaves nothing behind: choosing a place has made an empty file there.
func (s *saving) drop() error {
	if err := s.abort(); err != nil {
		return err
	}
	file, err := chosen(s.handle)
	if err != nil || !file.Get("remove").Truthy() {
		return nil // nothing more can be done
	}
	there, err := await(file.Call("getFile"))
	if err != nil || sizeOf(there) > 0 {
		return err
	}
	_, err = await(file.Call("remove"))
	return err
}

// abort has the browser throw away what was written.
func (s *saving) abort() error {
	if s.stream.IsUndefined() {
		return nil
	}
	stream := s.stream
	s.stream = js.Undefined()
	_, err := await(stream.Call("abort"))
	return err
}
