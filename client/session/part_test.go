//go:build !js

package session

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lobby/shared/wire"
)

// Names from the network are names: whatever they hold, the file lands in the
// folder.
func TestHostileNames(t *testing.T) {
	dir := t.TempDir()
	s := New(Config{Downloads: dir})
	for _, name := range []string{"../../x", "/etc/passwd", `..\..\x`, "con", strings.Repeat("長", 10_000), "a\x00b", "\u202egpj.exe", "..", ""} {
		p := s.newPart(7, wire.File{Name: name}, "")
		if filepath.Dir(p.path) != dir || filepath.Dir(filepath.Join(p.dir, p.name)) != dir || len(filepath.Base(p.path)) > 255 {
			t.Errorf("%.20q: %+v", name, p)
		}
		if err := os.WriteFile(p.path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if path, err := p.land(); err != nil || filepath.Dir(path) != dir {
			t.Errorf("%.20q lands at %s: %v", name, path, err)
		}
	}
}
