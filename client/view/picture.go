package view

import (
	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
)

// Sizes of a picture in the log.
const (
	pictureMost  = 312 // height: in a card, a photograph of 4 by 3 is as wide as that
	pictureLeast = 24  // width and height of its place, whatever its shape
	pictureGap   = 12  // below it
)

// previewSide is the longer side of the pixels that a preview is decoded to.
const previewSide = 256

// pictureRadius is that of a picture's corners.
const pictureRadius = 8

// hasPicture reports whether there is a picture to show for an offer. It is so as
// soon as the offer is there, and stays so, for the place of a picture is kept
// whether it has come or not; only a preview that is broken gives it up.
func (a *App) hasPicture(o *model.Offer) bool {
	f := &o.File
	return f.Width > 0 && f.Height > 0 && len(f.Preview) > 0 && !a.broken[o.Seq]
}

// pictureSize is how large a picture is shown in an area: never larger than it is,
// unless it is so small that it could not be clicked.
func pictureSize(f *wire.File, w, h float32) ui.Rect {
	scale := min(1, w/float32(f.Width), h/float32(f.Height))
	side := func(n int) float32 { return max(pictureLeast, float32(int(scale*float32(n)+0.5))) }
	return ui.Rect{W: side(f.Width), H: side(f.Height)}
}

// picturePath is where the whole of a picture is, "" where it is not here.
func picturePath(o *model.Offer) string {
	if t := o.Transfer; t != nil && (t.Upload || t.Status == model.TransferDone) {
		return t.Path
	}
	return ""
}

// picture returns what there is of an offer's picture to fill an area: all of it
// where the file is here and was decoded, else its preview. Purpose tells areas of
// different sizes apart, so that each has pixels of its own.
func (a *App) picture(o *model.Offer, purpose string, w, h float32) (p ui.Picture, whole bool) {
	id := offerID.Num(a.era).Num(o.Seq) // of this era's pixels: a number may come to mean another picture
	path := picturePath(o)
	state := ui.PictureBroken
	if path != "" {
		if p, state = a.ctx.Picture(ui.PictureSource{ID: id.Sub(purpose).Sub(path), Path: path}, w, h); state == ui.PictureReady {
			return p, true
		}
	}
	// The preview is small, and one does for all sizes.
	scale := previewSide / max(w, h)
	p, preview := a.ctx.Picture(ui.PictureSource{ID: id.Sub("preview"), Data: o.File.Preview}, w*scale, h*scale)
	if preview == ui.PictureBroken && state == ui.PictureBroken {
		a.broken[o.Seq], a.changed = true, true
	}
	return p, false
}

// drawPicture draws an offer's picture in its place. A click shows it large.
func (a *App) drawPicture(o *model.Offer, place ui.Rect) {
	c := a.ctx
	id := offerID.Num(o.Seq).Sub("picture")
	resp := c.Interact(id, place, ui.InteractOptions{Focusable: true, Cursor: ui.CursorPointer})
	c.Record(ui.Node{ID: id.Sub("image"), Role: ui.RoleImage, Label: o.File.Name, Rect: place})
	c.Record(ui.Node{ID: id, Role: ui.RoleButton, Label: a.lang.T("picture.show"), Value: o.File.Name, Rect: place, Focused: resp.Focused})
	a.paintPicture(o, "log", place)
	c.FocusRing(id, place, pictureRadius)
	if resp.Clicked {
		a.openViewer(o.Seq)
	}
}

// paintPicture draws what there is of an offer's picture, on the place that is
// kept for it.
func (a *App) paintPicture(o *model.Offer, purpose string, place ui.Rect) {
	if a.ctx.Visible(place) {
		p, whole := a.picture(o, purpose, place.W, place.H)
		if whole && o.Seq == a.viewing {
			a.underViewer = p
		}
		a.ctx.Fill(place, pictureRadius, a.theme.Bg2)
		a.ctx.DrawPicture(place, pictureRadius, p)
	}
}

// middle is the area of a size in the middle of a place, on whole pixels.
func middle(place, size ui.Rect) ui.Rect {
	at := place.Center(size.W, size.H)
	at.X, at.Y = float32(int(at.X)), float32(int(at.Y))
	return at
}
