//go:build !js

package session

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"lobby/client/model"
	"lobby/shared/wire"
)

// entry is a file or folder of a folder that is sent.
type entry struct {
	name     string // in the archive: with slashes, and one at the end of a folder's
	path     string
	size     int64 // bytes
	modified time.Time
}

// listing is what a folder holds, in the order of an archive. It is some hundred
// bytes for each file; how large the files are does not matter.
type listing struct {
	entries []entry
	files   int64    // how many of the entries are files
	left    []string // paths in the folder of what is left out
}

// listFolder looks through a folder. Links and special files are left out: a link
// leads elsewhere, on the receiver's computer to something else.
// The root may be one, as it was chosen. The looking ends with ctx.
func listFolder(ctx context.Context, root string) (*listing, error) {
	l := &listing{}
	top := wire.CleanFileName(filepath.Base(root))
	root, err := followLink(root)
	if err != nil {
		return nil, fmt.Errorf("look through the folder: %w", err)
	}
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err := cmp.Or(err, ctx.Err()); err != nil {
			return err
		}
		inside, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name := top
		if inside != "." {
			name += "/" + filepath.ToSlash(inside)
		}
		if !d.IsDir() && !d.Type().IsRegular() {
			l.left = append(l.left, filepath.ToSlash(inside))
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		e := entry{name: name, path: path, modified: info.ModTime()}
		if d.IsDir() {
			e.name += "/"
		} else {
			e.size = info.Size()
			l.files++
		}
		l.entries = append(l.entries, e)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look through the folder: %w", err)
	}
	return l, nil
}

// followLink returns where a link leads, and any other path as it is.
func followLink(path string) (string, error) {
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return path, err
	}
	return filepath.EvalSymlinks(path)
}

// mark is another one as soon as anything was added, removed or written to.
func (l *listing) mark() []byte {
	sum := sha256.New()
	for _, e := range l.entries {
		fmt.Fprintf(sum, "%q", e.name)
		binary.Write(sum, binary.BigEndian, []int64{e.size, e.modified.UnixNano()})
	}
	return sum.Sum(nil)
}

// examineFolder makes of a folder the archive that it is sent as.
func examineFolder(ctx context.Context, path string) (model.LocalFile, error) {
	l, err := listFolder(ctx, path)
	if err != nil {
		return model.LocalFile{}, fileFailure(err)
	}
	return model.LocalFile{
		Path: path, Name: wire.CleanFileName(filepath.Base(path) + ".zip"), Size: l.archiveSize(),
		Mime: "application/zip", Files: l.files, Mark: l.mark(), LeftOut: l.left,
	}, nil
}

// archiveFile is a source that makes a folder's archive while it is read.
type archiveFile struct {
	*archive
	was model.LocalFile
}

func openFolder(ctx context.Context, file model.LocalFile) (source, error) {
	l, err := listFolder(ctx, file.Path)
	if err != nil {
		return nil, fileFailure(err)
	}
	if !bytes.Equal(l.mark(), file.Mark) {
		return nil, changed()
	}
	return &archiveFile{newArchive(l), file}, nil
}

// check looks through the whole folder again.
func (a *archiveFile) check(ctx context.Context) error {
	l, err := listFolder(ctx, a.was.Path)
	if err != nil || !bytes.Equal(l.mark(), a.was.Mark) {
		return changed()
	}
	return nil
}

// openEntry opens a file of a folder, if it is still as it was listed.
func openEntry(e entry) (*os.File, error) {
	f, err := os.Open(e.path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && (!info.Mode().IsRegular() || info.Size() != e.size || !info.ModTime().Equal(e.modified)) {
		err = errChanged
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}
