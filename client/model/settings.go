package model

import "slices"

// Settings are the user's choices that survive a restart. Changes go through the
// intents that are named like them and a login.
type Settings struct {
	Language string `json:"language"`            // "zh-TW", "en", "ja"; "" is the system's
	Theme    string `json:"theme"`               // ThemeSystem, ThemeLight or ThemeDark
	TextSize int    `json:"text_size,omitempty"` // one of TextSizes, in percent; 0 is 100
	Motion   string `json:"motion,omitempty"`    // MotionSystem, MotionLess or MotionFull
	Quiet    bool   `json:"quiet,omitempty"`     // no notifications outside of the window
	HideText bool   `json:"hide_text,omitempty"` // notifications say who wrote and not what
	Silent   bool   `json:"silent,omitempty"`    // a new message makes no sound
	Muted    []Mute `json:"muted,omitempty"`
	Server   string `json:"server"`         // of the last login
	Name     string `json:"name"`           // of the last login
	Conv     string `json:"conv,omitempty"` // that was shown last, there
}

// Mute is a conversation whose messages are not told of outside of the window.
type Mute struct {
	Server string `json:"server"`
	Conv   string `json:"conv"`
}

// TextSizes are the sizes to choose from, in percent.
var TextSizes = []int{80, 90, 100, 110, 125, 150, 175, 200}

// Percent returns the size of text, whatever was stored.
func (s *Settings) Percent() int {
	if slices.Contains(TextSizes, s.TextSize) {
		return s.TextSize
	}
	return 100
}

// Values of Settings.Theme.
const (
	ThemeSystem = "system"
	ThemeLight  = "light"
	ThemeDark   = "dark"
)

// Values of Settings.Motion.
const (
	MotionSystem = ""     // as the system has it
	MotionLess   = "less" // nothing moves by itself
	MotionFull   = "full"
)
