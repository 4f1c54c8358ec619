package engine

// rest has nothing to do: a page's memory never shrinks, and a collection for
// its own sake would only hold up the next frame.
type rest struct{}

func (rest) putOff() {}
