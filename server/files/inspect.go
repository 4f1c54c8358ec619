package files

import (
	"bytes"
	"crypto/sha256"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrSpoiled means that a spool does not hold what its note stands for.
var ErrSpoiled = errors.New("its bytes are not those that were on the disk at its last checkpoint")

// Kept is what of a spool is on the disk for certain. It is for looking after a
// folder of spools from outside, also while a server uses it: what lies behind
// Held may change, and the whole spool may go.
type Kept struct {
	File string // path of the bytes
	Held int64

	note note
}

// NoteFile is the path of the note beside the bytes.
func (k Kept) NoteFile() string { return k.File + noteSuffix }

// Note is the note's content.
func (k Kept) Note() ([]byte, error) { return json.Marshal(k.note) }

// Inspect lists the spools in a folder of which something is kept, and tells of
// the notes that can't be read. A folder that is not there has none.
func Inspect(dir string, damage func(path string, reason error)) ([]Kept, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the folder for files: %w", err)
	}
	var all []Kept
	for _, e := range entries {
		seq, ok := spoolSeq(e.Name())
		if !ok || strings.HasSuffix(e.Name(), noteSuffix) || strings.HasSuffix(e.Name(), tempSuffix) {
			continue
		}
		k := Kept{File: filepath.Join(dir, fmt.Sprint(seq))}
		if k.note, err = readNote(k.NoteFile()); err != nil {
			damage(k.NoteFile(), err)
			continue
		}
		if k.Held = k.note.Held; k.Held > 0 {
			all = append(all, k)
		}
	}
	return all, nil
}

// Stale reports whether the spool is another by now, or gone.
func (k Kept) Stale() bool {
	now, err := readNote(k.NoteFile())
	return err != nil || now.Held < k.note.Held || now.Held == k.note.Held && !bytes.Equal(now.Hash, k.note.Hash)
}

// Copy writes as many bytes as are kept, whatever it finds. The error is
// ErrSpoiled when there are fewer, which zeros make up for, or others.
func (k Kept) Copy(to io.Writer) error {
	hash := sha256.New()
	n, err := k.copy(io.MultiWriter(to, hash))
	if err != nil {
		return fmt.Errorf("copy a spool: %w", err)
	}
	if n < k.Held {
		if _, err := io.CopyN(to, zeros{}, k.Held-n); err != nil {
			return fmt.Errorf("copy a spool: %w", err)
		}
		return fmt.Errorf("%w: it has only %d of %d", ErrSpoiled, n, k.Held)
	}
	state, err := hash.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil || !bytes.Equal(state, k.note.Hash) {
		return ErrSpoiled
	}
	return nil
}

// copy writes what there is. A file that is gone has nothing.
func (k Kept) copy(to io.Writer) (int64, error) {
	f, err := os.Open(k.File)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return io.Copy(to, io.LimitReader(f, k.Held))
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// IsSpool tells whether a file of this name is a spool's bytes or note.
func IsSpool(name string) bool {
	_, ok := spoolSeq(name)
	return ok && !strings.HasSuffix(name, tempSuffix)
}
