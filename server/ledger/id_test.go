package ledger

import (
	"os"
	"path/filepath"
	"testing"
)

// A log keeps its id, has another than other logs, and gets a new one where what it
// has is none.
func TestID(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	idOf := func(dir string) string {
		t.Helper()
		id, err := ID(dir)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	first := idOf(dir)
	if again := idOf(dir); again != first {
		t.Errorf("the id was %q and is %q", first, again)
	}
	if err := CopyID(dir, other); err != nil || idOf(other) != first {
		t.Errorf("a copy has the id %q, %v, want %q", idOf(other), err, first)
	}
	for _, none := range []string{"", "short\n", first, first + "\n\n", "k" + first[1:] + "\n"} {
		if err := os.WriteFile(filepath.Join(dir, idFile), []byte(none), 0o600); err != nil {
			t.Fatal(err)
		}
		if id := idOf(dir); id == first || len(id) != idBytes || id != idOf(dir) {
			t.Errorf("in the place of %q the id is %q", none, id)
		}
	}
	if err := CopyID(t.TempDir(), other); err != nil || idOf(other) != first {
		t.Errorf("without an id a copy changed it to %q, %v", idOf(other), err)
	}
}

// An id that can't be kept serves until the next start.
func TestIDWithoutFolder(t *testing.T) {
	if id, err := ID(filepath.Join(t.TempDir(), "none")); err == nil || len(id) != idBytes {
		t.Errorf("the id is %q, %v", id, err)
	}
}
