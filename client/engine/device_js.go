package engine

// Device names this device to its owner, among the others.
func Device() string { return browserName(window.Get("navigator").Get("userAgent").String()) }
