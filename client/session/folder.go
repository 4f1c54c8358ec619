package session

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"time"

	"lobby/client/model"
	"lobby/shared/wire"
)

// entry is a file or folder of a folder that is sent.
type entry struct {
	name     string // in the archive: with slashes, and one at the end of a folder's
	place    entryPlace
	size     int64     // bytes
	modified time.Time // unknownTime for a folder of a page, of which browsers don't tell it
}

// unknownTime is the first day that an archive can name. Programs make of none the
// day before the first of December 1979, or refuse it.
var unknownTime = time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)

// listing is what a folder holds, in the order of an archive. It is some hundred
// bytes for each file; how large the files are does not matter.
type listing struct {
	name    string // of the folder
	entries []entry
	files   int64    // how many of the entries are files
	left    []string // paths in the folder of what is left out
}

// insideName makes a path in a folder, with slashes, one that leads out of no folder
// where it is unpacked: some systems' names have backslashes, which others' programs,
// and some browsers, take for slashes.
func insideName(path string) string {
	parts := strings.Split(strings.ReplaceAll(path, `\`, "_"), "/")
	for i, part := range parts {
		if part == "" || part == "." || part == ".." {
			parts[i] = "_"
		}
	}
	return strings.Join(parts, "/")
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

// examineFolder makes of a folder the archive that it is sent as. Like every path
// here, that of a page's folder is a handle.
func examineFolder(ctx context.Context, path string) (model.LocalFile, error) {
	l, err := listFolder(ctx, path)
	if err != nil {
		return model.LocalFile{}, fileFailure(err)
	}
	return model.LocalFile{
		Path: path, Name: wire.CleanFileName(l.name + ".zip"), Size: l.archiveSize(),
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

// skip makes the beginning all the same: what is behind it depends on it.
func (a *archiveFile) skip(ctx context.Context, n int64) error {
	_, err := io.CopyN(io.Discard, untilDone{ctx, a}, n)
	return err
}

// check looks through the whole folder again.
func (a *archiveFile) check(ctx context.Context) error {
	l, err := listFolder(ctx, a.was.Path)
	if err != nil || !bytes.Equal(l.mark(), a.was.Mark) {
		return changed()
	}
	return nil
}
