package view

import (
	"slices"
	"testing"

	"lobby/client/model"
	"lobby/client/ui"
)

func TestFuzzy(t *testing.T) {
	names := []string{"大廳", "怡君", "Mei", "佐藤", "Alexander", "Linh Đỗ", "Mei-Lin Chen", "陳志明", "Ａｌｅｘ"}
	for _, c := range []struct {
		typed string
		want  []string // the best first
	}{
		{"", names},
		{"怡", []string{"怡君"}},
		{"志明", []string{"陳志明"}},
		{"陳明", nil}, // Chinese is found by parts, without gaps
		{"mei", []string{"Mei", "Mei-Lin Chen"}},
		{"lin", []string{"Linh Đỗ", "Mei-Lin Chen"}},
		{"mlc", []string{"Mei-Lin Chen"}},
		{"chen mei", []string{"Mei-Lin Chen"}},
		{"ALEX", []string{"Ａｌｅｘ", "Alexander"}},
		{"xq", nil},
	} {
		type result struct {
			name  string
			score int
		}
		var all []result
		for _, n := range names {
			if score, ok := fuzzy(c.typed, n); ok {
				all = append(all, result{n, score})
			}
		}
		slices.SortStableFunc(all, func(a, b result) int { return b.score - a.score })
		var got []string
		for _, r := range all {
			got = append(got, r.name)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q finds %q, want %q", c.typed, got, c.want)
		}
	}
}

// options are those of the switcher, which stand after the list's.
func (r *rig) found() []string {
	dialog := r.Find(ui.RoleDialog, "搜尋或切換").Rect
	var out []string
	for _, n := range r.All(ui.RoleOption, "") {
		if n.Rect.Intersect(dialog) == n.Rect {
			out = append(out, n.Label)
		}
	}
	return out
}

func TestSwitcher(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.happen(model.Received{Message: whisper(1, 4)})
	r.Press(ui.KeyK, ui.Command)
	if got, want := r.found(), []string{"佐藤", "大廳", "Mei", "怡君"}; !slices.Equal(got, want) {
		t.Fatalf("offers %q, want %q: what is new first", got, want)
	}
	r.Type("怡")
	if got := r.found(); !slices.Equal(got, []string{"怡君"}) {
		t.Fatalf("怡 finds %q", got)
	}
	r.Press(ui.KeyEnter)
	if got := r.heading(); got != "怡君" || r.Has(ui.RoleDialog, "搜尋或切換") {
		t.Errorf("Enter shows %q", got)
	}
	if got := r.Focused().Label; got != "訊息" {
		t.Errorf("the focus is on %q", got)
	}

	r.Click(ui.RoleButton, "搜尋或切換") // what looks like a field opens it too
	r.Press(ui.KeyDown)
	r.Press(ui.KeyDown)
	r.Press(ui.KeyUp)
	r.Press(ui.KeyEnter)
	if got := r.heading(); got != "# 大廳" {
		t.Errorf("Down and Enter show %q", got)
	}

	r.Press(ui.KeyK, ui.Command)
	r.Type("沒有這個人")
	r.Press(ui.KeyEnter)
	r.Find(ui.RoleStatus, "找不到「沒有這個人」")
	r.Press(ui.KeyEscape)
	if r.Has(ui.RoleDialog, "搜尋或切換") || r.heading() != "# 大廳" {
		t.Error("Escape does not close the switcher")
	}

	r.Press(ui.KeyK, ui.Command)
	r.Type("mei")
	r.ClickAt(ui.Point{X: r.Find(ui.RoleDialog, "搜尋或切換").Rect.X + 60, Y: r.Find(ui.RoleDialog, "搜尋或切換").Rect.Y + 90}, 1)
	if got := r.heading(); got != "Mei" {
		t.Errorf("a click shows %q", got)
	}
}
