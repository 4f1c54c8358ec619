package ui_test

import (
	"testing"

	"lobby/client/ui"
	"lobby/client/ui/uitest"
)

// over returns what a see-through colour looks like on an opaque one.
func over(top, bottom ui.Color) ui.Color {
	return ui.Mix(bottom, top.Alpha(0xff), top.A)
}

func TestTextCanBeRead(t *testing.T) {
	for name, th := range map[string]*ui.Theme{"dark": &ui.Dark, "light": &ui.Light} {
		type pair struct {
			what     string
			text, on ui.Color
		}
		var pairs []pair
		for _, text := range []pair{{what: "text", text: th.T1}, {what: "secondary", text: th.T2}, {what: "faint", text: th.T3},
			{what: "accent", text: th.Accent}, {what: "warning", text: th.Warn}, {what: "error", text: th.Danger}} {
			for i, on := range []ui.Color{th.Bg0, th.Bg1} {
				pairs = append(pairs, pair{text.what + " on " + []string{"window", "panel"}[i], text.text, on})
			}
		}
		pairs = append(
			pairs,
			pair{"text on raised", th.T1, th.Bg2}, pair{"secondary on raised", th.T2, th.Bg2}, pair{"faint on raised", th.T3, th.Bg2},
			pair{"text on input", th.T1, th.Bg3}, pair{"placeholder on input", th.T2, th.Bg3},
			pair{"text on selected row", th.T1, th.Sel}, pair{"accent on selected row", th.Accent, th.Sel},
			pair{"text on selected text", th.T1, over(th.Selection, th.Bg3)},
			pair{"text on accent", th.OnAccent, th.Accent}, pair{"text on danger", th.OnDanger, th.Danger},
			pair{"text on hovered accent", th.OnAccent, ui.Mix(th.Accent, th.T1, 16)},
			pair{"text on hovered button", th.T1, ui.Mix(th.Bg2, th.T1, 16)},
			pair{"text on pressed button", th.T1, ui.Mix(th.Bg2, th.T1, 34)},
			pair{"text on glow", th.T1, th.Glow},
			pair{"online on panel", th.OK, th.Bg1},
		)
		for _, avatar := range th.Avatars {
			pairs = append(pairs, pair{"initials on avatar", ui.Hex(0xffffff), avatar})
		}
		for _, p := range pairs {
			if got := uitest.Contrast(p.text, p.on); got < 4.5 {
				t.Errorf("%s, %s: contrast %.2f, want 4.5", name, p.what, got)
			}
		}
	}
}
