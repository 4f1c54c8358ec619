package engine

import (
	"errors"
	"fmt"
	"image"
	"syscall/js"

	"lobby/client/imagesize"
	"lobby/client/ui"
)

// errPicture is what a picture is that the browser does not decode.
var errPicture = errors.New("the browser can't decode the picture")

// decodePicture has the browser decode a picture to fill w by h pixels. The page
// has one thread, which draws: the browser decodes beside it, and turns the picture as
// the camera was held. How large a picture may be is for us to say: a browser takes
// gigabytes for one.
func decodePicture(src ui.PictureSource, w, h int) (*image.RGBA, error) {
	blob, err := pictureFile(src)
	if err != nil {
		return nil, err
	}
	if src.Data == nil {
		if err := smallFile(blob); err != nil {
			return nil, err
		}
	}
	bitmap, err := await(window.Call("createImageBitmap", blob))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errPicture, err)
	}
	defer bitmap.Call("close")
	return pixelsOf(bitmap, w, h)
}

// pictureFile is a picture as a Blob: what came with a message, or what the page
// keeps under a handle.
func pictureFile(src ui.PictureSource) (js.Value, error) {
	if src.Data != nil && !smallJPEG(src.Data) {
		return js.Undefined(), fmt.Errorf("%w: a preview is a small JPEG", errPicture)
	}
	if src.Data != nil {
		data := window.Get("Uint8Array").New(len(src.Data))
		js.CopyBytesToJS(data, src.Data)
		return window.Get("Blob").New([]any{data}), nil
	}
	file := window.Get("lobby").Get("files").Call("get", src.Path)
	if !file.Truthy() || !file.InstanceOf(window.Get("Blob")) {
		return file, fmt.Errorf("%w: the page does not have it any more", errPicture)
	}
	return file, nil
}

func smallJPEG(data []byte) bool {
	w, h := imagesize.JPEG(data)
	return w > 0 && h > 0 && w*h <= imagesize.MaxPreviewPixels
}

// smallFile reads the head of a picture's file.
func smallFile(blob js.Value) error {
	buffer, err := await(blob.Call("slice", 0, imagesize.Head).Call("arrayBuffer"))
	if err != nil {
		return fmt.Errorf("%w: %w", errPicture, err)
	}
	head := make([]byte, buffer.Get("byteLength").Int())
	js.CopyBytesToGo(head, window.Get("Uint8Array").New(buffer))
	if w, h := imagesize.Of(head); w == 0 || w > imagesize.MaxPixels/h {
		return fmt.Errorf("%w: it is of another kind, or of %d by %d pixels", errPicture, w, h)
	}
	return nil
}

// pixelsOf scales the middle of a bitmap to w by h, or to less of the same shape
// where it has less.
func pixelsOf(bitmap js.Value, w, h int) (*image.RGBA, error) {
	all := image.Rect(0, 0, bitmap.Get("width").Int(), bitmap.Get("height").Int())
	if all.Empty() {
		return nil, errPicture
	}
	from := cover(all, float32(w), float32(h))
	w, h = min(w, max(1, int(from.W+0.5))), min(h, max(1, int(from.H+0.5)))
	canvas := window.Get("OffscreenCanvas").New(w, h)
	context := canvas.Call("getContext", "2d")
	context.Set("imageSmoothingQuality", "high")
	context.Call("drawImage", bitmap, from.X, from.Y, from.W, from.H, 0, 0, w, h)
	straight := image.NewNRGBA(image.Rect(0, 0, w, h))
	js.CopyBytesToGo(straight.Pix, context.Call("getImageData", 0, 0, w, h).Get("data"))
	return premultiply(straight), nil
}

// premultiply turns pixels into what WritePixels takes, in place.
func premultiply(img *image.NRGBA) *image.RGBA {
	p := img.Pix
	for i := 0; i < len(p); i += 4 {
		if a := uint32(p[i+3]); a < 0xff {
			p[i], p[i+1], p[i+2] = uint8(uint32(p[i])*a/0xff), uint8(uint32(p[i+1])*a/0xff), uint8(uint32(p[i+2])*a/0xff)
		}
	}
	return &image.RGBA{Pix: img.Pix, Stride: img.Stride, Rect: img.Rect}
}
