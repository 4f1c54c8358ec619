// Package identity keeps the static key by which clients know a server.
//
// Clients pin the key at their first visit and refuse a server that shows
// another. So it is made once and never replaced: a file that can't be used
// stops the server until its operator has decided what to do.
package identity

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"lobby/server/durable"
	"lobby/shared/secure"
	"lobby/shared/wire"
)

const (
	fileName = "identity.json"
	schema   = 1
	maxBytes = 4096 // of the file; what is written has about 200
)

// ErrNewer means that a version wrote the file which this one does not know.
var ErrNewer = errors.New("a newer Lobby wrote it")

// file is what identity.json holds. The public key follows from the private
// one; it is there for people, and shows when either was damaged.
type file struct {
	Type    string    `json:"type"` // "identity"
	Schema  int       `json:"schema"`
	Private []byte    `json:"private"` // 32 bytes, Curve25519
	Public  []byte    `json:"public"`
	Created wire.Time `json:"created"`
}

// Load returns the key in dir/identity.json. When there is no such file it
// makes a new key, and dir with mode 0700 if need be, and returns when both are
// on the disk. The caller keeps other servers out of dir meanwhile.
//
// A file that is damaged, from a newer version, not a regular file, or open to
// other users of the machine is refused and left as it is.
func Load(dir string) (secure.Key, error) {
	path := filepath.Join(dir, fileName)
	key, err := read(path)
	if errors.Is(err, fs.ErrNotExist) {
		key, err = create(path)
	}
	if err != nil {
		return secure.Key{}, fmt.Errorf("load the server's identity: %w", err)
	}
	return key, nil
}

func read(path string) (secure.Key, error) {
	info, err := os.Stat(path)
	if err != nil {
		return secure.Key{}, err
	}
	if !info.Mode().IsRegular() {
		return secure.Key{}, fmt.Errorf("%s is not a regular file", path)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 && runtime.GOOS != "windows" {
		return secure.Key{}, fmt.Errorf("%s is open to other users (mode %04o); make it private with: chmod 600 %s", path, mode, path)
	}
	f, err := os.Open(path)
	if err != nil {
		return secure.Key{}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err != nil {
		return secure.Key{}, err
	}
	key, err := decode(data)
	if errors.Is(err, ErrNewer) {
		return secure.Key{}, fmt.Errorf("%s can't be used: %w; nothing was changed; start that version, or a newer one", path, err)
	}
	if err != nil {
		return secure.Key{}, fmt.Errorf("%s can't be used: %w; restore it from a backup, "+
			"or move it away to start with a new identity, which clients will warn of", path, err)
	}
	return key, nil
}

func decode(data []byte) (secure.Key, error) {
	if len(data) > maxBytes {
		return secure.Key{}, fmt.Errorf("it has more than %d bytes", maxBytes)
	}
	var f file
	if err := json.Unmarshal(data, &f); err != nil {
		// Without the words of the error, which may quote the file.
		return secure.Key{}, errors.New("it is damaged")
	}
	switch {
	case f.Type != "identity":
		return secure.Key{}, errors.New("it is not an identity")
	case f.Schema > schema:
		return secure.Key{}, fmt.Errorf("%w: it has schema %d, and this one knows those up to %d", ErrNewer, f.Schema, schema)
	case f.Schema != schema || len(f.Private) != 32:
		return secure.Key{}, errors.New("it is damaged")
	}
	key, err := secure.NewKey([32]byte(f.Private))
	if err != nil {
		return secure.Key{}, err
	}
	if !bytes.Equal(key.Public[:], f.Public) {
		return secure.Key{}, errors.New("it is damaged: its two keys don't belong together")
	}
	return key, nil
}

func create(path string) (secure.Key, error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return secure.Key{}, err
	}
	key, err := secure.GenerateKey(rand.Reader)
	if err != nil {
		return secure.Key{}, err
	}
	data, err := json.Marshal(file{
		Type: "identity", Schema: schema,
		Private: key.Private[:], Public: key.Public[:], Created: wire.At(time.Now()),
	})
	if err != nil {
		return secure.Key{}, fmt.Errorf("encode: %w", err)
	}
	// Under another name first: a crash leaves a whole file or none.
	next := path + ".new"
	if err := write(next, append(data, '\n')); err != nil {
		return secure.Key{}, err
	}
	if err := os.Rename(next, path); err != nil {
		return secure.Key{}, err
	}
	return key, durable.SyncDir(dir)
}

func write(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(path) // a private key that nobody uses
	}
	return err
}
