package model

// Settings are the user's choices that survive a restart. Changes go through
// SetLanguage, SetTheme and a login.
type Settings struct {
	Language string `json:"language"` // "zh-TW", "en", "ja"; "" is the system's
	Theme    string `json:"theme"`    // ThemeSystem, ThemeLight or ThemeDark
	Server   string `json:"server"`   // of the last login
	Name     string `json:"name"`     // of the last login
}

// Values of Settings.Theme.
const (
	ThemeSystem = "system"
	ThemeLight  = "light"
	ThemeDark   = "dark"
)
