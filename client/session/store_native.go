//go:build !js

package session

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
)

// folder is a Store of files that only the user can read.
type folder struct{ dir string }

// OpenStore returns the store in a folder, making it if need be. Without a
// folder it is "lobby" in the user's configuration folder.
func OpenStore(dir string) (Store, error) {
	dir = configFolder(dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the configuration folder: %w", err)
	}
	return folder{dir}, nil
}

func configFolder(dir string) string {
	if dir == "" {
		return filepath.Join(xdg.ConfigHome, "lobby")
	}
	return dir
}

// PastedFolder is where files are kept that were made of what the user pasted, in the
// folder that OpenStore opens.
func PastedFolder(dir string) string { return filepath.Join(configFolder(dir), "pasted") }

func (f folder) Load(name string) ([]byte, error) {
	return os.ReadFile(filepath.Join(f.dir, name))
}

// Save writes a new file beside the old one, has it on the disk, and then lets
// it take the old one's name.
func (f folder) Save(name string, data []byte) (err error) {
	temp, err := os.CreateTemp(f.dir, name+".*.tmp") // with mode 0600
	if err != nil {
		return fmt.Errorf("save %s: %w", name, err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("save %s: %w", name, errors.Join(err, removeIfThere(temp.Name())))
		}
	}()
	_, err = temp.Write(data)
	err = errors.Join(err, temp.Sync(), temp.Close())
	if err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), filepath.Join(f.dir, name)); err != nil {
		return err
	}
	return syncFolder(f.dir)
}
