package engine

// Locale returns the user's language in the form "zh-TW".
func Locale() string {
	if v := window.Get("navigator").Get("language"); v.Truthy() {
		return v.String()
	}
	return ""
}

var lightWished = window.Call("matchMedia", "(prefers-color-scheme: light)")

// Dark reports whether the browser asks for dark pages.
func Dark() bool {
	return !lightWished.Get("matches").Bool()
}

func refreshDark() {}
