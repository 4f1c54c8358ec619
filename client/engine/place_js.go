package engine

// putWindow and tellPlace have nothing to do: a page is where its browser is.
func putWindow(Place, Options) {}

func (g *game) tellPlace() {}
