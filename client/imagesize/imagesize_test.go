package imagesize

import (
	"bytes"
	"image"
	"image/color"
	stdgif "image/gif"
	"image/jpeg"
	stdpng "image/png"
	"os"
	"testing"

	"golang.org/x/image/webp"
)

func made(t testing.TB, encode func(*bytes.Buffer) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := encode(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func gray(w, h int) image.Image { return image.NewGray(image.Rect(0, 0, w, h)) }

func asJPEG(t testing.TB, w, h int) []byte {
	return made(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, gray(w, h), nil) })
}

func asPNG(t testing.TB, w, h int) []byte {
	return made(t, func(b *bytes.Buffer) error { return stdpng.Encode(b, gray(w, h)) })
}

// asGIF has two pictures, which come after extensions.
func asGIF(t testing.TB, w, h int) []byte {
	frame := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.Black, color.White})
	return made(t, func(b *bytes.Buffer) error {
		return stdgif.EncodeAll(b, &stdgif.GIF{Image: []*image.Paletted{frame, frame}, Delay: []int{1, 1}})
	})
}

func asWebP(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("../imagefile/testdata/corners.webp")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestOf(t *testing.T) {
	small, moved := asJPEG(t, 256, 192), asGIF(t, 40, 30)
	// What an application wrote, with a header of another size in it, and fill.
	inside := append([]byte{0xff, 0xe1, 0, 12}, small[len(small)-12:len(small)-2]...)
	moved[bytes.LastIndexByte(moved[:len(moved)/2], 0x2c)+5] = 200 // wider than the screen
	config, err := webp.DecodeConfig(bytes.NewReader(asWebP(t)))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data          []byte
		width, height int
	}{
		"a JPEG":          {small, 256, 192},
		"with other data": {append(append([]byte{0xff, 0xd8}, inside...), append([]byte{0xff}, small[2:]...)...), 256, 192},
		"a PNG":           {asPNG(t, 300, 20), 300, 20},
		"a GIF":           {asGIF(t, 40, 30), 40, 30},
		"over its screen": {moved, 200, 30},
		"a WebP":          {asWebP(t), config.Width, config.Height},
		"lossy":           {[]byte("RIFF\x00\x00\x00\x00WEBPVP8 \x00\x00\x00\x00\x00\x00\x00\x9d\x01\x2a\x40\x01\xf0\x00"), 320, 240},
		"without loss":    {[]byte("RIFF\x00\x00\x00\x00WEBPVP8L\x00\x00\x00\x00\x2f\x3f\xc1\x3b\x00\x00\x00\x00\x00\x00"), 320, 240},
		"extended":        {[]byte("RIFF\x00\x00\x00\x00WEBPVP8X\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\x00\xff\x00\x00"), 65536, 256},
		"cut":             {small[:len(small)/8], 0, 0},
		"nothing":         {nil, 0, 0},
		"a sign":          {[]byte{0xff, 0xd8}, 0, 0},
		"no height":       {[]byte{0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 0, 0, 16, 3, 0, 0}, 0, 0},
		"no length":       {[]byte{0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0}, 0, 0},
		"a PNG's sign":    {[]byte("\x89PNG\r\n\x1a\n0123456789012345"), 0, 0},
		"a GIF's screen":  {asGIF(t, 40, 30)[:13], 0, 0},
		"a WebP's sign":   {[]byte("RIFF\x00\x00\x00\x00WEBPVP8"), 0, 0},
		"another picture": {[]byte("BM0123456789012345678901234567890"), 0, 0},
		"another WebP":    {[]byte("RIFF\x00\x00\x00\x00WEBPANIM\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\x00\xff\x00\x00"), 0, 0},
	} {
		if w, h := Of(c.data); w != c.width || h != c.height {
			t.Errorf("%s: %d by %d, not %d by %d", name, w, h, c.width, c.height)
		}
	}
}

// What a decoder takes for a picture of some size is never one of less.
func FuzzOf(f *testing.F) {
	for _, seed := range [][]byte{asJPEG(f, 16, 16), asPNG(f, 16, 16), asGIF(f, 16, 16), asWebP(f)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		w, h := Of(data)
		for _, config := range []func() (image.Config, error){
			func() (image.Config, error) { return jpeg.DecodeConfig(bytes.NewReader(data)) },
			func() (image.Config, error) { return stdpng.DecodeConfig(bytes.NewReader(data)) },
			func() (image.Config, error) { return stdgif.DecodeConfig(bytes.NewReader(data)) },
			func() (image.Config, error) { return webp.DecodeConfig(bytes.NewReader(data)) },
		} {
			if c, err := config(); err == nil && w > 0 && (c.Width > w || c.Height > h) {
				t.Errorf("%d by %d pixels are %d by %d", c.Width, c.Height, w, h)
			}
		}
	})
}
