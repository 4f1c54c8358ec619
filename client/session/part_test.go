//go:build !js

package session

import (
	"bytes"
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"lobby/shared/wire"
)

// Names from the network are names: whatever they hold, the file lands in the
// folder.
func TestHostileNames(t *testing.T) {
	dir := t.TempDir()
	s := New(Config{Downloads: dir})
	for _, name := range []string{"../../x", "/etc/passwd", `..\..\x`, "con", strings.Repeat("長", 10_000), "a\x00b", "\u202egpj.exe", "..", ""} {
		p := s.newPart(7, wire.File{Name: name}, "", false)
		if filepath.Dir(p.path) != dir || filepath.Dir(filepath.Join(p.dir, p.name)) != dir || len(filepath.Base(p.path)) > 255 {
			t.Errorf("%.20q: %+v", name, p)
		}
		if err := os.WriteFile(p.path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if path, err := p.land(t.Context()); err != nil || filepath.Dir(path) != dir {
			t.Errorf("%.20q lands at %s: %v", name, path, err)
		}
	}
}

// Only a place that the user was asked about is taken from another file.
func TestPlaceThatIsTaken(t *testing.T) {
	for fresh, want := range map[bool]string{true: "a (2).txt", false: "a.txt"} {
		dir := t.TempDir()
		place := filepath.Join(dir, "a.txt")
		if err := os.WriteFile(place, []byte("old"), 0o600); err != nil {
			t.Fatal(err)
		}
		p := New(Config{Downloads: t.TempDir()}).newPart(7, wire.File{Name: "b.txt"}, place, fresh)
		if err := os.WriteFile(p.path, []byte("new"), 0o600); err != nil {
			t.Fatal(err)
		}
		if path, err := p.land(t.Context()); err != nil || path != filepath.Join(dir, want) {
			t.Errorf("fresh %v: it lands at %s: %v", fresh, path, err)
		}
	}
}

// A name that a user chose may be as long as the system has it, and the part beside it
// has a longer one.
func TestPlaceWithALongName(t *testing.T) {
	for _, name := range []string{strings.Repeat("長", 85), strings.Repeat("長", 83) + "a.txt", strings.Repeat("a", 251) + ".txt"} {
		place := filepath.Join(t.TempDir(), name)
		for n, fresh := range []bool{true, false, true} {
			p := New(Config{Downloads: t.TempDir()}).newPart(7, wire.File{Name: "b.txt"}, place, fresh)
			if !utf8.ValidString(p.path) {
				t.Errorf("%q is no text", p.path)
			}
			content := []byte{byte(n)}
			if err := os.WriteFile(p.path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			path, err := p.land(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, content) || (path == place) != (n < 2) ||
				filepath.Ext(path) != filepath.Ext(place) || !utf8.ValidString(path) {
				t.Errorf("file %d is at %q: %v, %v", n, path, got, err)
			}
		}
	}
}

// landWhole fetches a file into a folder, as one that was never noted.
func landWhole(t *testing.T, dir, content string) string {
	t.Helper()
	p := New(Config{Downloads: dir}).newPart(7, wire.File{Name: "a.txt"}, "", false)
	if err := p.open(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	path, err := p.land(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Base(path)
}

// A file that has landed and is fetched again, as that was not noted, is one file.
func TestFileThatLandsTwice(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct{ content, want string }{
		{"first", "a.txt"}, {"other", "a (2).txt"}, {"first", "a.txt"}, {"other", "a (2).txt"}, {"longer than others", "a (3).txt"},
	} {
		if got := landWhole(t, dir, c.content); got != c.want {
			t.Errorf("%q lands as %s, not %s", c.content, got, c.want)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 3 {
		t.Errorf("the folder has %v, %v", entries, err)
	}
}

// What is there is read once, and again where the file has another size since.
func TestPartIsReadOnce(t *testing.T) {
	p := New(Config{Downloads: t.TempDir()}).newPart(7, wire.File{Name: "a.txt"}, "", false)
	reopened := func(add, want string) {
		t.Helper()
		if err := p.open(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Write([]byte(add)); err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256([]byte(want)); !bytes.Equal(p.sum(), sum[:]) || p.have() != int64(len(want)) {
			t.Errorf("the hash of %d bytes is not that of %q", p.have(), want)
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
	}
	replace := func(content string) {
		t.Helper()
		if err := os.WriteFile(p.path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	reopened("one ", "one ")
	replace("two ") // as long: that it is not noticed shows that it is not read
	reopened("three", "one three")
	replace("four ")
	reopened("five", "four five")
	if got, err := os.ReadFile(p.path); err != nil || string(got) != "four five" {
		t.Errorf("%q is there: %v", got, err)
	}
}
