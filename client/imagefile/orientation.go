package imagefile

import (
	"image"
	"io"

	"github.com/bep/imagemeta"
)

// orientation is how a camera was held, by the numbers of Exif: what is stored
// as the first row and column of pixels is to be shown elsewhere.
type orientation int

const upright orientation = 1

// swaps reports whether width and height change places.
func (o orientation) swaps() bool { return o >= 5 }

// readOrientation returns the orientation that a file tells, upright where it
// tells none that makes sense.
func readOrientation(f io.ReadSeeker, format imagemeta.ImageFormat) orientation {
	found := upright
	if format == imagemeta.ImageFormatAuto {
		return found
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return found
	}
	// An error means that the file tells nothing that can be used.
	_ = imagemeta.Decode(imagemeta.Options{
		R: f, ImageFormat: format, Sources: imagemeta.EXIF,
		ShouldHandleTag: func(tag imagemeta.TagInfo) bool { return tag.Tag == "Orientation" && tag.Namespace == "IFD0" },
		HandleTag: func(tag imagemeta.TagInfo) error {
			if v, ok := tag.Value.(uint16); ok && v >= 1 && v <= 8 {
				found = orientation(v)
			}
			return imagemeta.ErrStopWalking
		},
	})
	return found
}

// stored returns where the pixel that is shown at x, y of a picture of w by h is
// stored.
func (o orientation) stored(x, y, w, h int) (int, int) {
	switch o {
	case 2: // mirrored
		return w - 1 - x, y
	case 3: // upside down
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5: // mirrored at the diagonal
		return y, x
	case 6: // to be turned to the right
		return y, w - 1 - x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8: // to be turned to the left
		return h - 1 - y, x
	}
	return x, y
}

// apply turns a picture as it is to be shown.
func (o orientation) apply(from *image.RGBA) *image.RGBA {
	if o == upright {
		return from
	}
	w, h := from.Rect.Dx(), from.Rect.Dy()
	if o.swaps() {
		w, h = h, w
	}
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			sx, sy := o.stored(x, y, w, h)
			to.SetRGBA(x, y, from.RGBAAt(sx, sy))
		}
	}
	return to
}
