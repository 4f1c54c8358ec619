//go:build !js

package fonts

import _ "embed"

var (
	//go:embed regular.otf
	regular []byte
	//go:embed bold.otf
	bold []byte
	//go:embed latin.ttf
	latin []byte
	//go:embed latin-bold.ttf
	latinBold []byte
	//go:embed emoji.ttf
	emoji []byte
)

// Regular returns the main face: Latin 1, kana, Bopomofo, Hangul, all of the CJK
// Unified Ideographs block (so both Big5 levels and both JIS X 0208 levels) in
// their Traditional Chinese shapes, and the symbols that go with them. The caller
// must not change the bytes, here and in the functions below.
func Regular() []byte { return regular }

// Bold returns the bold face, which has no Hangul and only the common ideographs:
// Big5 level 1 and JIS level 1.
func Bold() []byte { return bold }

// Latin returns the letters of Latin, Greek and Cyrillic, and the symbols, that
// the main face lacks.
func Latin() []byte { return latin }

// LatinBold returns the letters of [Latin] in bold.
func LatinBold() []byte { return latinBold }

// Emoji returns the colour emoji of Unicode 15.1 as 68 x 64 pixel bitmaps, with
// skin tones, flags, keycaps and joined sequences.
func Emoji() []byte { return emoji }

// Data returns the bytes of a file that [Fetched] names, nil for another name.
func Data(file string) []byte {
	switch file {
	case FileRegular:
		return regular
	case FileBold:
		return bold
	case FileLatin:
		return latin
	case FileLatinBold:
		return latinBold
	case FileEmoji:
		return emoji
	}
	return nil
}
