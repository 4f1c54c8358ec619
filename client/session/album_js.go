package session

import (
	"crypto/rand"
	"strings"
	"syscall/js"
)

// maxAlbum is how many bytes of pictures the browser keeps for the page. It has
// those that were fetched on its disk or in memory, as it likes; those that were
// sent are on the user's disk anyway.
const maxAlbum = 256 << 20

// album has the handles of pictures that are kept only to be shown, the oldest
// first, with their sizes. It belongs to nobody but the page, and ends with it.
var album struct {
	handles []string
	sizes   []int64
	total   int64 // bytes
}

// keepPicture keeps a File or a Blob with a picture under a handle, and forgets the
// oldest ones where there is no room for it.
func keepPicture(handle string, file js.Value) {
	size := sizeOf(file)
	album.handles, album.sizes = append(album.handles, handle), append(album.sizes, size)
	album.total += size
	js.Global().Get("lobby").Get("files").Call("set", handle, file)
	for album.total > maxAlbum {
		js.Global().Get("lobby").Get("files").Call("delete", album.handles[0])
		album.total -= album.sizes[0]
		album.handles, album.sizes = album.handles[1:], album.sizes[1:]
	}
}

// keepFetched keeps what was fetched where it is a picture, and returns by which
// handle it can be shown; for any other file, its name.
func keepFetched(name, mime string, whole js.Value) string {
	if !pictureTypes[mime] || sizeOf(whole) > maxPicture {
		return name
	}
	handle := "picture " + rand.Text()
	keepPicture(handle, whole)
	return handle
}

// forget lets go of what the user has chosen, once nothing is to be done with it
// but, where it is a picture, to show it.
func (s *Session) forget(handle string) {
	v, err := chosen(handle)
	if err != nil {
		return
	}
	if kind := v.Get("type"); kind.Type() == js.TypeString && pictureTypes[strings.ToLower(kind.String())] && sizeOf(v) <= maxPicture {
		keepPicture(handle, v)
		return
	}
	js.Global().Get("lobby").Get("files").Call("delete", handle)
}
