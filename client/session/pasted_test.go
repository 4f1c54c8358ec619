//go:build !js

package session

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// What was pasted and never offered is removed at the next start; where it can't be told
// what is still to be sent, nothing is.
func TestPastedFilesAreCleared(t *testing.T) {
	for name, c := range map[string]struct {
		cargo string
		stays bool
	}{
		"never offered": {`[]`, false}, "no cargo": {"", false}, "damaged": {`[{`, true},
	} {
		dir := t.TempDir()
		pasted := filepath.Join(dir, "pasted")
		path := filepath.Join(pasted, "picture.png")
		store := openStore(t, dir)
		err := errors.Join(os.Mkdir(pasted, 0o700), os.WriteFile(path, []byte("pixels"), 0o600))
		if c.cargo != "" {
			err = errors.Join(err, store.Save(cargoFile, []byte(c.cargo)))
		}
		if err != nil {
			t.Fatal(err)
		}
		New(Config{Store: store, Inbox: NewInbox(func() {}), Pasted: pasted}).load("")
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) == c.stays {
			t.Errorf("%s: %v", name, err)
		}
	}
}
