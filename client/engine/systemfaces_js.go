package engine

// systemFaces finds nothing: a page does not get at the fonts of the system, but
// has the browser draw with them.
type systemFaces struct{ arrive func(*face) }

func (s *systemFaces) want(rune) {}
