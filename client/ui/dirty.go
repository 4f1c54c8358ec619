package ui

// Dirty returns the smallest area found outside of which two frames look the same;
// empty means that they are the same everywhere. The area reaches a pixel beyond
// edges that are not on whole pixels.
func Dirty(old, new DrawList, bounds Rect) Rect {
	for len(old) > 0 && len(new) > 0 && old[0] == new[0] {
		old, new = old[1:], new[1:]
	}
	for len(old) > 0 && len(new) > 0 && old[len(old)-1] == new[len(new)-1] {
		old, new = old[:len(old)-1], new[:len(new)-1]
	}
	var area Rect
	for i := range old {
		area = area.Union(old[i].bounds().Intersect(bounds))
	}
	for i := range new {
		area = area.Union(new[i].bounds().Intersect(bounds))
	}
	return area
}

// bounds returns an area outside of which cmd draws nothing.
func (cmd *Cmd) bounds() Rect {
	r := cmd.Rect
	switch cmd.Kind {
	case CmdText: // strokes of a glyph may leave its advance and line
		r = r.Inset(-cmd.Font.Size / 2)
	case CmdShadow:
		r = r.Inset(-cmd.Blur)
	case CmdIcon:
		r = r.Inset(-cmd.Border)
	}
	return r.Inset(-1).Intersect(cmd.Clip)
}
