package uitest

import (
	"fmt"
	"strings"

	"lobby/client/ui"
)

// Illegible returns what of a frame's text can't be read: lines that are cut off at
// the side, that stand where another line stands, that are taller than the area
// they are clipped to (unless that is at the end of the window), and labels of buttons and tabs that were shortened. Lines
// that something opaque was drawn over since do not count, nor those that are
// scrolled half out of sight.
func Illegible(out ui.Output, w, h float32) []string {
	var found []string
	report := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	window := ui.Rect{W: w, H: h}
	var seen []int // the commands of the lines that are in sight
	for i := range out.List {
		cmd := &out.List[i]
		if cmd.Kind != ui.CmdText {
			continue
		}
		clip := cmd.Clip.Intersect(window)
		shown := cmd.Rect.Intersect(clip)
		if shown.Empty() {
			continue
		}
		if cmd.Rect.X < clip.X-tolerance || cmd.Rect.Right() > clip.Right()+tolerance {
			report("%q at %s is cut off at the side by %s", cmd.Text, rect(cmd.Rect), rect(clip))
		}
		if cmd.Rect.H > clip.H+tolerance && clip.Bottom() < h {
			report("%q at %s is taller than %s", cmd.Text, rect(cmd.Rect), rect(clip))
		}
		for _, j := range seen {
			other := &out.List[j]
			both := other.Rect.Intersect(other.Clip).Intersect(shown)
			if both.W > tolerance && both.H > tolerance && !covered(out.List[j+1:i], both) {
				report("%q at %s stands in %q at %s", cmd.Text, rect(cmd.Rect), other.Text, rect(other.Rect))
			}
		}
		seen = append(seen, i)
	}
	return append(found, shortened(out)...)
}

// tolerance is how far lines may touch, in logical pixels: less than can be seen.
const tolerance = 0.75

// covered reports whether one of the commands hides all of an area.
func covered(list ui.DrawList, area ui.Rect) bool {
	for i := range list {
		cmd := &list[i]
		r := cmd.Rect.Intersect(cmd.Clip)
		if cmd.Kind == ui.CmdRect && cmd.Color.A == 0xff && r.Intersect(area) == area {
			return true
		}
	}
	return false
}

// shortened returns the labels of buttons and tabs that had no room.
func shortened(out ui.Output) []string {
	var found []string
	for _, n := range out.Nodes {
		if n.Role != ui.RoleButton && n.Role != ui.RoleTab || strings.HasSuffix(n.Label, "…") {
			continue
		}
		for i := range out.List {
			cmd := &out.List[i]
			if cmd.Kind == ui.CmdText && n.Rect.Contains(Center(cmd.Rect)) && strings.HasSuffix(cmd.Text, "…") &&
				strings.HasPrefix(n.Label, strings.TrimSuffix(cmd.Text, "…")) {
				found = append(found, fmt.Sprintf("the label %q has room for %q in %s", n.Label, cmd.Text, rect(n.Rect)))
			}
		}
	}
	return found
}
