//go:build !js

package session

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"os"
	"path/filepath"
	"slices"

	"lobby/client/model"
	"lobby/shared/wire"
)

// examineFile looks at the file that a path leads to.
func examineFile(ctx context.Context, path string) (model.LocalFile, error) {
	if path == "" { // which Abs would take for the folder that the program runs in
		return model.LocalFile{}, fileFailure(fs.ErrNotExist)
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return model.LocalFile{}, fileFailure(err)
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return model.LocalFile{}, fileFailure(err)
	case info.IsDir():
		return examineFolder(ctx, path)
	case !info.Mode().IsRegular():
		return model.LocalFile{}, fileFailure(fmt.Errorf("%s is no file", path))
	}
	if err := readable(path); err != nil {
		return model.LocalFile{}, fileFailure(err)
	}
	name := wire.CleanFileName(filepath.Base(path))
	return model.LocalFile{
		Path: path, Name: name, Size: info.Size(), Modified: info.ModTime(),
		Mime: plainType(mime.TypeByExtension(filepath.Ext(name))),
	}, nil
}

// readable tells of a file that can't be read when it is chosen: else only who has
// accepted it would wait for it.
func readable(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return f.Close()
}

// ownName is what a person calls the file that a path leads to.
func ownName(path string) string { return filepath.Base(path) }

// carriedOn is what can still be carried after a restart, which is everything, and
// what was carried and is still there.
func carriedOn(cargos []model.Cargo) []model.Cargo {
	for i := range cargos {
		cargos[i].Kept = slices.DeleteFunc(cargos[i].Kept, func(k model.Kept) bool {
			info, err := os.Stat(k.Path)
			return err != nil || !k.Upload && info.Size() != k.Size
		})
	}
	return cargos
}

// forget removes a file that was made of what the user pasted. Other paths are
// only names.
func (s *Session) forget(path string) {
	if s.cfg.Pasted == "" || filepath.Dir(path) != s.cfg.Pasted {
		return
	}
	if err := removeIfThere(path); err != nil {
		s.cfg.Log.Warn("a pasted file could not be removed", "file", path, "error", err)
	}
}

// diskFile is a source on the disk.
type diskFile struct {
	*os.File
	was model.LocalFile
}

func openSource(ctx context.Context, file model.LocalFile) (source, error) {
	if file.Mark != nil {
		return openFolder(ctx, file)
	}
	f, err := os.Open(file.Path)
	if err != nil {
		return nil, fileFailure(err)
	}
	return diskFile{f, file}, nil
}

func (f diskFile) skip(_ context.Context, n int64) error {
	_, err := f.Seek(n, io.SeekStart)
	return err
}

// check reports a file that has another size or was written to, be it the one
// that was opened or the one that its path leads to by now.
func (f diskFile) check(context.Context) error {
	opened, err := f.Stat()
	if err != nil {
		return fileFailure(err)
	}
	named, err := os.Stat(f.was.Path)
	if err != nil || !os.SameFile(opened, named) {
		return changed()
	}
	if opened.Size() != f.was.Size || !opened.ModTime().Equal(f.was.Modified) {
		return changed()
	}
	return nil
}
