package ledger

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"lobby/server/durable"
)

const (
	// idFile has the id of a log, beside its segments. It is in no backup: a log
	// that is restored goes on from where the backup was made, and gives numbers
	// anew that clients know from the log that was backed up.
	idFile = "id"

	idBytes = 26 // what rand.Text makes
)

// ID returns the id of the log in the folder dir, by which clients tell whether the
// numbers that they know are this log's. A log that has none gets one, or one in the
// place of what is none. With an error the id is not kept: the next start has another.
func ID(dir string) (string, error) {
	if id, err := readID(dir); err == nil {
		return id, nil
	}
	id := rand.Text()
	if err := writeID(dir, id); err != nil {
		return id, fmt.Errorf("keep the id of the log: %w", err)
	}
	return id, nil
}

// CopyID gives the log in the folder to the id of that in from, if it has one: for a
// log in which every number means what it meant there.
func CopyID(from, to string) error {
	id, err := readID(from)
	if err != nil {
		return nil // the next start makes one
	}
	return writeID(to, id)
}

var errNoID = errors.New("it holds no id")

func readID(dir string) (string, error) {
	f, err := os.Open(filepath.Join(dir, idFile))
	if err != nil {
		return "", err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, idBytes+2))
	if err != nil {
		return "", err
	}
	if len(data) != idBytes+1 || data[idBytes] != '\n' {
		return "", errNoID
	}
	for _, b := range data[:idBytes] {
		if (b < 'A' || b > 'Z') && (b < '2' || b > '7') { // RFC 4648 base32
			return "", errNoID
		}
	}
	return string(data[:idBytes]), nil
}

// writeID returns when the id is on the disk.
func writeID(dir, id string) error {
	f, err := os.CreateTemp(dir, idFile+"-*") // of mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // unless it has its name
	_, err = f.WriteString(id + "\n")
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), filepath.Join(dir, idFile)); err != nil {
		return err
	}
	return durable.SyncDir(dir)
}
