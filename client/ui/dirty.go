package ui

// Dirty returns an area outside of which two frames look the same, kept small;
// empty means that they are the same everywhere. The area reaches a pixel beyond
// edges that may not be on whole pixels.
//
// Commands of the two lists are paired in order where they are equal. Outside the
// bounds of those left over, both lists draw the same commands in the same order,
// so any such pairing is right, and one that pairs more gives less to paint.
func Dirty(old, new DrawList, bounds Rect) Rect {
	for len(old) > 0 && len(new) > 0 && old[0] == new[0] {
		old, new = old[1:], new[1:]
	}
	for len(old) > 0 && len(new) > 0 && old[len(old)-1] == new[len(new)-1] {
		old, new = old[:len(old)-1], new[:len(new)-1]
	}
	var area Rect
	add := func(list DrawList) {
		for i := range list {
			area = area.Union(list[i].bounds().Intersect(bounds))
		}
	}
	for len(old) > 0 && len(new) > 0 && area != bounds {
		skipOld, skipNew := resync(old, new)
		add(old[:skipOld])
		add(new[:skipNew])
		old, new = old[skipOld:], new[skipNew:]
		for len(old) > 0 && len(new) > 0 && old[0] == new[0] {
			old, new = old[1:], new[1:]
		}
	}
	add(old)
	add(new)
	return area
}

// resyncWindow is how many commands that came or went at one place are recognised.
const resyncWindow = 48

// resync returns how many commands of two lists that begin differently to leave
// over before they go on alike: the same number of both where something was
// replaced, or some of one where something came or went.
func resync(old, new DrawList) (skipOld, skipNew int) {
	for k := 1; k <= resyncWindow; k++ {
		switch {
		case k < len(old) && k < len(new) && old[k] == new[k]:
			return k, k
		case k < len(new) && old[0] == new[k]:
			return 0, k
		case k < len(old) && old[k] == new[0]:
			return k, 0
		}
	}
	return 1, 1
}

// bounds returns an area outside of which cmd draws nothing.
func (cmd *Cmd) bounds() Rect {
	r := cmd.Rect
	switch cmd.Kind {
	case CmdText: // glyphs may leave their advance and their line
		r = r.Inset(-cmd.Font.Size / 2)
	case CmdShadow:
		r = r.Inset(-cmd.Blur)
	case CmdIcon:
		r = r.Inset(-cmd.Border)
	}
	return r.Inset(-1).Intersect(cmd.Clip)
}
