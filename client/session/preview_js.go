package session

import (
	"syscall/js"

	"lobby/client/imagesize"
	"lobby/client/model"
	"lobby/shared/wire"
)

// pictureTypes are the media types that every browser decodes.
var pictureTypes = map[string]bool{"image/jpeg": true, "image/png": true, "image/gif": true, "image/webp": true}

// maxPicture is the size of the largest file that is decoded, in bytes, as for
// windows.
const maxPicture = 64 << 20

// attempts are tried in turn until a preview is small enough, as for windows.
var attempts = []struct {
	side    float64
	quality float64
}{{256, 0.75}, {256, 0.6}, {256, 0.45}, {192, 0.5}, {160, 0.45}, {128, 0.4}, {96, 0.4}, {64, 0.35}}

// describePicture adds to a file what an offer says of a picture, where it is one.
// The browser decodes it, beside the page's one thread, and turns it as the camera
// was held; a JPEG that it makes has nothing of what the camera wrote.
func describePicture(file *model.LocalFile) {
	if !pictureTypes[file.Mime] || file.Size > maxPicture {
		return
	}
	v, err := chosen(file.Path)
	if err != nil {
		return
	}
	if head, err := bytesOf(v.Call("slice", 0, imagesize.Head)); err != nil || !small(imagesize.Of(head)) {
		return
	}
	bitmap, err := await(js.Global().Call("createImageBitmap", v))
	if err != nil {
		return
	}
	defer bitmap.Call("close")
	w, h := bitmap.Get("width").Int(), bitmap.Get("height").Int()
	if w < 1 || h < 1 || w > wire.MaxSide || h > wire.MaxSide {
		return
	}
	for _, a := range attempts {
		preview, err := shrunk(bitmap, float64(w), float64(h), a.side, a.quality)
		if err != nil {
			return
		}
		if len(preview) <= wire.MaxPreview {
			file.Width, file.Height, file.Preview = w, h, preview
			return
		}
	}
}

// shrunk makes a JPEG of a bitmap whose longer side has at most so many pixels.
func shrunk(bitmap js.Value, w, h, side, quality float64) ([]byte, error) {
	scale := min(1, side/max(w, h))
	w, h = max(1, float64(int(w*scale+0.5))), max(1, float64(int(h*scale+0.5)))
	canvas := js.Global().Get("OffscreenCanvas").New(w, h)
	context := canvas.Call("getContext", "2d")
	context.Set("fillStyle", "white")
	context.Call("fillRect", 0, 0, w, h)
	context.Set("imageSmoothingQuality", "high")
	context.Call("drawImage", bitmap, 0, 0, w, h)
	blob, err := await(canvas.Call("convertToBlob", map[string]any{"type": "image/jpeg", "quality": quality}))
	if err != nil {
		return nil, err
	}
	return bytesOf(blob)
}

// bytesOf brings a Blob into the program.
func bytesOf(blob js.Value) ([]byte, error) {
	buffer, err := await(blob.Call("arrayBuffer"))
	if err != nil {
		return nil, err
	}
	data := make([]byte, buffer.Get("byteLength").Int())
	js.CopyBytesToGo(data, js.Global().Get("Uint8Array").New(buffer))
	return data, nil
}

// small reports whether a picture of this size is decoded.
func small(w, h int) bool { return w > 0 && h > 0 && w <= imagesize.MaxPixels/h }
