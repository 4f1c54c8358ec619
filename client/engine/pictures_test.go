package engine

import (
	"errors"
	"image"
	"image/color"
	"testing"
	"testing/synctest"

	"lobby/client/ui"
)

// decoder stands in for the decoding of files: a picture is of one colour, and
// the test says how that goes.
type decoder struct {
	calls []image.Point
	err   error
	gate  chan struct{} // nil: at once
}

func (d *decoder) decode(_ ui.PictureSource, w, h int) (*image.RGBA, error) {
	d.calls = append(d.calls, image.Pt(w, h))
	if d.gate != nil {
		<-d.gate
	}
	if d.err != nil {
		return nil, d.err
	}
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	return img, nil
}

func source(n uint64) ui.PictureSource {
	return ui.PictureSource{ID: ui.NewID("picture").Num(n), Data: []byte{1}}
}

// The tests of what is asked for and kept paint nothing: what was decoded waits.

func TestPictureComesAndIsDecodedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &decoder{}
		p := newPictures(d.decode)
		p.setScale(2)
		if got, state := p.Picture(source(1), 40, 30); state != ui.PictureComing || got != (ui.Picture{}) {
			t.Errorf("at first it is %+v, %v", got, state)
		}
		synctest.Wait()
		first, state := p.Picture(source(1), 40, 30)
		if state != ui.PictureReady || first.ID != source(1).ID || len(d.calls) != 1 || d.calls[0] != image.Pt(80, 60) {
			t.Errorf("then it is %+v, %v, decoded to %v", first, state, d.calls)
		}
		p.sweep()
		p.Picture(source(1), 30, 22.5) // smaller: what there is will do
		if synctest.Wait(); len(d.calls) != 1 {
			t.Errorf("it was decoded to %v", d.calls)
		}
		if again, state := p.Picture(source(1), 60, 45); again != first || state != ui.PictureReady {
			t.Errorf("while it is decoded larger it is %+v, %v", again, state)
		}
		synctest.Wait()
		if larger, _ := p.Picture(source(1), 60, 45); larger == first || d.calls[1] != image.Pt(120, 90) {
			t.Errorf("the larger one is %+v, decoded to %v", larger, d.calls)
		}
		p.Picture(source(1), 45, 45) // of another shape
		if synctest.Wait(); len(d.calls) != 3 {
			t.Errorf("it was decoded to %v", d.calls)
		}
	})
}

func TestBrokenPictureIsNotTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &decoder{err: errors.New("broken")}
		p := newPictures(d.decode)
		for range 3 {
			p.Picture(source(1), 40, 30)
			synctest.Wait()
			p.sweep()
		}
		if _, state := p.Picture(source(1), 400, 300); state != ui.PictureBroken || len(d.calls) != 1 {
			t.Errorf("it is %v after %d attempts", state, len(d.calls))
		}
	})
}

// A log that is scrolled past a thousand pictures decodes what it stops at.
func TestWhatWentOutOfSightIsNotDecoded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &decoder{gate: make(chan struct{})}
		p := newPictures(d.decode)
		for n := range uint64(1000) {
			p.Picture(source(n), 40, 30)
			p.sweep()
			synctest.Wait()
		}
		close(d.gate)
		synctest.Wait()
		if _, state := p.Picture(source(999), 40, 30); state != ui.PictureReady || len(d.calls) != 2 {
			t.Errorf("the last is %v, and %d were decoded", state, len(d.calls))
		}
	})
}

func TestPicturesAreForgottenWhereThereIsNoRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &decoder{}
		p := newPictures(d.decode)
		const each = 4 * 1024 * 1024 // bytes of 1024 by 1024 pixels
		for n := range uint64(40) {
			p.Picture(source(n), 1024, 1024)
			synctest.Wait()
			p.Picture(source(n), 1024, 1024)
			p.sweep()
		}
		total := 0
		for _, x := range p.known {
			total += x.bytes()
		}
		if total > maxPictureBytes+each || total < maxPictureBytes-each {
			t.Errorf("%d bytes are kept", total)
		}
		if p.known[source(39).ID] == nil || p.known[source(0).ID] != nil {
			t.Error("it is not the oldest that was forgotten")
		}
		for n := range uint64(40) { // all in one frame
			p.Picture(source(n), 1024, 1024)
		}
		synctest.Wait()
		for n := range uint64(40) {
			p.Picture(source(n), 1024, 1024)
		}
		if p.sweep(); len(p.known) != 40 {
			t.Errorf("of what is in sight %d are left", len(p.known))
		}
		p.sweep()
		if len(p.known) > 17 {
			t.Errorf("%d are kept that nobody sees", len(p.known))
		}
	})
}

// checked is a picture of w by h whose pixels all differ from their neighbours.
func checked(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{uint8(x * 37), uint8(y * 53), uint8((x ^ y) * 71), 255})
		}
	}
	return img
}

var paintedID = ui.NewID("painted")

// painted makes a painter that has a picture, and the command that draws it.
func painted(img *image.RGBA, r ui.Rect) (painter, ui.Cmd) {
	p := newPictures(nil)
	p.known[paintedID] = &pictured{id: paintedID, fresh: img, grown: 1, done: true}
	return painter{text: theText(), pictures: p}, ui.Cmd{Kind: ui.CmdPicture, Rect: r, Clip: all, Picture: ui.Picture{ID: paintedID, Version: 1}}
}

func TestPictureIsPaintedPixelForPixel(t *testing.T) {
	needScreen(t)
	for _, scale := range []float64{1, 1.5, 2} {
		at(scale)
		r := ui.Rect{X: 20, Y: 10, W: 60, H: 40}
		box := snap(scale).shape(r)
		img := checked(box.Dx(), box.Dy())
		p, cmd := painted(img, r)
		to := canvas(int(side * scale))
		p.paint(to, ui.DrawList{fill(all, black), cmd}, to.Bounds())
		got := read(t, to)
		got.outside(box, black)
		for y := range box.Dy() {
			for x := range box.Dx() {
				if got, want := got.RGBAAt(box.Min.X+x, box.Min.Y+y), img.RGBAAt(x, y); got != want {
					t.Fatalf("scale %v: pixel %d, %d is %v, want %v", scale, x, y, got, want)
				}
			}
		}
		to.Deallocate()
	}
}

func TestPictureIsCutAndRounded(t *testing.T) {
	needScreen(t)
	at(1)
	img := image.NewRGBA(image.Rect(0, 0, 40, 10)) // red, and white at both ends
	for y := range 10 {
		for x := range 40 {
			c := color.RGBA{255, 0, 0, 255}
			if x < 10 || x >= 30 {
				c = color.RGBA{255, 255, 255, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	p, cmd := painted(img, ui.Rect{X: 20, Y: 20, W: 40, H: 40}) // a square: the ends are cut off, too
	cmd.Radius, cmd.Clip = 12, ui.Rect{X: 20, Y: 20, W: 40, H: 30}
	to := canvas(side)
	defer to.Deallocate()
	p.paint(to, ui.DrawList{fill(all, black), cmd}, to.Bounds())
	got := read(t, to)
	got.outside(image.Rect(20, 20, 60, 50), black)
	for _, at := range []image.Point{{40, 35}, {21, 40}, {58, 40}, {40, 20}, {40, 49}} {
		got.is(at.X, at.Y, red)
	}
	got.is(20, 20, black)
	got.is(59, 20, black)
}
