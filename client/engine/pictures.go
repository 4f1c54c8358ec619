package engine

import (
	"image"
	"math"
	"slices"
	"sync"

	"github.com/hajimehoshi/ebiten/v2"

	"lobby/client/ui"
)

// maxPictureBytes is how many bytes of decoded pictures are kept, unless those in
// sight alone take more: some forty of those in the log of a window of double
// resolution. They are the graphics driver's; the program's own memory holds a
// picture only from when it is decoded until it is painted.
const maxPictureBytes = 64 << 20

// maxPictures bounds how many pictures are known, also those that are broken.
const maxPictures = 1024

// Pictures has the pictures that are shown decoded, one at a time and not in
// the loop that draws, and keeps their pixels where they are drawn from. Its
// methods may be called by one goroutine at a time, as an App's Frame is.
type Pictures struct {
	decode func(src ui.PictureSource, w, h int) (*image.RGBA, error)
	scale  float64
	turn   uint64 // counts the frames that were painted

	mu     sync.Mutex // guards what follows
	known  map[ui.ID]*pictured
	asked  []*pictured // to be decoded; what was asked for last comes first
	atWork bool
}

// pictured is one picture.
type pictured struct {
	id    ui.ID
	image *ebiten.Image // nil before it is painted for the first time
	used  uint64        // the turn in which it was last asked for

	src    ui.PictureSource // until it is decoded
	w, h   int              // device pixels that were asked for
	queued bool             // is in asked
	fresh  *image.RGBA      // decoded, and not in image yet
	done   bool             // the last decoding has ended
	broken bool
	grown  uint32 // counts what was decoded
}

// NewPictures returns a source of pictures for an App, to be given to Run too.
func NewPictures() *Pictures { return newPictures(decodePicture) }

func newPictures(decode func(src ui.PictureSource, w, h int) (*image.RGBA, error)) *Pictures {
	return &Pictures{decode: decode, scale: 1, known: map[ui.ID]*pictured{}}
}

// Picture implements ui.Pictures.
func (p *Pictures) Picture(src ui.PictureSource, w, h float32) (ui.Picture, ui.PictureState) {
	width, height := p.pixels(w), p.pixels(h)
	p.mu.Lock()
	defer p.mu.Unlock()
	x := p.known[src.ID]
	if x == nil {
		x = &pictured{id: src.ID}
		p.known[src.ID] = x
	}
	x.used = p.turn
	if x.broken {
		return ui.Picture{}, ui.PictureBroken
	}
	if x.outgrown(width, height) {
		x.src, x.w, x.h, x.done = src, width, height, false
		p.ask(x)
	}
	if x.grown == 0 {
		return ui.Picture{}, ui.PictureComing
	}
	return ui.Picture{ID: x.id, Version: x.grown}, ui.PictureReady
}

// setScale says how many device pixels a logical one has.
func (p *Pictures) setScale(scale float64) {
	if p != nil {
		p.scale = scale
	}
}

func (p *Pictures) pixels(v float32) int {
	return min(maxPictureSide, max(1, int(math.Round(float64(v)*p.scale))))
}

// maxPictureSide is the most pixels a picture is decoded to on each side: less
// than what every graphics driver in use takes for a texture.
const maxPictureSide = 4096

// outgrown reports whether a picture of w by h is more than what was asked for,
// of another shape, or so much less that it would look rough.
func (x *pictured) outgrown(w, h int) bool {
	if w > x.w || h > x.h || w < x.w/2 {
		return true
	}
	return math.Abs(float64(w*x.h-h*x.w)) > float64(2*(w+x.h)) // more than by rounding
}

// ask has a picture decoded. p.mu is held.
func (p *Pictures) ask(x *pictured) {
	if !x.queued {
		x.queued = true
		p.asked = append(p.asked, x)
	}
	if !p.atWork {
		p.atWork = true
		go p.work()
	}
}

// work decodes until nothing is asked for.
func (p *Pictures) work() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.asked) > 0 {
		x := p.asked[len(p.asked)-1]
		p.asked = p.asked[:len(p.asked)-1]
		x.queued = false
		src, w, h := x.src, x.w, x.h
		p.mu.Unlock()
		img, err := p.decode(src, w, h)
		p.mu.Lock()
		if x.w != w || x.h != h {
			continue // asked for anew meanwhile
		}
		x.done, x.src = true, ui.PictureSource{}
		if err != nil {
			x.broken = x.grown == 0
		} else {
			x.fresh = img
			x.grown++
		}
		Wake()
	}
	p.atWork = false
}

// image returns the pixels of a picture, nil where there are none. It is for
// the goroutine that paints.
func (p *Pictures) image(name ui.Picture) *ebiten.Image {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	x := p.known[name.ID]
	if x == nil {
		return nil
	}
	if x.fresh != nil {
		x.release()
		bounds := image.Rectangle{Max: x.fresh.Rect.Size()}
		x.image = ebiten.NewImageWithOptions(bounds, &ebiten.NewImageOptions{Unmanaged: true})
		x.image.WritePixels(x.fresh.Pix)
		x.fresh = nil
	}
	return x.image
}

// sweep forgets, after a frame was painted, what it did not show and there is no
// room for.
func (p *Pictures) sweep() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	total := 0
	var idle []*pictured
	for _, x := range p.known {
		total += x.bytes()
		if x.used < p.turn && !x.queued && (x.done || x.broken) {
			idle = append(idle, x)
		}
	}
	// What was asked for and has gone out of sight need not be decoded.
	p.asked = slices.DeleteFunc(p.asked, func(x *pictured) bool {
		gone := x.used < p.turn
		if gone {
			x.queued = false
			x.w, x.h = 0, 0
			if x.grown == 0 {
				delete(p.known, x.id)
			}
		}
		return gone
	})
	slices.SortFunc(idle, func(a, b *pictured) int { return int(a.used) - int(b.used) })
	for _, x := range idle {
		if total <= maxPictureBytes && len(p.known) <= maxPictures {
			break
		}
		total -= x.bytes()
		x.release()
		delete(p.known, x.id)
	}
	p.turn++
}

func (x *pictured) bytes() int {
	n := 0
	if x.image != nil {
		n += 4 * x.image.Bounds().Dx() * x.image.Bounds().Dy()
	}
	if x.fresh != nil {
		n += len(x.fresh.Pix)
	}
	return n
}

func (x *pictured) release() {
	if x.image != nil {
		x.image.Deallocate()
		x.image = nil
	}
}
