package datadir

import (
	"archive/tar"
	"bytes"
	"errors"
	"os"
	"path"
	"path/filepath"
	"time"

	"lobby/server/files"
)

// filesFolder is the folder of the spools in a data folder.
const filesFolder = "files"

// spools goes through the files that wait to be fetched, as far as they are kept
// for certain. Where a server runs they come and go meanwhile.
func (v *View) spools(note func(Finding), use func(files.Kept) error) error {
	all, err := files.Inspect(filepath.Join(v.Dir, filesFolder), func(path string, reason error) {
		note(Finding{File: path, Reason: reason.Error()})
	})
	if err != nil {
		return err
	}
	for _, k := range all {
		err := use(k)
		switch {
		case err == nil:
		case v.Running && k.Stale():
		case errors.Is(err, files.ErrSpoiled):
			note(Finding{File: k.File, Reason: err.Error()})
		default:
			return err
		}
	}
	return nil
}

// archiveSpools writes each spool, and its note after it: without a note a spool
// counts for nothing, so that one that has changed meanwhile harms nobody.
func (v *View) archiveSpools(to *tar.Writer, now time.Time) error {
	return v.spools(func(Finding) {}, func(k files.Kept) error {
		if err := addHead(to, path.Join(filesFolder, filepath.Base(k.File)), k.Held, now); err != nil {
			return err
		}
		if err := k.Copy(to); err != nil {
			return err
		}
		line, err := k.Note()
		if err != nil {
			return err
		}
		return addFile(to, path.Join(filesFolder, filepath.Base(k.NoteFile())), int64(len(line)), bytes.NewReader(line), now)
	})
}

// repairSpools copies the spools that are good.
func (v *View) repairSpools(to string, note func(Finding)) error {
	if err := os.Mkdir(to, 0o700); err != nil {
		return err
	}
	return v.spools(note, func(k files.Kept) error {
		file := filepath.Join(to, filepath.Base(k.File))
		if err := copySpool(k, file); err != nil {
			return errors.Join(err, os.Remove(file))
		}
		line, err := k.Note()
		if err != nil {
			return err
		}
		return writeNew(filepath.Join(to, filepath.Base(k.NoteFile())), line)
	})
}

func copySpool(k files.Kept, file string) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err = k.Copy(f); err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
