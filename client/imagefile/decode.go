package imagefile

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"io"
	"math"
)

// Decode decodes a picture to fill an area of w by h pixels: what has another
// shape is cut off on both sides, and what is smaller is not made larger. The
// pixels begin at the image's first byte, without gaps.
func Decode(f io.ReadSeeker, w, h int) (*image.RGBA, error) {
	header, err := ReadHeader(f)
	if err != nil {
		return nil, err
	}
	return header.decodeTo(f, w, h)
}

// DecodePreview is Decode for a preview, which comes unasked: it has to be a JPEG of
// at most MaxPreviewPixels.
func DecodePreview(data []byte, w, h int) (*image.RGBA, error) {
	f := bytes.NewReader(data)
	header, err := ReadHeader(f)
	switch {
	case err != nil:
		return nil, err
	case header.Mime != "image/jpeg":
		return nil, ErrUnknown
	case header.Width*header.Height > MaxPreviewPixels:
		return nil, ErrTooLarge
	}
	return header.decodeTo(f, w, h)
}

func (h Header) decodeTo(f io.ReadSeeker, width, height int) (*image.RGBA, error) {
	img, err := h.decode(f)
	if err != nil {
		return nil, err
	}
	if h.turn.swaps() {
		width, height = height, width
	}
	return h.turn.apply(fill(img, width, height)), nil
}

var errPanicked = errors.New("the decoder gave up")

// survive turns a decoder's panic into an error: it has met a broken file, and no
// file that somebody sends may end the program.
func survive(err *error) {
	if v := recover(); v != nil {
		*err = fmt.Errorf("decode a picture: %w: %v", errPanicked, v)
	}
}

// decode reads all pixels.
func (h Header) decode(f io.ReadSeeker) (img image.Image, err error) {
	defer survive(&err)
	r, err := fromStart(f)
	if err != nil {
		return nil, err
	}
	if img, err = h.codec.decode(r); err != nil {
		return nil, fmt.Errorf("decode a picture: %w", err)
	}
	if img.Bounds().Empty() {
		return nil, ErrUnknown
	}
	return img, nil
}

// fill scales the middle of a picture to w by h, or to less of the same shape
// where the picture has less.
func fill(img image.Image, w, h int) *image.RGBA {
	from := img.Bounds()
	scale := min(1, max(float64(w)/float64(from.Dx()), float64(h)/float64(from.Dy())))
	to := image.Rect(0, 0, min(w, pixels(from.Dx(), scale)), min(h, pixels(from.Dy(), scale)))
	part := image.Rect(0, 0, min(from.Dx(), pixels(to.Dx(), 1/scale)), min(from.Dy(), pixels(to.Dy(), 1/scale)))
	part = part.Add(from.Min).Add(from.Size().Sub(part.Size()).Div(2))
	return shrink(img, part, to.Dx(), to.Dy())
}

func pixels(n int, scale float64) int { return max(1, int(math.Round(float64(n)*scale))) }
