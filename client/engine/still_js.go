package engine

// Still reports whether the browser asks for less motion.
func Still() bool {
	return window.Call("matchMedia", "(prefers-reduced-motion: reduce)").Get("matches").Bool()
}

func refreshStill() {}
