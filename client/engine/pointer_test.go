package engine

import (
	"slices"
	"testing"
	"time"

	"lobby/client/ui"
)

func TestClicks(t *testing.T) {
	type click struct {
		ms     int
		x      float32
		button ui.Button
		want   int
	}
	for _, test := range []struct {
		name   string
		clicks []click
	}{
		{"one to three, then anew", []click{{0, 10, 0, 1}, {200, 10, 0, 2}, {400, 12, 0, 3}, {600, 10, 0, 1}, {700, 10, 0, 2}}},
		{"too slow", []click{{0, 10, 0, 1}, {501, 10, 0, 1}, {1001, 10, 0, 2}}},
		{"too far", []click{{0, 10, 0, 1}, {100, 16, 0, 1}, {200, 21, 0, 2}}},
		{"another button", []click{{0, 10, 0, 1}, {100, 10, ui.ButtonRight, 1}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var c clicks
			start := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
			for i, k := range test.clicks {
				now := start.Add(time.Duration(k.ms) * time.Millisecond)
				if got := c.press(now, ui.Point{X: k.x}, k.button); got != k.want {
					t.Errorf("click %d counts as %d, want %d", i, got, k.want)
				}
			}
		})
	}
}

func TestButton(t *testing.T) {
	down, up := ui.PointerDown, ui.PointerUp
	for _, test := range []struct {
		name              string
		was               bool
		pressed, released bool
		want              []ui.EventKind
		is                bool
	}{
		{"nothing", false, false, false, nil, false},
		{"pressed", false, true, false, []ui.EventKind{down}, true},
		{"released", true, false, true, []ui.EventKind{up}, false},
		{"a short click", false, true, true, []ui.EventKind{down, up}, false},
		{"released and pressed again", true, true, true, []ui.EventKind{up, down}, true},
		{"a release of a press that was elsewhere", false, false, true, nil, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := pointer{}
			p.down[0] = test.was
			p.button(time.Now(), 0, test.pressed, test.released, 0)
			var got []ui.EventKind
			for _, e := range p.events {
				got = append(got, e.Kind)
			}
			if !slices.Equal(got, test.want) || p.down[0] != test.is {
				t.Errorf("got %v, held %v", got, p.down[0])
			}
		})
	}
}
