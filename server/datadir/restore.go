package datadir

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"

	"lobby/server/admin"
	"lobby/server/durable"
	"lobby/server/identity"
	"lobby/server/ledger"
)

// Restore unpacks a backup into a new folder, or an empty one, checks it, and
// returns when it is on the disk. When something is wrong with the backup, what
// was unpacked is left for a repair and the error says so.
func Restore(ctx context.Context, file, to string, tell func(Finding)) (Report, error) {
	f, err := os.Open(file)
	if err != nil {
		return Report{}, fmt.Errorf("read the backup: %w", err)
	}
	defer f.Close()
	if err := needEmpty(to); err != nil {
		return Report{}, err
	}
	if err := os.Mkdir(filepath.Join(to, logFolder), 0o700); err != nil {
		return Report{}, err
	}
	if err := unpack(f, to); err != nil {
		return Report{}, fmt.Errorf("read the backup %s: %w; what was unpacked of it is in %s", file, err, to)
	}
	for _, dir := range []string{filepath.Join(to, logFolder), to, filepath.Dir(filepath.Clean(to))} {
		if err := durable.SyncDir(dir); err != nil {
			return Report{}, err
		}
	}
	v, err := Look(ctx, to)
	if err != nil {
		return Report{}, err
	}
	r, err := Verify(v, tell)
	return r, errors.Join(err, v.Close())
}

func unpack(from io.Reader, to string) error {
	zip, err := gzip.NewReader(from)
	if err != nil {
		return err
	}
	archive := tar.NewReader(zip)
	for {
		head, err := archive.Next()
		if errors.Is(err, io.EOF) {
			// To the end, where the checksum is.
			_, err := io.Copy(io.Discard, zip)
			return err
		}
		if err != nil {
			return err
		}
		// The names come from a file that may not be ours, so that only those
		// which a backup can have become paths.
		if head.Typeflag != tar.TypeReg || !inBackup(head.Name) {
			return fmt.Errorf("it holds %q, which no backup of a server does", head.Name)
		}
		if err := unpackFile(filepath.Join(to, filepath.FromSlash(head.Name)), archive); err != nil {
			return err
		}
	}
}

// inBackup tells whether a backup may have a file of this name.
func inBackup(name string) bool {
	dir, base := path.Split(name)
	return name == identity.FileName || name == admin.AccountsFile || dir == logFolder+"/" && ledger.IsPart(base)
}

func unpackFile(path string, from io.Reader) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, from)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
