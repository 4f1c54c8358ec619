// Package fonts holds the faces that Lobby draws with.
//
// All are cut from Google's Noto families by subset.py (run by `make fonts`) and
// stand under the SIL Open Font License 1.1, whose text lies beside each family's
// name in OFL-*.txt. Sizes: the seven faces together take 15.0 MB.
//
// A native program embeds all but the core faces. The browser embeds only the
// two core faces, in which every sentence of the interface can be shown, and
// fetches those named by [Fetched] while the login form is already usable.
//
// For a line of text the faces are asked in this order: regular (or bold, then
// regular), latin (for bold text latin-bold, then latin), emoji. The text faces
// lack what the emoji face must draw: the joiners U+200D and U+FE0F, and every
// emoji from U+2600 on. A keycap such as 1 U+FE0F U+20E3 begins with a character
// that the text faces have, so whoever picks a face does it per grapheme cluster.
package fonts

// The files of the faces, as the page's server names them.
const (
	FileRegular   = "regular.otf"
	FileBold      = "bold.otf"
	FileLatin     = "latin.ttf"
	FileLatinBold = "latin-bold.ttf"
	FileEmoji     = "emoji.ttf"
)

// Fetched lists the files that the browser fetches after the start, the one that
// a reader misses most first.
func Fetched() []string {
	return []string{FileRegular, FileLatin, FileEmoji, FileBold, FileLatinBold}
}
