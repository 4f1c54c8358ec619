package engine

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"

	"lobby/client/ui"
)

var (
	black = ui.Hex(0)
	white = ui.Hex(0xffffff)
	red   = ui.Hex(0xff0000)
)

// picture is what a draw list looks like.
type picture struct {
	*image.RGBA
	t *testing.T
}

func (p picture) is(x, y int, c ui.Color) {
	p.t.Helper()
	if got := p.RGBAAt(x, y); got != (color.RGBA{c.R, c.G, c.B, c.A}) {
		p.t.Errorf("pixel %d, %d is %v, want %v", x, y, got, c)
	}
}

// outside fails for pixels beyond area that are not c.
func (p picture) outside(area image.Rectangle, c ui.Color) {
	p.t.Helper()
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			if !image.Pt(x, y).In(area) && p.RGBAAt(x, y) != (color.RGBA{c.R, c.G, c.B, c.A}) {
				p.t.Errorf("pixel %d, %d outside %v is %v", x, y, area, p.RGBAAt(x, y))
				return
			}
		}
	}
}

// ink returns the area of pixels that are not c.
func (p picture) ink(c ui.Color) image.Rectangle {
	var area image.Rectangle
	for y := range p.Rect.Dy() {
		for x := range p.Rect.Dx() {
			if p.RGBAAt(x, y) != (color.RGBA{c.R, c.G, c.B, c.A}) {
				area = area.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return area
}

func read(t *testing.T, img *ebiten.Image) picture {
	p := picture{image.NewRGBA(img.Bounds()), t}
	img.ReadPixels(p.Pix)
	return p
}

const side = 120 // of a picture, logical pixels

var all = ui.Rect{W: side, H: side}

func fill(r ui.Rect, c ui.Color) ui.Cmd {
	return ui.Cmd{Kind: ui.CmdRect, Rect: r, Clip: all, Color: c}
}

func words(x, baseline float32, f ui.Font, c ui.Color, s string) ui.Cmd {
	ascent, descent := theText().Metrics(f)
	return ui.Cmd{
		Kind: ui.CmdText, Font: f, Text: s, Color: c, Clip: all, Baseline: ascent,
		Rect: ui.Rect{X: x, Y: baseline - ascent, W: theText().Advance(f, s), H: ascent + descent},
	}
}

// canvas returns a square image that is, like the screen, no part of a larger
// texture: its place there would show in how colours are rounded.
func canvas(size int) *ebiten.Image {
	return ebiten.NewImageWithOptions(image.Rect(0, 0, size, size), &ebiten.NewImageOptions{Unmanaged: true})
}

// draw paints a list on black.
func draw(t *testing.T, scale float64, cmds ...ui.Cmd) picture {
	t.Helper()
	needScreen(t)
	img := canvas(int(side * scale))
	defer img.Deallocate()
	p := painter{text: at(scale)}
	p.paint(img, append(ui.DrawList{fill(all, black)}, cmds...), img.Bounds())
	return read(t, img)
}

func TestCornersAreRound(t *testing.T) {
	for _, scale := range []float64{1, 1.5, 2} {
		p := draw(t, scale, ui.Cmd{Kind: ui.CmdRect, Rect: ui.Rect{X: 20, Y: 20, W: 60, H: 40}, Clip: all, Color: white, Radius: 12})
		s := snap(scale)
		box := s.edges(ui.Rect{X: 20, Y: 20, W: 60, H: 40})
		p.outside(box, black)
		mid := box.Min.Add(box.Size().Div(2))
		for _, at := range []image.Point{mid, {mid.X, box.Min.Y}, {mid.X, box.Max.Y - 1}, {box.Min.X, mid.Y}, {box.Max.X - 1, mid.Y}} {
			p.is(at.X, at.Y, white)
		}
		soft := 0
		for y := range 12 {
			for x := range 12 {
				corner := p.RGBAAt(box.Min.X+x, box.Min.Y+y)
				if corner.R > 0 && corner.R < 255 {
					soft++
				}
				if other := p.RGBAAt(box.Max.X-1-x, box.Max.Y-1-y); other != corner {
					t.Errorf("scale %v: the corners differ at %d, %d: %v and %v", scale, x, y, corner, other)
				}
			}
		}
		p.is(box.Min.X, box.Min.Y, black)
		if soft < 8 {
			t.Errorf("scale %v: only %d pixels of the corner are smooth", scale, soft)
		}
	}
}

func TestBordersAreCrisp(t *testing.T) {
	for _, test := range []struct {
		scale float64
		width int
	}{{1, 1}, {1.25, 1}, {1.5, 2}, {2, 2}, {3, 3}} {
		for _, radius := range []float32{0, 10} {
			p := draw(t, test.scale, ui.Cmd{
				Kind: ui.CmdRect, Rect: ui.Rect{X: 20, Y: 20, W: 60, H: 40}, Clip: all, Radius: radius,
				Color: white, Border: 1, BorderColor: red,
			})
			box := snap(test.scale).edges(ui.Rect{X: 20, Y: 20, W: 60, H: 40})
			mid := box.Min.Add(box.Size().Div(2))
			p.is(mid.X, box.Min.Y-1, black)
			p.is(box.Min.X-1, mid.Y, black)
			for i := range test.width {
				p.is(mid.X, box.Min.Y+i, red)
				p.is(mid.X, box.Max.Y-1-i, red)
				p.is(box.Min.X+i, mid.Y, red)
				p.is(box.Max.X-1-i, mid.Y, red)
			}
			p.is(mid.X, box.Min.Y+test.width, white)
			p.is(box.Min.X+test.width, mid.Y, white)
		}
	}
}

// The smooth edge of a border shows the border and what is around it, and
// nothing of the fill inside.
func TestFillStaysInsideItsBorder(t *testing.T) {
	box := ui.Rect{X: 20, Y: 20, W: 60, H: 40}
	plain := draw(t, 1, ui.Cmd{Kind: ui.CmdRect, Rect: box, Clip: all, Radius: 12, Color: white})
	bordered := draw(t, 1, ui.Cmd{Kind: ui.CmdRect, Rect: box, Clip: all, Radius: 12, Color: white, Border: 2, BorderColor: black})
	for y := range side {
		for x := range side {
			if edge := plain.RGBAAt(x, y).R; edge > 0 && edge < 255 {
				bordered.is(x, y, black)
			}
		}
	}
}

func TestHairlinesAreCrispWhereverTheyLie(t *testing.T) {
	for _, y := range []float32{30, 30.3, 30.5, 30.8} {
		p := draw(t, 1, fill(ui.Rect{Y: y, W: side, H: 1}, white))
		rows := 0
		for row := range side {
			switch p.RGBAAt(5, row).R {
			case 255:
				rows++
			case 0:
			default:
				t.Errorf("at %v row %d is blurred", y, row)
			}
		}
		if rows != 1 {
			t.Errorf("at %v the line is %d pixels high", y, rows)
		}
	}
}

func TestClip(t *testing.T) {
	clip := ui.Rect{X: 30, Y: 30, W: 50, H: 50}
	for name, cmd := range map[string]ui.Cmd{
		"rectangle": {Kind: ui.CmdRect, Rect: all.Inset(5), Color: white, Radius: 9, Border: 3, BorderColor: red},
		"large":     {Kind: ui.CmdRect, Rect: all, Color: white},
		"shadow":    {Kind: ui.CmdShadow, Rect: all.Inset(20), Color: white, Blur: 20},
		"icon":      {Kind: ui.CmdIcon, Rect: all, Icon: ui.IconGear, Color: white, Border: 6},
		"text":      words(0, 60, ui.Font{Size: 40}, white, "漢字漢字"),
	} {
		cmd.Clip = clip
		for _, scale := range []float64{1, 2, 3} {
			p := draw(t, scale, cmd)
			p.outside(snap(scale).edges(clip), black)
			if p.ink(black).Empty() {
				t.Errorf("%s at scale %v: nothing is drawn", name, scale)
			}
		}
	}
}

func TestShadowFadesOut(t *testing.T) {
	r := ui.Rect{X: 40, Y: 40, W: 40, H: 40}
	p := draw(t, 1, ui.Cmd{Kind: ui.CmdShadow, Rect: r, Clip: all, Color: white, Radius: 8, Blur: 20})
	p.outside(image.Rect(20, 20, 100, 100), black)
	last := uint8(255)
	for y := 60; y >= 20; y-- {
		now := p.RGBAAt(60, y).R
		if now > last {
			t.Errorf("the shadow grows at %d: %d after %d", y, now, last)
		}
		last = now
	}
	if edge := p.RGBAAt(60, 40).R; edge < 100 || edge > 155 {
		t.Errorf("at the edge the shadow is %d, not half", edge)
	}
}

func TestGradient(t *testing.T) {
	p := draw(t, 1, ui.Cmd{Kind: ui.CmdRect, Rect: all, Clip: all, Color: white, Color2: ui.Hex(0x101010)})
	top, bottom := p.RGBAAt(60, 0), p.RGBAAt(60, side-1)
	if top.R < 253 || bottom.R > 0x12 {
		t.Errorf("it runs from %v to %v", top, bottom)
	}
	// Cut by a clip, it shows a part of itself and not all of it squeezed.
	half := ui.Cmd{Kind: ui.CmdRect, Rect: all, Clip: ui.Rect{W: side, H: side / 2}, Color: white, Color2: ui.Hex(0x101010)}
	if got := draw(t, 1, half).RGBAAt(60, side/2-1); got != p.RGBAAt(60, side/2-1) {
		t.Errorf("cut in half, it is %v at the cut instead of %v", got, p.RGBAAt(60, side/2-1))
	}
}

func TestTextStandsOnItsBaseline(t *testing.T) {
	for _, scale := range []float64{1, 1.5, 2} {
		p := draw(t, scale, words(10, 60, ui.Font{Size: 32}, white, "H"))
		if got := p.ink(black).Max.Y; got != int(60*scale) {
			t.Errorf("scale %v: the foot is at %d", scale, got)
		}
	}
}

func TestTextIsAsWideAsMeasured(t *testing.T) {
	for _, scale := range []float64{1, 1.25, 2} {
		for _, s := range []string{"口口口口", "口🎉口口"} {
			at(scale)
			f := ui.Font{Size: 20}
			p := draw(t, scale, words(10, 60, f, white, s))
			ink := p.ink(black)
			end := (10 + theText().Advance(f, s)) * float32(scale)
			if gap := end - float32(ink.Max.X); gap < 0 || gap > 4*float32(scale) {
				t.Errorf("scale %v: %q ends at %d, measured %v", scale, s, ink.Max.X, end)
			}
		}
	}
}

// No character of the languages that the program speaks shows as the box for a
// missing glyph, in either weight.
func TestNoEmptyBoxes(t *testing.T) {
	needScreen(t)
	for _, weight := range []ui.Weight{ui.Regular, ui.Bold} {
		f := ui.Font{Weight: weight, Size: 40}
		box := draw(t, 1, words(20, 80, f, white, "\U000e1234")) // nobody has this
		for _, s := range []string{"好", "龘", "あ", "ㄅ", "한", "é", "Ω", "Ж", "—", "…", "🎉", "❤️", "👍🏽", "1️⃣", "🇹🇼"} {
			p := draw(t, 1, words(20, 80, f, white, s))
			if p.ink(black).Empty() {
				t.Errorf("%s shows as nothing", s)
			}
			if bytes.Equal(p.Pix, box.Pix) {
				t.Errorf("%s shows as an empty box", s)
			}
		}
	}
}

func TestEmojiKeepTheirColours(t *testing.T) {
	p := draw(t, 1, words(20, 80, ui.Font{Size: 40}, white, "❤️"))
	reddish := 0
	for i := 0; i < len(p.Pix); i += 4 {
		if p.Pix[i] > 150 && p.Pix[i+1] < 100 && p.Pix[i+2] < 100 {
			reddish++
		}
	}
	if reddish < 100 {
		t.Errorf("the heart has %d red pixels", reddish)
	}
}

// scenery returns a list like a busy frame, different for each seed.
func scenery(r *rand.Rand) ui.DrawList {
	list := ui.DrawList{fill(all, ui.Hex(0x14161b))}
	colour := func() ui.Color {
		return ui.Color{R: uint8(r.UintN(256)), G: uint8(r.UintN(256)), B: uint8(r.UintN(256)), A: uint8(55 + r.UintN(201))}
	}
	for range 30 {
		area := ui.Rect{X: r.Float32() * side, Y: r.Float32() * side, W: r.Float32() * 60, H: r.Float32() * 60}
		cmd := ui.Cmd{Rect: area, Clip: all, Color: colour()}
		if r.UintN(3) == 0 {
			cmd.Clip = ui.Rect{X: r.Float32() * 60, Y: r.Float32() * 60, W: 60, H: 60}
		}
		switch r.UintN(7) {
		case 0:
			cmd.Kind, cmd.Blur, cmd.Radius = ui.CmdShadow, r.Float32()*20, r.Float32()*10
		case 1:
			cmd.Kind, cmd.Icon, cmd.Border = ui.CmdIcon, ui.IconPlus+ui.Icon(r.UintN(12)), 1+r.Float32()
		case 2:
			clip := cmd.Clip
			cmd = words(area.X, area.Y, ui.Font{Weight: ui.Weight(r.UintN(2)), Size: 10 + r.Float32()*10}, cmd.Color, "漢字 mixed 🎉")
			cmd.Clip = clip
		case 3:
			cmd.Color2 = colour()
		case 4:
			cmd.Border, cmd.BorderColor = 1+r.Float32()*2, colour()
		case 5:
			cmd.Kind, cmd.Picture = ui.CmdPicture, ui.Picture{ID: paintedID, Version: 1}
		}
		if r.UintN(2) == 0 {
			cmd.Radius = r.Float32() * 20
		}
		list = append(list, cmd)
	}
	return list
}

func TestPaintingAPartEqualsPaintingAll(t *testing.T) {
	needScreen(t)
	for _, scale := range []float64{1, 1.25, 2} {
		at(scale)
		s := snap(scale)
		size := int(side * scale)
		part, whole := canvas(size), canvas(size)
		p, _ := painted(checked(64, 48), all)
		for seed := range uint64(25) {
			r := rand.New(rand.NewPCG(seed, 1))
			before := scenery(r)
			after := slices.Clone(before)
			for range 3 {
				i := 1 + r.IntN(len(after)-1)
				after[i].Rect = after[i].Rect.Offset(r.Float32()*9, r.Float32()*9)
				after[i].Color.A = uint8(r.UintN(256))
			}
			p.paint(part, before, part.Bounds())
			dirty := ui.Dirty(before, after, all)
			p.paint(part, after, s.around(dirty))
			p.paint(whole, after, whole.Bounds())
			got, want := read(t, part), read(t, whole)
			if !bytes.Equal(got.Pix, want.Pix) {
				t.Errorf("scale %v, seed %d: %s", scale, seed, difference(got, want, s.around(dirty)))
			}
		}
		part.Deallocate()
		whole.Deallocate()
	}
}

// A frame that came while another was painted is painted over what there is of that one.
func TestPaintingThatIsEndedLeavesNothing(t *testing.T) {
	needScreen(t)
	at(1)
	over, fresh := canvas(side), canvas(side)
	p, _ := painted(checked(64, 48), all)
	for seed := range uint64(10) {
		r := rand.New(rand.NewPCG(seed, 2))
		ended, list := scenery(r), scenery(r)
		left := r.IntN(len(ended))
		p.pause = func() bool { left--; return left >= 0 }
		if p.paint(over, ended, over.Bounds()) {
			t.Fatalf("seed %d: the painting went on", seed)
		}
		p.pause = nil
		if !p.paint(over, list, over.Bounds()) || !p.paint(fresh, list, fresh.Bounds()) {
			t.Fatalf("seed %d: the painting ended too soon", seed)
		}
		if got, want := read(t, over), read(t, fresh); !bytes.Equal(got.Pix, want.Pix) {
			t.Errorf("seed %d: %s", seed, difference(got, want, over.Bounds()))
		}
	}
	over.Deallocate()
	fresh.Deallocate()
}

func difference(got, want picture, dirty image.Rectangle) string {
	n := 0
	var first image.Point
	for y := range got.Rect.Dy() {
		for x := range got.Rect.Dx() {
			if got.RGBAAt(x, y) != want.RGBAAt(x, y) {
				if n == 0 {
					first = image.Pt(x, y)
				}
				n++
			}
		}
	}
	return fmt.Sprintf("%d pixels differ, the first at %v (%v, not %v); painted was %v", n, first,
		got.RGBAAt(first.X, first.Y), want.RGBAAt(first.X, first.Y), dirty)
}

// BenchmarkPaint paints a full screen of ideographs, as when the log scrolls.
func BenchmarkPaint(b *testing.B) {
	if !onScreen {
		b.Skip("drawing needs a display, and DISPLAY is not set: run under xvfb-run")
	}
	t := at(1)
	f := ui.Font{Size: 15}
	ascent, _ := t.Metrics(f)
	list := ui.DrawList{fill(ui.Rect{W: 1280, H: 800}, black)}
	list[0].Clip = list[0].Rect
	for y := range 36 {
		line := make([]rune, 60)
		for x := range line {
			line[x] = rune(0x4e00 + y*60 + x)
		}
		list = append(list, ui.Cmd{
			Kind: ui.CmdText, Font: f, Text: string(line), Color: white, Clip: list[0].Clip,
			Rect: ui.Rect{X: 20, Y: float32(22 * y), W: 900, H: 22}, Baseline: ascent,
		})
	}
	img := ebiten.NewImage(1280, 800)
	p := painter{text: t}
	for b.Loop() {
		p.paint(img, list, img.Bounds())
	}
}
