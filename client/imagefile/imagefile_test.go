package imagefile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"testing"
)

// corners is a picture whose four quarters have colours of their own: red, green
// above, blue, white below.
func corners(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{A: 255}
			switch right, below := x >= w/2, y >= h/2; {
			case right && below:
				c = color.RGBA{255, 255, 255, 255}
			case right:
				c.G = 255
			case below:
				c.B = 255
			default:
				c.R = 255
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

// quarters reads the picture that corners made, from above left, row by row.
func quarters(img image.Image) string {
	b := img.Bounds()
	out := ""
	for _, at := range []image.Point{{1, 1}, {3, 1}, {1, 3}, {3, 3}} {
		r, g, b, _ := img.At(b.Min.X+b.Dx()*at.X/4, b.Min.Y+b.Dy()*at.Y/4).RGBA()
		switch {
		case r > 0xc000 && g > 0xc000 && b > 0xc000:
			out += "W"
		case r > 0xc000:
			out += "R"
		case g > 0xc000:
			out += "G"
		case b > 0xc000:
			out += "B"
		default:
			out += "?"
		}
	}
	return out
}

func asJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// secret stands in what the tests' cameras write beside the pixels.
const secret = "25.0330N 121.5654E"

// withExif puts into a JPEG what a camera writes: how it was held, and more.
func withExif(file []byte, turn orientation) []byte {
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x02")
	entry := func(tag, kind uint16, count uint32, value [4]byte) {
		tiff = binary.BigEndian.AppendUint16(tiff, tag)
		tiff = binary.BigEndian.AppendUint16(tiff, kind)
		tiff = binary.BigEndian.AppendUint32(tiff, count)
		tiff = append(tiff, value[:]...)
	}
	entry(0x010e, 2, uint32(len(secret)+1), [4]byte{3: 8 + 2 + 2*12 + 4}) // ImageDescription
	entry(0x0112, 3, 1, [4]byte{1: byte(turn)})                           // Orientation
	tiff = append(tiff, 0, 0, 0, 0)
	tiff = append(tiff, secret+"\x00"...)
	segment := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, byte((len(segment)+2)>>8), byte(len(segment)+2))
	return append(append(out, segment...), file[2:]...)
}

func decode(t *testing.T, file []byte, w, h int) *image.RGBA {
	t.Helper()
	img, err := Decode(bytes.NewReader(file), w, h)
	if err != nil {
		t.Fatal(err)
	}
	if img.Stride != 4*img.Rect.Dx() || img.Rect.Min != (image.Point{}) || len(img.Pix) != img.Stride*img.Rect.Dy() {
		t.Fatalf("%v of stride %d with %d bytes has gaps", img.Rect, img.Stride, len(img.Pix))
	}
	return img
}

func TestDecodeFillsTheArea(t *testing.T) {
	for _, test := range []struct{ fileW, fileH, w, h, wantW, wantH int }{
		{400, 200, 100, 50, 100, 50},
		{400, 200, 100, 100, 100, 100}, // cut off left and right
		{200, 400, 100, 100, 100, 100},
		{40, 20, 100, 50, 40, 20},    // not made larger
		{40, 400, 100, 100, 40, 100}, // nor here
		{401, 199, 400, 198, 400, 198},
		{1000, 1, 10, 10, 10, 1},
	} {
		img := decode(t, asPNG(t, corners(test.fileW, test.fileH)), test.w, test.h)
		if got := img.Rect.Size(); got != image.Pt(test.wantW, test.wantH) {
			t.Errorf("%+v gives %v", test, got)
		}
		if got := quarters(img); test.wantH > 1 && got != "RGBW" {
			t.Errorf("%+v shows %s", test, got)
		}
	}
}

// Shrinking keeps the mean, whatever the sizes have to do with each other.
func TestShrinkKeepsTheMean(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	mean := func(img *image.RGBA) float64 {
		sum := 0
		for i := 0; i < len(img.Pix); i += 4 {
			sum += int(img.Pix[i])
		}
		return float64(sum) / float64(len(img.Pix)/4)
	}
	for _, size := range [][2]image.Point{{{100, 80}, {100, 80}}, {{100, 80}, {37, 11}}, {{99, 83}, {98, 1}}, {{5, 3}, {1, 2}}, {{7, 1000}, {3, 999}}} {
		img := image.NewRGBA(image.Rectangle{Max: size[0]})
		for i := range img.Pix {
			img.Pix[i] = uint8(random.IntN(256))
		}
		if got, want := mean(shrink(img, img.Rect, size[1].X, size[1].Y)), mean(img); got < want-1 || got > want+1 {
			t.Errorf("%v to %v: the mean is %.2f, and was %.2f", size[0], size[1], got, want)
		}
	}
}

func TestPictureIsTurnedAsItWasTaken(t *testing.T) {
	want := map[orientation]string{1: "RGBW", 2: "GRWB", 3: "WBGR", 4: "BWRG", 5: "RBGW", 6: "BRWG", 7: "WGBR", 8: "GWRB"}
	for turn := range orientation(10) {
		file := withExif(asJPEG(t, corners(80, 40)), turn)
		if want[turn] == "" {
			want[turn] = "RGBW" // no such orientation
		}
		w, h := 80, 40
		if turn >= 5 && turn <= 8 {
			w, h = h, w
		}
		header, preview, err := Preview(bytes.NewReader(file), 6<<10)
		if err != nil || header.Mime != "image/jpeg" || header.Width != w || header.Height != h {
			t.Errorf("orientation %d: %+v, %v", turn, header, err)
		}
		for what, img := range map[string]*image.RGBA{"picture": decode(t, file, w/2, h/2), "preview": decode(t, preview, w, h)} {
			if got := quarters(img); got != want[turn] {
				t.Errorf("orientation %d: the %s shows %s, want %s", turn, what, got, want[turn])
			}
		}
		if bytes.Contains(preview, []byte(secret)) || bytes.Contains(preview, []byte("Exif")) || !bytes.Contains(file, []byte(secret)) {
			t.Errorf("orientation %d: the preview has what the camera wrote", turn)
		}
	}
}

// Noise is what a JPEG can shrink least.
func TestPreviewIsSmallWhateverThePicture(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	noise := image.NewRGBA(image.Rect(0, 0, 300, 300))
	for i := range noise.Pix {
		noise.Pix[i] = uint8(random.IntN(256))
	}
	for name, img := range map[string]image.Image{"noise": noise, "a line": corners(5000, 1), "a dot": corners(1, 1), "nothing to see": image.NewRGBA(image.Rect(0, 0, 20, 20))} {
		_, preview, err := Preview(bytes.NewReader(asPNG(t, img)), 6<<10)
		if err != nil || len(preview) > 6<<10 {
			t.Errorf("%s: %d bytes, %v", name, len(preview), err)
		}
		header, err := ReadHeader(bytes.NewReader(preview))
		if err != nil || header.Width > previewSide || header.Height > previewSide {
			t.Errorf("%s: the preview is %+v, %v", name, header, err)
		}
	}
}

func TestEveryKind(t *testing.T) {
	var animated bytes.Buffer
	frame := image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.White, color.Black})
	if err := gif.EncodeAll(&animated, &gif.GIF{Image: []*image.Paletted{frame, frame, frame}, Delay: []int{1, 1, 1}}); err != nil {
		t.Fatal(err)
	}
	webp, err := os.ReadFile("testdata/corners.webp")
	if err != nil {
		t.Fatal(err)
	}
	for want, file := range map[string][]byte{
		"image/gif": animated.Bytes(), "image/webp": webp, "image/png": asPNG(t, corners(8, 8)), "image/jpeg": asJPEG(t, corners(8, 8)),
	} {
		header, err := ReadHeader(bytes.NewReader(file))
		if err != nil || header.Mime != want || header.Width != 8 || header.Height != 8 {
			t.Errorf("%s is %+v, %v", want, header, err)
		}
		decode(t, file, 8, 8)
	}
	if got := quarters(decode(t, webp, 8, 8)); got != "RGBW" {
		t.Errorf("the WebP shows %s", got)
	}
}

// huge is the header of a PNG that claims a size.
func huge(t testing.TB, w, h uint32) []byte {
	file := asPNG(t, corners(1, 1))
	binary.BigEndian.PutUint32(file[16:], w)
	binary.BigEndian.PutUint32(file[20:], h)
	binary.BigEndian.PutUint32(file[29:], crcOf(file[12:29]))
	return file
}

func TestBombsAreRefusedByTheirHeader(t *testing.T) {
	for name, test := range map[string]struct {
		file []byte
		want error
	}{
		"100,000 by 100,000":   {huge(t, 100_000, 100_000), ErrTooLarge},
		"a pixel more":         {huge(t, 50_000, 1_001), ErrTooLarge},
		"a line too long":      {huge(t, MaxSide+1, 1), ErrTooLarge},
		"a GIF of 65535":       {[]byte("GIF89a\xff\xff\xff\xff\x00\x00\x00;"), ErrTooLarge},
		"a document":           {[]byte("%PDF-1.7 hello"), ErrUnknown},
		"a program named .png": {[]byte("#!/bin/sh\n"), ErrUnknown},
		"nothing":              {nil, ErrUnknown},
		"SVG":                  {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), ErrUnknown},
	} {
		if _, err := Decode(bytes.NewReader(test.file), 10, 10); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
		if _, _, err := Preview(bytes.NewReader(test.file), 6<<10); !errors.Is(err, test.want) {
			t.Errorf("the preview of %s: %v, want %v", name, err, test.want)
		}
	}
}

// A preview comes without being asked for, so less of it is decoded.
func TestPreviewsAreSmallJPEGs(t *testing.T) {
	if img, err := DecodePreview(asJPEG(t, corners(256, 128)), 64, 32); err != nil || quarters(img) != "RGBW" {
		t.Errorf("a preview: %v", err)
	}
	if _, err := DecodePreview(asPNG(t, corners(8, 8)), 8, 8); !errors.Is(err, ErrUnknown) {
		t.Errorf("a PNG: %v", err)
	}
	if _, err := DecodePreview(asJPEG(t, image.NewGray(image.Rect(0, 0, 1025, 1024))), 8, 8); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a JPEG of 1025 by 1024: %v", err)
	}
}

func TestTruncatedPicturesAreErrors(t *testing.T) {
	for _, file := range [][]byte{asPNG(t, corners(40, 40)), asJPEG(t, corners(40, 40)), withExif(asJPEG(t, corners(40, 40)), 6)} {
		for n := range len(file) - 12 {
			if _, err := Decode(bytes.NewReader(file[:n]), 10, 10); err == nil {
				t.Errorf("the first %d of %d bytes are a picture", n, len(file))
				break
			}
		}
	}
}
