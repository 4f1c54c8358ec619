package ui

// Color is straight (not premultiplied) sRGB with alpha.
type Color struct{ R, G, B, A uint8 }

// Hex returns the opaque colour 0xRRGGBB.
func Hex(rgb uint32) Color {
	return Color{uint8(rgb >> 16), uint8(rgb >> 8), uint8(rgb), 0xff}
}

// Alpha returns c with its alpha replaced.
func (c Color) Alpha(a uint8) Color { c.A = a; return c }

// Weight is how heavy a face is.
type Weight uint8

// The weights there are faces for.
const (
	Regular Weight = iota
	Bold
)

// Font is a face at a size. Fallback between scripts and emoji is the
// Measurer's and the painter's matter.
type Font struct {
	Weight Weight
	Size   float32 // logical pixels per em
}

// Measurer tells how wide text is. Both methods are called many times a frame
// and must be cheap for text they have seen before.
type Measurer interface {
	// Advance returns the width of s set in one line, in logical pixels.
	Advance(f Font, s string) float32
	// Metrics returns the ascent and descent of a line, both positive, in
	// logical pixels; glyphs of fallback faces are taken to fit in.
	Metrics(f Font) (ascent, descent float32)
	// Generation grows when faces were added, so that kept layouts are stale.
	Generation() uint64
}

// CmdKind says what a Cmd draws.
type CmdKind uint8

// The kinds of commands.
const (
	// CmdRect fills Rect with rounded corners of Radius with Color, and draws
	// an inner border of width Border in BorderColor. Where Color2 has an
	// alpha, the fill runs from Color at the top to Color2 at the bottom.
	CmdRect CmdKind = iota
	// CmdText draws Text in Font and Color, its line box's left end at Rect's
	// left and its baseline at Rect.Y + Baseline.
	CmdText
	// CmdShadow draws a soft shadow of Color around Rect with corners of
	// Radius, fading over Blur.
	CmdShadow
	// CmdIcon draws the named Icon into Rect, with Color.
	CmdIcon
	// CmdPicture draws Picture to fill Rect with rounded corners of Radius.
	// What of it has another shape than Rect is cut off on both sides.
	CmdPicture
)

// Icon names a small picture that is drawn from shapes, not from a font.
type Icon uint8

// The icons. Each is drawn to fill a square with strokes of the command's
// Border width.
const (
	IconNone Icon = iota
	IconPlus
	IconMenu
	IconClose
	IconGear
	IconDown
	IconCheck
	IconWarning
	IconLock
	IconSend
	IconEye
	IconEyeOff
	IconClock
	IconBell
	IconBellOff
	IconPause
	IconResume
	IconFolder
	IconFile
	IconUp
)

// Cmd is one thing to draw. Commands are comparable: a frame whose list equals
// the last one need not be painted.
type Cmd struct {
	Kind        CmdKind
	Icon        Icon
	Picture     Picture
	Font        Font
	Rect        Rect
	Clip        Rect // nothing is drawn outside it
	Color       Color
	Color2      Color
	BorderColor Color
	Radius      float32
	Border      float32
	Blur        float32
	Baseline    float32
	Text        string
}

// DrawList is what one frame shows, in the order of painting.
type DrawList []Cmd
