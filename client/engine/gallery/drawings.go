package main

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"

	"lobby/client/ui"
)

// drawings are what is only looked at.
func drawings() []entry {
	drawing := func(name string, w, h float32, draw widget) entry {
		return entry{"Drawings", name, w, h, func() widget { return draw }, nil}
	}
	return []entry{
		drawing("colours", 320, 132, colours),
		drawing("surfaces: fill, box, gradient, shadow", 320, 56, surfaces),
		drawing("text: left, middle, right, cut", 320, 110, alignments),
		drawing("sizes of text", 320, 180, sizes),
		drawing("wrapped text", 320, 136, wrapped),
		drawing("icons", 320, 120, icons),
		drawing("avatars, badges, presence", 320, 32, marks),
		drawing("progress: 0, 40 and 100 %", 320, 40, progress),
		drawing("picture, and one that is broken", 320, 120, pictures()),
	}
}

func colours(c *ui.Context, _ ui.ID, r ui.Rect) {
	th := c.Theme()
	swatches := []struct {
		name  string
		color ui.Color
	}{
		{"Bg0", th.Bg0}, {"Bg1", th.Bg1}, {"Bg2", th.Bg2}, {"Bg3", th.Bg3}, {"Card", th.Card}, {"Line", th.Line}, {"T1", th.T1}, {"T2", th.T2},
		{"T3", th.T3}, {"Accent", th.Accent}, {"OK", th.OK}, {"Warn", th.Warn}, {"Danger", th.Danger}, {"Sel", th.Sel},
	}
	const columns = 7
	f := c.Font(th.Type.Faint)
	var row ui.Rect
	for i, s := range swatches {
		if i%columns == 0 {
			row = r.CutTop(66)
		}
		cell := row.CutLeft(320 / columns)
		c.Box(cell.CutTop(36).Center(36, 36), 8, s.color, 1, th.Line)
		c.TextIn(cell.CutTop(20), f, th.T2, ui.AlignCenter, s.name)
	}
}

func surfaces(c *ui.Context, _ ui.ID, r ui.Rect) {
	th := c.Theme()
	next := func() ui.Rect { return r.CutLeft(80).Center(64, 48) }
	c.Fill(next(), th.Radius.Control, th.Bg2)
	c.Box(next(), th.Radius.Card, th.Card, 1, th.Line)
	c.Gradient(next(), th.Radius.Control, th.Accent, th.Bg0)
	lifted := next()
	c.Shadow(lifted, th.Radius.Control, 12, th.Shade)
	c.Fill(lifted, th.Radius.Control, th.Card)
}

func alignments(c *ui.Context, _ ui.ID, r ui.Rect) {
	th := c.Theme()
	f := c.Font(th.Type.Base)
	c.Box(r, 0, th.Bg1, 1, th.Line)
	r = r.InsetXY(8, 0)
	c.TextIn(r.CutTop(22), f, th.T1, ui.AlignLeft, mixed)
	c.TextIn(r.CutTop(22), f, th.T2, ui.AlignCenter, "置中 centred ぴったり")
	c.TextIn(r.CutTop(22), f, th.T3, ui.AlignRight, "23:59")
	c.TextIn(r.CutTop(22), f, th.T1, ui.AlignLeft, longChinese)
	c.TextIn(r.CutTop(22), f, th.T1, ui.AlignLeft, longWord)
}

func sizes(c *ui.Context, _ ui.ID, r ui.Rect) {
	th := c.Theme()
	for _, s := range []struct {
		name string
		font ui.Font
	}{
		{"Brand", c.BoldFont(th.Type.Brand)}, {"Heading", c.BoldFont(th.Type.Heading)}, {"Title", c.BoldFont(th.Type.Title)},
		{"Base", c.Font(th.Type.Base)}, {"Control", c.BoldFont(th.Type.Control)}, {"Small", c.Font(th.Type.Small)}, {"Faint", c.Font(th.Type.Faint)},
	} {
		height := c.LineHeight(s.font)
		line := r.CutTop(height)
		c.DrawText(line.X, c.Baseline(line, s.font), s.font, th.T1, s.name+" 大廳 あア Ωλ Жд 🎉")
	}
}

func wrapped(c *ui.Context, _ ui.ID, r ui.Rect) {
	th := c.Theme()
	p := c.Passage(c.Font(th.Type.Base), longChinese+" "+mixed+" "+longWord, r.W, th.Type.BaseLine, nil)
	c.PushClip(r)
	c.DrawPassage(p, r, th.T1, th.Accent)
	c.PopClip()
}

func icons(c *ui.Context, _ ui.ID, r ui.Rect) {
	all := []ui.Icon{
		ui.IconPlus, ui.IconMenu, ui.IconClose, ui.IconGear, ui.IconDown, ui.IconCheck, ui.IconWarning, ui.IconLock, ui.IconSend,
		ui.IconEye, ui.IconEyeOff, ui.IconClock, ui.IconBell, ui.IconBellOff, ui.IconPause, ui.IconResume, ui.IconFolder, ui.IconFile, ui.IconUp,
	}
	const columns = 8
	var row ui.Rect
	for i, icon := range all {
		if i%columns == 0 {
			row = r.CutTop(40)
		}
		c.DrawIcon(row.CutLeft(320/columns).Center(20, 20), icon, 1.5, c.Theme().T1)
	}
}

func marks(c *ui.Context, _ ui.ID, r ui.Rect) {
	th := c.Theme()
	for i, name := range [len(th.Avatars)]string{"怡君", "Alex", "佐藤", "志明", "Mei", "ñandú", "Ω"} {
		avatar(c, r.CutLeft(28).Center(28, 28), i, name)
		r.CutLeft(4)
	}
	badge(c, r.CutLeft(20), "1")
	r.CutLeft(4)
	badge(c, r.CutLeft(40), "999+")
	r.CutLeft(4)
	c.Fill(r.CutLeft(12).Center(8, 8), 4, th.OK)
	c.Box(r.CutLeft(12).Center(8, 8), 4, th.Bg0, 1.5, th.T3)
}

func progress(c *ui.Context, _ ui.ID, r ui.Rect) {
	th := c.Theme()
	for _, part := range []float32{0, 0.4, 1} {
		track := r.CutTop(14).Center(r.W, 4)
		c.Fill(track, 2, th.Bg2)
		c.Fill(track.CutLeft(track.W*part), 2, th.Accent)
	}
}

// pictures draws a picture that is decoded, and one that can't be.
func pictures() widget {
	img := image.NewNRGBA(image.Rect(0, 0, 192, 128))
	for y := range 128 {
		for x := range 192 {
			img.SetNRGBA(x, y, color.NRGBA{uint8(x), uint8(2 * y), 160, 255})
		}
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, img, nil); err != nil {
		panic(err) // a buffer takes everything
	}
	id := ui.NewID("picture")
	return func(c *ui.Context, _ ui.ID, r ui.Rect) {
		th := c.Theme()
		for _, src := range []ui.PictureSource{{ID: id.Sub("good"), Data: file.Bytes()}, {ID: id.Sub("bad"), Data: []byte("no picture")}} {
			place := r.CutLeft(150)
			r.CutLeft(12)
			c.Fill(place, 8, th.Bg2)
			p, state := c.Picture(src, place.W, place.H)
			c.DrawPicture(place, 8, p)
			if state == ui.PictureBroken {
				c.DrawIcon(place.Center(24, 24), ui.IconWarning, 1.5, th.T2)
			}
		}
	}
}
