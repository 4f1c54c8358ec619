package engine

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"
)

func TestSmallJPEG(t *testing.T) {
	made := func(w, h int) []byte {
		var out bytes.Buffer
		if err := jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, w, h)), nil); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	small, wide := made(256, 192), made(1025, 1024)
	// What an application wrote, with a header of another size in it, and fill.
	inside := append([]byte{0xff, 0xe1, 0, 12}, small[len(small)-12:len(small)-2]...)
	for name, c := range map[string]struct {
		data []byte
		want bool
	}{
		"a preview":       {small, true},
		"with other data": {append(append([]byte{0xff, 0xd8}, inside...), append([]byte{0xff}, small[2:]...)...), true},
		"too many pixels": {wide, false},
		"cut":             {small[:len(small)/8], false},
		"nothing":         {nil, false},
		"a sign":          {[]byte{0xff, 0xd8}, false},
		"no height":       {[]byte{0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 0, 0, 16, 3, 0, 0}, false},
		"no length":       {[]byte{0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0}, false},
		"a PNG":           {[]byte("\x89PNG\r\n\x1a\n0123456789"), false},
	} {
		if got := smallJPEG(c.data); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func FuzzSmallJPEG(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\xff\xc0\x00\x11\x08\x00\x10\x00\x10"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if config, err := jpeg.DecodeConfig(bytes.NewReader(data)); smallJPEG(data) && err == nil && config.Width*config.Height > maxPreviewPixels {
			t.Errorf("%d by %d pixels are small", config.Width, config.Height)
		}
	})
}
