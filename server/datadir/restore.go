package datadir

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"lobby/server/admin"
	"lobby/server/durable"
	"lobby/server/files"
	"lobby/server/identity"
	"lobby/server/ledger"
)

// Restore unpacks a backup into a new folder, or an empty one, checks it, and
// returns when it is on the disk. It works beside the folder and gives it its
// name at the end, so that a backup that is not whole leaves nothing behind. One
// of a damaged folder is unpacked as it is, and what is damaged told.
func Restore(ctx context.Context, file, to string, tell func(Finding)) (r Report, err error) {
	f, err := os.Open(file)
	if err != nil {
		return r, fmt.Errorf("read the backup: %w", err)
	}
	defer f.Close()
	if err := needEmpty(to); err != nil {
		return r, err
	}
	to = filepath.Clean(to)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return r, err
	}
	aside, err := os.MkdirTemp(filepath.Dir(to), "."+filepath.Base(to)+"-")
	if err != nil {
		return r, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(aside))
		}
	}()
	named := func(f Finding) {
		f.File = to + strings.TrimPrefix(f.File, aside)
		tell(f)
	}
	if r, err = unpackAside(ctx, f, aside, named); err != nil {
		return r, fmt.Errorf("restore the backup %s: %w", file, err)
	}
	if err := os.Remove(to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return r, fmt.Errorf("put the restored folder in the place of %s, which is empty: %w; choose a new folder", to, err)
	}
	if err := os.Rename(aside, to); err != nil {
		return r, fmt.Errorf("give the restored folder its name: %w", err)
	}
	return r, durable.SyncDir(filepath.Dir(to))
}

// unpackAside unpacks a backup into an empty folder and checks it.
func unpackAside(ctx context.Context, from io.Reader, dir string, tell func(Finding)) (Report, error) {
	inside := []string{filepath.Join(dir, logFolder), filepath.Join(dir, filesFolder)}
	for _, d := range inside {
		if err := os.Mkdir(d, 0o700); err != nil {
			return Report{}, err
		}
	}
	switch err := unpack(from, dir); {
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, io.EOF):
		return Report{}, errors.New("it is no file that backup wrote")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return Report{}, errors.New("it is cut off")
	case err != nil:
		return Report{}, err
	}
	for _, d := range append(inside, dir) {
		if err := durable.SyncDir(d); err != nil {
			return Report{}, err
		}
	}
	v, err := Look(ctx, dir)
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
	switch dir {
	case "":
		return base == identity.FileName || base == admin.AccountsFile
	case logFolder + "/":
		return ledger.IsPart(base)
	case filesFolder + "/":
		return files.IsSpool(base)
	}
	return false
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
