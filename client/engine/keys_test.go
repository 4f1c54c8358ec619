package engine

import (
	"testing"
	"time"

	"lobby/client/ui"
)

func TestRepeat(t *testing.T) {
	start := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	at := func(ms int) time.Time { return start.Add(time.Duration(ms) * time.Millisecond) }
	yes := func(int) bool { return true }

	var r repeater
	if _, ok := r.due(start, yes); ok {
		t.Fatal("a key repeats that nobody pressed")
	}
	r.press(start, press{key: ui.KeyLeft, mods: ui.Shift}, 7)
	for _, step := range []struct {
		ms   int
		want bool
	}{
		{0, false}, {399, false}, {400, true}, {401, false}, {434, true}, {435, false}, {467, true},
		// After a stall one repeat comes, not all that were missed.
		{2000, true}, {2001, false}, {2034, true},
	} {
		k, ok := r.due(at(step.ms), yes)
		if ok != step.want {
			t.Errorf("after %d ms: %v", step.ms, ok)
		}
		if ok && (k.key != ui.KeyLeft || k.mods != ui.Shift || !k.repeat) {
			t.Errorf("after %d ms: %+v", step.ms, k)
		}
	}
	if _, ok := r.due(at(3000), func(code int) bool { return code != 7 }); ok {
		t.Error("a released key repeats")
	}
	if !r.at.IsZero() {
		t.Error("a released key still asks for frames")
	}
}

func TestWanted(t *testing.T) {
	for _, test := range []struct {
		name    string
		key     ui.Key
		mods    ui.Mods
		editing bool
		want    bool
	}{
		{"no key of ours", ui.KeyNone, ui.Command, false, false},
		{"Enter", ui.KeyEnter, 0, true, true},
		{"arrows", ui.KeyLeft, ui.Shift, true, true},
		{"a letter is text", ui.KeyA, 0, true, false},
		{"a capital too", ui.KeyA, ui.Shift, true, false},
		{"a shortcut", ui.KeyA, ui.Command, true, true},
		{"with Alt", ui.KeySlash, ui.Alt, false, true},
		{"a space is text in a field", ui.KeySpace, 0, true, false},
		{"and a key elsewhere", ui.KeySpace, 0, false, true},
		{"function keys", ui.KeyF6, 0, true, true},
	} {
		if got := wanted(test.key, test.mods, test.editing); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}
