package app

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"lobby/shared/secure"
)

// identitySchema is the newest form of identity.json that this program knows.
const identitySchema = 1

// identity is the content of identity.json. Public follows from Private; it is
// there to be read by people, and to tell a damaged file from a good one.
type identity struct {
	Type    string `json:"type"`
	Schema  int    `json:"schema"`
	Private []byte `json:"private"`
	Public  []byte `json:"public"`
}

// loadIdentity reads the server's static key, or makes one where the file does
// not exist. A file that can't be used is left as it is: members' clients have
// pinned the key in it.
func loadIdentity(path string) (secure.Key, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return makeIdentity(path)
	}
	if err != nil {
		return secure.Key{}, fmt.Errorf("read the server's identity: %w", err)
	}
	var id identity
	if err := json.Unmarshal(text, &id); err != nil {
		return secure.Key{}, damagedIdentity(path, err.Error())
	}
	if id.Schema > identitySchema {
		return secure.Key{}, fmt.Errorf("%s has schema %d, and this program knows no newer than %d: use the newer program that wrote it", path, id.Schema, identitySchema)
	}
	if id.Type != "identity" || len(id.Private) != 32 || len(id.Public) != 32 {
		return secure.Key{}, damagedIdentity(path, "it holds no key")
	}
	key, err := secure.NewKey([32]byte(id.Private))
	if err != nil {
		return secure.Key{}, damagedIdentity(path, err.Error())
	}
	if key.Public != [32]byte(id.Public) {
		return secure.Key{}, damagedIdentity(path, "its two halves do not belong together")
	}
	return key, nil
}

func damagedIdentity(path, why string) error {
	return fmt.Errorf("%s is damaged (%s): put it back from a backup, or remove it, and every client will warn that the server's key has changed", path, why)
}

func makeIdentity(path string) (secure.Key, error) {
	key, err := secure.GenerateKey(rand.Reader)
	if err != nil {
		return secure.Key{}, fmt.Errorf("make the server's identity: %w", err)
	}
	text, err := json.Marshal(identity{"identity", identitySchema, key.Private[:], key.Public[:]})
	if err != nil {
		return secure.Key{}, fmt.Errorf("make the server's identity: %w", err)
	}
	if err := writeWhole(path, append(text, '\n')); err != nil {
		return secure.Key{}, fmt.Errorf("write the server's identity: %w", err)
	}
	return key, nil
}

// writeWhole makes a file that is there with all of its text, durably, or not at
// all.
func writeWhole(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // of mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes a new name in a folder durable. Windows can't sync folders.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
