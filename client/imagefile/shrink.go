package imagefile

import (
	"image"
	"image/draw"
)

// shrink scales a part of a picture to w by h pixels, which must not be more than
// it has. Each pixel is the mean of the area that it stands for. Beside the result
// it takes memory for a row alone, unlike a kernel of golang.org/x/image/draw,
// which takes 32 bytes for each pixel that is as wide as the result and as high
// as the picture: more than the picture itself.
func shrink(img image.Image, part image.Rectangle, w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	wide := image.NewRGBA(image.Rect(0, 0, part.Dx(), 1))
	row, sum := make([]float32, 4*w), make([]float32, 4*w)
	// A row of the picture weighs h, and one of the result as much as the picture
	// has rows: so all weights are whole numbers.
	n, y := part.Dy(), 0
	for from, left := part.Min.Y, n; from < part.Max.Y; from++ {
		draw.Draw(wide, wide.Rect, img, image.Pt(part.Min.X, from), draw.Src)
		shrinkRow(row, wide.Pix)
		weight := min(h, left)
		addRow(sum, row, weight)
		if left -= weight; left > 0 {
			continue
		}
		storeRow(out.Pix[y*out.Stride:], sum, n)
		clear(sum)
		addRow(sum, row, h-weight)
		y, left = y+1, n-(h-weight)
	}
	return out
}

// shrinkRow makes to the means of a row of pixels.
func shrinkRow(to []float32, from []byte) {
	n, w := len(from)/4, len(to)/4
	for x := range w {
		// In units of a w-th of a pixel, so that edges are whole numbers.
		start, end := x*n, (x+1)*n
		var r, g, b, a float32
		for at := start; at < end; {
			i := at / w
			next := min((i+1)*w, end)
			part := float32(next - at)
			p := from[4*i : 4*i+4 : 4*i+4]
			r += part * float32(p[0])
			g += part * float32(p[1])
			b += part * float32(p[2])
			a += part * float32(p[3])
			at = next
		}
		scale := 1 / float32(n)
		to[4*x], to[4*x+1], to[4*x+2], to[4*x+3] = r*scale, g*scale, b*scale, a*scale
	}
}

func addRow(sum, row []float32, weight int) {
	for i, v := range row {
		sum[i] += float32(weight) * v
	}
}

func storeRow(to []byte, sum []float32, weight int) {
	for i, v := range sum {
		to[i] = uint8(min(255, v/float32(weight)+0.5))
	}
}
