package datadir

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"time"

	"lobby/server/admin"
	"lobby/server/identity"
)

// Backup writes a View to a new file, a tar archive compressed by gzip, and
// returns when it is on the disk. The file has mode 0600: who can read it has
// the server's key, and the messages. Files that wait to be fetched are in it
// where they are wanted.
func Backup(v *View, file string, withFiles bool, now time.Time) (err error) {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("make the backup: %w", err)
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			err = errors.Join(err, os.Remove(file)) // half a backup is none
		}
	}()
	zip := gzip.NewWriter(f)
	archive := tar.NewWriter(zip)
	if err := v.archive(archive, withFiles, now); err != nil {
		return fmt.Errorf("make the backup: %w", err)
	}
	if err := errors.Join(archive.Close(), zip.Close()); err != nil {
		return fmt.Errorf("make the backup: %w", err)
	}
	return f.Sync()
}

// archive writes the accounts last: what makes an archive complete is its end.
func (v *View) archive(to *tar.Writer, withFiles bool, now time.Time) error {
	key, err := os.ReadFile(filepath.Join(v.Dir, identity.FileName))
	if err == nil {
		err = addFile(to, identity.FileName, int64(len(key)), bytes.NewReader(key), now)
	}
	if err != nil {
		return err
	}
	for _, part := range v.Log {
		f, err := os.Open(filepath.Join(v.logDir(), part.Name))
		if err != nil {
			return err
		}
		err = addFile(to, path.Join(logFolder, part.Name), part.Size, io.LimitReader(f, part.Size), now)
		if err = errors.Join(err, f.Close()); err != nil {
			return err
		}
	}
	if withFiles {
		if err := v.archiveSpools(to, now); err != nil {
			return err
		}
	}
	if v.Accounts == nil {
		return nil
	}
	return addFile(to, admin.AccountsFile, int64(len(v.Accounts)), bytes.NewReader(v.Accounts), now)
}

func addFile(to *tar.Writer, name string, size int64, from io.Reader, now time.Time) error {
	if err := addHead(to, name, size, now); err != nil {
		return err
	}
	n, err := io.Copy(to, from)
	if err == nil && n != size {
		err = fmt.Errorf("%s has only %d of %d bytes", name, n, size)
	}
	return err
}

func addHead(to *tar.Writer, name string, size int64, now time.Time) error {
	return to.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: now, Format: tar.FormatPAX})
}
