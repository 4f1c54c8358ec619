package ui

import (
	"testing"

	"pgregory.net/rapid"
)

func TestScrollList(t *testing.T) {
	tens := func(int) float32 { return 10 }
	mixed := func(i int) float32 { return []float32{30, 0, 10, 50, 20}[i] } // 110 in all
	for _, tt := range []struct {
		name   string
		from   listPlace
		n      int
		view   float32
		height func(int) float32
		delta  float32
		want   listPlace
	}{
		{"empty", listPlace{3, 5}, 0, 40, tens, 10, listPlace{}},
		{"rest at the newest", listPlace{9, 0}, 10, 40, tens, 0, listPlace{9, 0}},
		{"within a row", listPlace{9, 0}, 10, 40, tens, 4, listPlace{9, 4}},
		{"over rows", listPlace{9, 4}, 10, 40, tens, 27, listPlace{6, 1}},
		{"back", listPlace{6, 1}, 10, 40, tens, -27, listPlace{9, 4}},
		{"not beyond the newest", listPlace{8, 4}, 10, 40, tens, -1000, listPlace{9, 0}},
		{"not beyond the oldest", listPlace{9, 0}, 10, 40, tens, 1000, listPlace{3, 0}},
		{"oldest, in part of a row", listPlace{9, 0}, 10, 45, tens, 1000, listPlace{4, 5}},
		{"a few rows stand at the bottom", listPlace{0, 0}, 3, 40, tens, 0, listPlace{2, 0}},
		{"and do not scroll", listPlace{2, 0}, 3, 40, tens, 25, listPlace{2, 0}},
		{"exactly full", listPlace{3, 0}, 4, 40, tens, 1, listPlace{3, 0}},
		{"index of a longer list", listPlace{20, 0}, 10, 40, tens, 0, listPlace{9, 0}},
		{"a row is taller than the area", listPlace{3, 0}, 5, 40, mixed, 5, listPlace{3, 5}},
		{"rows without height are passed", listPlace{2, 0}, 5, 20, mixed, 12, listPlace{0, 2}},
		{"from the oldest down", listPlace{0, 0}, 5, 40, mixed, 0, listPlace{2, 0}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := scrollList(tt.from, tt.n, tt.view, tt.height, tt.delta); got != tt.want {
				t.Errorf("%+v by %v is %+v, want %+v", tt.from, tt.delta, got, tt.want)
			}
		})
	}
}

// TestScrollListByModel compares with a list that knows all its heights.
func TestScrollListByModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		heights := rapid.SliceOfN(rapid.IntRange(0, 60), 1, 30).Draw(t, "heights")
		view := rapid.IntRange(1, 200).Draw(t, "view")
		total := 0
		for _, h := range heights {
			total += h
		}
		height := func(i int) float32 { return float32(heights[i]) }
		p := listPlace{index: len(heights) - 1}
		below := 0 // what is under the bottom edge
		for _, delta := range rapid.SliceOf(rapid.IntRange(-300, 300)).Draw(t, "deltas") {
			p = scrollList(p, len(heights), float32(view), height, float32(delta))
			below = max(0, min(below+delta, total-view))
			got := p.offset
			for i := p.index + 1; i < len(heights); i++ {
				got += height(i)
			}
			if got != float32(below) {
				t.Fatalf("after %d, %v is below %+v, want %d", delta, got, p, below)
			}
			if p.offset < 0 || p.offset > 0 && p.offset >= height(p.index) {
				t.Fatalf("%+v is not in its row", p)
			}
		}
	})
}
