package imagefile

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"io"
)

// previewSide is the longer side of a preview, in pixels, where it can be had
// within the bytes.
const previewSide = 256

// attempts are tried in turn until a preview is small enough: first worse
// colours, then fewer pixels. The last one is of any picture at most some two
// thousand bytes.
var attempts = []struct{ side, quality int }{
	{previewSide, 75}, {previewSide, 60}, {previewSide, 45}, {192, 50}, {160, 45}, {128, 40}, {96, 40}, {64, 35},
}

var errNoPreview = errors.New("no preview of the picture is small enough")

// Preview returns what a file is and a JPEG of it of at most limit bytes. Nothing
// of what a camera writes beside the pixels is in it.
func Preview(f io.ReadSeeker, limit int) (Header, []byte, error) {
	header, err := ReadHeader(f)
	if err != nil {
		return Header{}, nil, err
	}
	img, err := header.decode(f)
	if err != nil {
		return Header{}, nil, err
	}
	small := header.turn.apply(onWhite(img, previewSide))
	for _, a := range attempts {
		var out bytes.Buffer
		if err := jpeg.Encode(&out, onWhite(small, a.side), &jpeg.Options{Quality: a.quality}); err != nil {
			return Header{}, nil, fmt.Errorf("encode a preview: %w", err)
		}
		if out.Len() <= limit {
			return header, out.Bytes(), nil
		}
	}
	return Header{}, nil, errNoPreview
}

// onWhite scales a picture so that its sides have at most so many pixels, on
// white where it lets something through.
func onWhite(img image.Image, side int) *image.RGBA {
	from := img.Bounds()
	scale := min(1, float64(side)/float64(max(from.Dx(), from.Dy())))
	small := shrink(img, from, pixels(from.Dx(), scale), pixels(from.Dy(), scale))
	out := image.NewRGBA(small.Rect)
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, small, image.Point{}, draw.Over)
	return out
}
