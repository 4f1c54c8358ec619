package engine

import (
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
