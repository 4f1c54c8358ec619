package ui_test

import (
	"testing"

	"lobby/client/ui"
)

func TestIDsAreStable(t *testing.T) {
	// Browsers and tests may keep ids: they must not change with the program.
	if got, want := ui.NewID("log").Sub("row").Num(7), ui.ID(0xf6a97535d21defd4); got != want {
		t.Errorf("id = %#x, want %#x", got, want)
	}
}

func TestIDsTellChainsApart(t *testing.T) {
	root := ui.NewID("")
	ids := map[ui.ID]string{0: "none"}
	add := func(id ui.ID, name string) {
		t.Helper()
		if other, taken := ids[id]; taken {
			t.Errorf("%s and %s have one id", name, other)
		}
		ids[id] = name
	}
	add(root, "root")
	add(ui.NewID("ab").Sub("c"), "ab/c")
	add(ui.NewID("a").Sub("bc"), "a/bc")
	add(ui.NewID("abc"), "abc")
	add(root.Sub(""), "root/empty")
	add(root.Sub("\x01\x00\x00\x00\x00\x00\x00\x00"), "root/eight bytes")
	for n := range uint64(50_000) {
		add(root.Num(n), "a number")
		add(root.Num(1<<40+n), "a large number")
	}
}
