package imagefile

import (
	"bytes"
	"hash/crc32"
	"testing"
)

func crcOf(data []byte) uint32 { return crc32.ChecksumIEEE(data) }

// fuzzPixels bounds what the fuzz test decodes: beyond it a file costs time and
// finds nothing new.
const fuzzPixels = 1 << 20

// Whatever comes as a preview, what is made of it fits.
func FuzzDecodePreview(f *testing.F) {
	f.Add(asJPEG(f, corners(8, 8)))
	f.Add(withExif(asJPEG(f, corners(8, 4)), 6))
	f.Add(asPNG(f, corners(8, 8)))
	f.Fuzz(func(t *testing.T, data []byte) {
		img, err := DecodePreview(data, 40, 30)
		if err != nil {
			return
		}
		if b := img.Bounds(); b.Empty() || b.Dx() > 40 || b.Dy() > 30 {
			t.Fatalf("%v for 40 by 30", b)
		}
	})
}

// Whatever is sent as a picture, it is decoded within the area that was asked
// for, or it is an error; and what can be decoded has a preview that can be, too.
func FuzzDecode(f *testing.F) {
	f.Add(asPNG(f, corners(8, 8)), 4, 4)
	f.Add(asJPEG(f, corners(8, 8)), 4, 4)
	f.Add(withExif(asJPEG(f, corners(8, 4)), 6), 3, 5)
	f.Add(huge(f, 100_000, 100_000), 10, 10)
	f.Add(huge(f, 1000, 1000), 10, 10)
	f.Fuzz(func(t *testing.T, file []byte, w, h int) {
		if w < 1 || h < 1 || w > 64 || h > 64 {
			return
		}
		header, err := ReadHeader(bytes.NewReader(file))
		if err != nil || header.Width*header.Height > fuzzPixels {
			return
		}
		img, err := Decode(bytes.NewReader(file), w, h)
		if err != nil {
			return
		}
		if b := img.Bounds(); b.Empty() || b.Dx() > w || b.Dy() > h {
			t.Fatalf("%v for %d by %d", b, w, h)
		}
		_, preview, err := Preview(bytes.NewReader(file), 6<<10)
		if err != nil {
			t.Fatal("no preview of what was decoded:", err)
		}
		if again, err := ReadHeader(bytes.NewReader(preview)); err != nil || again.Mime != "image/jpeg" {
			t.Fatalf("the preview is %+v, %v", again, err)
		}
	})
}
