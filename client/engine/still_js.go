package engine

var lessMotionWished = window.Call("matchMedia", "(prefers-reduced-motion: reduce)")

// Still reports whether the browser asks for less motion.
func Still() bool {
	return lessMotionWished.Get("matches").Bool()
}

func refreshStill() {}
