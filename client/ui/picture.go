package ui

// Picture names pixels that the painter has. The zero value names none, and
// other pixels have another name.
type Picture struct {
	ID      ID
	Version uint32 // grows each time that the file is decoded anew, for another size
}

// PictureSource is the file of a picture: the bytes of a preview, or else the path
// to a file.
type PictureSource struct {
	ID   ID // another file has another one
	Data []byte
	Path string
}

// PictureState says how a picture stands.
type PictureState uint8

// The states of a picture.
const (
	PictureComing PictureState = iota
	PictureReady
	PictureBroken // it can't be decoded, or it is beyond the limits
)

// Pictures has files decoded, away from the loop in which frames are made.
type Pictures interface {
	// Picture returns what to draw to fill an area of w by h logical pixels:
	// the zero Picture until there is something. It is called in every frame
	// that shows the picture, and asks for another frame when the answer
	// changes. What no frame asked for lately may be forgotten.
	Picture(src PictureSource, w, h float32) (Picture, PictureState)
}

// SetPictures says where pictures come from. Without it all are broken.
func (c *Context) SetPictures(p Pictures) { c.pictures = p }

// Picture returns what to draw to fill an area of w by h, see Pictures.
func (c *Context) Picture(src PictureSource, w, h float32) (Picture, PictureState) {
	if c.pictures == nil {
		return Picture{}, PictureBroken
	}
	return c.pictures.Picture(src, w*c.zoom, h*c.zoom)
}

// DrawPicture draws p to fill r, with round corners; the zero Picture draws
// nothing.
func (c *Context) DrawPicture(r Rect, radius float32, p Picture) {
	if p == (Picture{}) {
		return
	}
	c.emit(Cmd{Kind: CmdPicture, Rect: r, Radius: radius, Color: Hex(0xffffff), Picture: p})
}
