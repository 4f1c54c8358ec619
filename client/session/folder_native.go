//go:build !js

package session

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"lobby/shared/wire"
)

// entryPlace is the path of a file or folder.
type entryPlace = string

// listFolder looks through a folder. Links and special files are left out: a link
// leads elsewhere, on the receiver's computer to something else.
// The root may be one, as it was chosen. The looking ends with ctx.
func listFolder(ctx context.Context, root string) (*listing, error) {
	l := &listing{name: filepath.Base(root)}
	top := wire.CleanFileName(l.name)
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
			name += "/" + insideName(filepath.ToSlash(inside))
		}
		if !d.IsDir() && !d.Type().IsRegular() {
			l.left = append(l.left, filepath.ToSlash(inside))
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		e := entry{name: name, place: path, modified: info.ModTime()}
		if d.IsDir() {
			e.name += "/"
		} else {
			if err := readable(path); err != nil {
				return err
			}
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

// openEntry opens a file of a folder, if it is still as it was listed.
func openEntry(e entry) (io.ReadCloser, error) {
	f, err := os.Open(e.place)
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
