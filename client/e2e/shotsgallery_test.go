package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lobby/client/ui"
)

// TestShotsOfGallery takes a picture of every widget in every state, in both themes,
// into the folder that LOBBY_SHOTS names. The window is as tall as half of them.
func TestShotsOfGallery(t *testing.T) {
	folder := os.Getenv("LOBBY_SHOTS")
	if folder == "" {
		t.Skip("takes pictures only into a folder that LOBBY_SHOTS names, as `make shots` does")
	}
	w := newWindow(t, "gallery", 1280, 3400)
	dir := t.TempDir()
	if err := build(dir, "lobby/client/engine/gallery"); err != nil {
		t.Fatal(err)
	}
	w.program = filepath.Join(dir, "gallery")
	w.open()
	s := studio{t: t, folder: folder, screens: []screen{w}}
	for _, theme := range []string{"Dark", "Light"} {
		name := strings.ToLower(theme)
		s.take(name, func(m screen) {
			clickOn(t, m, ui.RoleTab, theme)
			m.press("Home")
		})
		s.take(name+"-end", func(m screen) { m.press("End") })
	}
}
