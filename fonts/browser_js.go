package fonts

import _ "embed"

var (
	//go:embed core.otf
	core []byte
	//go:embed core-bold.otf
	coreBold []byte
)

// Core returns the small face that the browser starts with: ASCII, Latin 1, kana,
// frequent Chinese characters and every character of the interface's sentences.
// The caller must not change the bytes.
func Core() []byte { return core }

// CoreBold returns [Core]'s characters in bold.
func CoreBold() []byte { return coreBold }
