package imagefile

import (
	"bufio"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"github.com/bep/imagemeta"
	"golang.org/x/image/webp"

	"lobby/client/imagesize"
)

// Limits of what is decoded.
const (
	// MaxBytes is how much of a file is read.
	MaxBytes = 64 << 20

	// MaxPixels is the size of a picture. The decoders take at most 8 bytes for each,
	// so 400 MB while the largest is being decoded.
	MaxPixels = imagesize.MaxPixels

	// MaxPreviewPixels is the size of a preview.
	MaxPreviewPixels = imagesize.MaxPreviewPixels

	// MaxSide is the greatest width and height, in pixels.
	MaxSide = 65535
)

// Errors of files that are not decoded.
var (
	ErrUnknown  = errors.New("the file is not a picture of a kind that is known")
	ErrTooLarge = fmt.Errorf("the picture has more than %d pixels", MaxPixels)
)

// codec decodes one kind of file.
type codec struct {
	mime   string
	magic  string // its first bytes; a ? is any byte
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error) // of several pictures, the first
	meta   imagemeta.ImageFormat                // where the file tells how it is to be turned
}

var codecs = []codec{
	{"image/jpeg", "\xff\xd8\xff", jpeg.DecodeConfig, jpeg.Decode, imagemeta.JPEG},
	{"image/png", "\x89PNG\r\n\x1a\n", png.DecodeConfig, png.Decode, imagemeta.PNG},
	{"image/gif", "GIF8?a", gif.DecodeConfig, gif.Decode, imagemeta.ImageFormatAuto},
	{"image/webp", "RIFF????WEBPVP8", webp.DecodeConfig, webp.Decode, imagemeta.WebP},
}

// Header is what a file says of itself.
type Header struct {
	Mime          string
	Width, Height int // pixels, as the picture is to be shown
	turn          orientation
	codec         codec
}

// ReadHeader reads what kind of picture a file is, by its content and not its
// name, and how large.
func ReadHeader(f io.ReadSeeker) (out Header, err error) {
	defer survive(&err)
	c, err := sniff(f)
	if err != nil {
		return Header{}, err
	}
	r, err := fromStart(f)
	if err != nil {
		return Header{}, err
	}
	config, err := c.config(r)
	if err != nil {
		return Header{}, fmt.Errorf("read the header of a picture: %w", err)
	}
	w, h := config.Width, config.Height
	if w < 1 || h < 1 || w > MaxSide || h > MaxSide || int64(w)*int64(h) > MaxPixels {
		return Header{}, ErrTooLarge
	}
	out = Header{c.mime, w, h, readOrientation(f, c.meta), c}
	if out.turn.swaps() {
		out.Width, out.Height = h, w
	}
	return out, nil
}

// sniff tells the kind of a file by its first bytes.
func sniff(f io.ReadSeeker) (codec, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return codec{}, fmt.Errorf("read a picture: %w", err)
	}
	first := make([]byte, 16)
	n, err := io.ReadFull(f, first)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return codec{}, fmt.Errorf("read a picture: %w", err)
	}
	for _, c := range codecs {
		if c.begins(first[:n]) {
			return c, nil
		}
	}
	return codec{}, ErrUnknown
}

func (c codec) begins(file []byte) bool {
	if len(file) < len(c.magic) {
		return false
	}
	for i := range len(c.magic) {
		if c.magic[i] != '?' && c.magic[i] != file[i] {
			return false
		}
	}
	return true
}

// fromStart reads at most MaxBytes of a file.
func fromStart(f io.ReadSeeker) (io.Reader, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("read a picture: %w", err)
	}
	return bufio.NewReader(io.LimitReader(f, MaxBytes)), nil
}
