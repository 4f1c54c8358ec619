package view

import (
	"fmt"
	"testing"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/client/ui/uitest"
)

// behind returns the colour that a list has painted at a point.
func behind(list ui.DrawList, p ui.Point) ui.Color {
	paint := ui.Hex(0)
	for i := range list {
		cmd := &list[i]
		if cmd.Kind != ui.CmdRect || !cmd.Rect.Contains(p) || !cmd.Clip.Contains(p) {
			continue
		}
		fill := cmd.Color
		if cmd.Color2.A > 0 {
			fill = ui.Mix(cmd.Color, cmd.Color2, uint8(255*(p.Y-cmd.Rect.Y)/cmd.Rect.H))
		}
		paint = ui.Mix(paint, fill.Alpha(0xff), fill.A)
	}
	return paint
}

// Every text that is drawn stands out from what is really painted behind it, in
// both themes, whatever is open, pointed at or selected.
func TestContrastOfWhatIsDrawn(t *testing.T) {
	const least = 4.5
	for _, theme := range []string{model.ThemeDark, model.ThemeLight} {
		for _, scene := range scenes {
			for _, w := range []float32{1280, 390} {
				r := newRig(t, w, 800)
				r.happen(model.Started{Settings: model.Settings{Theme: theme, Server: "class.example:7070"}})
				scene.play(r)
				pairs := map[string]bool{}
				check := func() {
					for i := range r.Out.List {
						cmd := &r.Out.List[i]
						if cmd.Kind != ui.CmdText || cmd.Rect.Intersect(cmd.Clip).Empty() {
							continue
						}
						back := behind(r.Out.List[:i], uitest.Center(cmd.Rect.Intersect(cmd.Clip)))
						pair := fmt.Sprint(cmd.Color, back)
						if c := uitest.Contrast(cmd.Color, back); c < least && !pairs[pair] {
							pairs[pair] = true
							t.Errorf("%s, %s: %q in %v on %v has a contrast of %.2f", theme, scene.name, cmd.Text, cmd.Color, back, c)
						}
					}
				}
				check()
				for _, n := range r.Out.Nodes {
					if n.Role == ui.RoleButton || n.Role == ui.RoleOption || n.Role == ui.RoleTab || n.Role == ui.RoleRow || n.Role == ui.RoleLink {
						r.Move(uitest.Center(n.Rect))
						check()
					}
				}
			}
		}
	}
}
