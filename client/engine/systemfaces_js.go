package engine

// systemFaces finds nothing: a page does not get at the fonts of the system.
type systemFaces struct{ arrive func(*face) }

func (s *systemFaces) want(rune) {}
