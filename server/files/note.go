package files

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Names of a spool's files: the bytes under the offer's number, the note beside
// them, and the note while it is written.
const (
	noteSuffix = ".json"
	tempSuffix = ".new"
)

func (s *Store) path(seq uint64) string     { return filepath.Join(s.dir, strconv.FormatUint(seq, 10)) }
func (s *Store) notePath(seq uint64) string { return s.path(seq) + noteSuffix }

// spoolSeq returns the offer that a file in the folder belongs to.
func spoolSeq(name string) (uint64, bool) {
	number := strings.TrimSuffix(strings.TrimSuffix(name, tempSuffix), noteSuffix)
	seq, err := strconv.ParseUint(number, 10, 64)
	return seq, err == nil && strconv.FormatUint(seq, 10) == number
}

// note says what of a spool is on the disk for certain.
type note struct {
	Schema int    `json:"schema"`
	Held   int64  `json:"held"` // bytes
	Hash   []byte `json:"hash"` // state of the SHA-256 after them
}

const noteSchema = 1

func readNote(path string) (note, error) {
	var n note
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return n, nil
	}
	if err != nil {
		return n, fmt.Errorf("read what is known of a spool: %w", err)
	}
	if err := json.Unmarshal(data, &n); err != nil {
		return n, fmt.Errorf("understand %s: %w", path, err)
	}
	if n.Schema != noteSchema {
		return n, fmt.Errorf("%s has the schema %d, and this version knows %d", path, n.Schema, noteSchema)
	}
	return n, nil
}

func (n note) write(path string) (err error) {
	n.Schema = noteSchema
	data, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("encode what is known of a spool: %w", err)
	}
	f, err := os.OpenFile(path+tempSuffix, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(path+tempSuffix, path)
}
