package ui

// Theme holds the colours, sizes and radii that widgets and views draw with.
type Theme struct {
	Bg0 Color // window
	Bg1 Color // panel
	Bg2 Color // raised, hover, track
	Bg3 Color // input

	Card Color // dialogs and the login form

	Glow Color // light at the top of an empty page, running down into Bg0

	Line Color // hairline

	T1 Color // text
	T2 Color // secondary text
	T3 Color // faint text: times, hints

	Accent   Color // accent, link, focus ring, marker
	OnAccent Color // text on accent
	OK       Color // online, success
	Warn     Color // warning
	Danger   Color // error, destructive
	OnDanger Color // text on danger
	Sel      Color // selected row

	Selection Color // behind selected text, see-through
	Scrim     Color // over everything below a dialog, see-through
	Shade     Color // shadows

	Avatars [7]Color // behind white initials, chosen by hash

	Type   TypeSizes
	Space  Spaces
	Radius Radii
}

// TypeSizes are the sizes of text, in logical pixels per em.
type TypeSizes struct {
	Base, BaseLine float32 // messages and fields, and the height of their lines
	Small          float32 // labels, secondary lines
	Faint          float32 // times, hints
	Control        float32 // buttons, tabs, names of senders
	Title          float32
	Heading        float32
	Brand          float32
}

// Spaces are lengths between and of things, in logical pixels on a grid of 4.
type Spaces struct {
	Grid                      float32
	WindowPadding             float32
	NarrowPadding             float32
	RowHeight                 float32
	ControlHeight             float32
	LargeControlHeight        float32
	HeaderHeight              float32
	SidebarWidth              float32
	Avatar, AvatarSmall       float32
	GapAvatarText             float32
	GroupGap, LineGap         float32
	DialogWidth, LoginWidth   float32
	NarrowBelow               float32 // windows less wide than this have a drawer
	FieldPadding, CaretWidth  float32
	ScrollBar, ScrollBarReach float32 // drawn width, and the wider strip that can be grabbed
}

// Radii are the radii of corners, in logical pixels.
type Radii struct{ Row, Control, Input, Card, Dialog, Avatar, Pill float32 }

var defaultType = TypeSizes{
	Base: 15, BaseLine: 22, Small: 13, Faint: 12, Control: 14, Title: 17, Heading: 18, Brand: 26,
}

var defaultSpace = Spaces{
	Grid: 4, WindowPadding: 20, NarrowPadding: 16, RowHeight: 44, ControlHeight: 36,
	LargeControlHeight: 44, HeaderHeight: 56, SidebarWidth: 272, Avatar: 40, AvatarSmall: 28,
	GapAvatarText: 12, GroupGap: 14, LineGap: 2, DialogWidth: 440, LoginWidth: 400,
	NarrowBelow: 720, FieldPadding: 15, CaretWidth: 2, ScrollBar: 6, ScrollBarReach: 14,
}

var defaultRadius = Radii{Row: 10, Control: 10, Input: 14, Card: 12, Dialog: 18, Avatar: 12, Pill: 10}

var avatarColors = [7]Color{
	Hex(0xc2410c), Hex(0x0f766e), Hex(0x6d28d9), Hex(0xb45309), Hex(0x1d4ed8), Hex(0xbe185d), Hex(0x4d7c0f),
}

// Dark is the theme for dark surroundings.
var Dark = Theme{
	Bg0: Hex(0x14161b), Bg1: Hex(0x1a1d24), Bg2: Hex(0x232832), Bg3: Hex(0x2b313d), Card: Hex(0x1a1d24), Glow: Hex(0x1f232c), Line: Hex(0x323947),
	T1: Hex(0xe9ebf1), T2: Hex(0xaab1bf), T3: Hex(0x8790a0),
	Accent: Hex(0xff8a6b), OnAccent: Hex(0x2a0f08),
	OK: Hex(0x5fcf8f), Warn: Hex(0xf2b84b), Danger: Hex(0xff6b76), OnDanger: Hex(0x2a0f08), Sel: Hex(0x33261f),
	Selection: Hex(0xff8a6b).Alpha(0x48), Scrim: Hex(0x000000).Alpha(0x80), Shade: Hex(0x000000).Alpha(0x66),
	Avatars: avatarColors, Type: defaultType, Space: defaultSpace, Radius: defaultRadius,
}

// Light is the theme for light surroundings.
var Light = Theme{
	Bg0: Hex(0xffffff), Bg1: Hex(0xf6f7f9), Bg2: Hex(0xeceff4), Bg3: Hex(0xffffff), Card: Hex(0xffffff), Glow: Hex(0xf1f3f7), Line: Hex(0xd9dee7),
	T1: Hex(0x1a1e26), T2: Hex(0x515a68), T3: Hex(0x626c7b),
	Accent: Hex(0xb83a20), OnAccent: Hex(0xffffff),
	OK: Hex(0x1c7f4b), Warn: Hex(0x8a5a00), Danger: Hex(0xb3202e), OnDanger: Hex(0xffffff), Sel: Hex(0xfdeae4),
	Selection: Hex(0xb83a20).Alpha(0x38), Scrim: Hex(0x14161b).Alpha(0x80), Shade: Hex(0x14161b).Alpha(0x40),
	Avatars: avatarColors, Type: defaultType, Space: defaultSpace, Radius: defaultRadius,
}

// Mix returns a turned into b by t of 255, alpha included.
func Mix(a, b Color, t uint8) Color {
	mix := func(x, y uint8) uint8 { return uint8((int(x)*(255-int(t)) + int(y)*int(t) + 127) / 255) }
	return Color{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), mix(a.A, b.A)}
}
