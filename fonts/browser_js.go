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

// CoreBold returns those of [Core]'s characters in bold that the interface itself
// uses; the others are shown in [Core] until the large face has arrived.
func CoreBold() []byte { return coreBold }
