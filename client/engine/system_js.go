package engine

// Locale returns the user's language in the form "zh-TW".
func Locale() string {
	if v := window.Get("navigator").Get("language"); v.Truthy() {
		return v.String()
	}
	return ""
}

// Dark reports whether the browser asks for dark pages.
func Dark() bool {
	return !window.Call("matchMedia", "(prefers-color-scheme: light)").Get("matches").Bool()
}

func refreshDark() {}
