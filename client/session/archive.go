package session

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"math"
	"unicode/utf8"
)

// What a zip archive consists of beside names and contents, in bytes, as
// APPNOTE.TXT 6.3.10 has it.
const (
	zipHeader      = 30 // in front of a file
	zipDescriptor  = 16 // behind it, with its CRC-32 and sizes
	zipDescriptor8 = 24 // the same where a size needs 8 bytes
	zipEntry       = 46 // in the list at the end
	zipLarge       = 28 // added to that where a size or place needs 8 bytes
	zipEnd         = 22
	zipEnd8        = 56 + 20 // added where a count, size or place needs more
	zipTime        = 9       // extended timestamp, 0x5455, added to both
)

// archiveSize is how long the folder's archive becomes, in bytes. It can be told
// beforehand because nothing is compressed: what is large is so already as a rule
// (pictures, films, archives), and so the archive needs no room on the disk, and is
// the same each time that it is made.
func (l *listing) archiveSize() int64 {
	at, end := int64(0), int64(0)
	for _, e := range l.entries {
		named := int64(len(e.name)) + zipTime
		end += zipEntry + named
		if e.size >= math.MaxUint32 || at >= math.MaxUint32 {
			end += zipLarge
		}
		at += zipHeader + named + e.size
		switch {
		case e.isFolder():
		case e.size >= math.MaxUint32:
			at += zipDescriptor8
		default:
			at += zipDescriptor
		}
	}
	if len(l.entries) >= math.MaxUint16 || end >= math.MaxUint32 || at >= math.MaxUint32 {
		end += zipEnd8
	}
	return at + end + zipEnd
}

func (e entry) isFolder() bool { return e.name[len(e.name)-1] == '/' }

// header is an entry's in the archive.
func (e entry) header() *zip.FileHeader {
	h := &zip.FileHeader{Name: e.name, Method: zip.Store, Modified: e.modified, NonUTF8: !utf8.ValidString(e.name)}
	if e.isFolder() {
		h.SetMode(fs.ModeDir | 0o755)
	} else {
		h.SetMode(0o644)
	}
	return h
}

// archive makes a zip archive as it is read.
type archive struct {
	out  *io.PipeReader
	made chan struct{} // closed when nothing makes it any more
}

func newArchive(l *listing) *archive {
	out, in := io.Pipe()
	a := &archive{out: out, made: make(chan struct{})}
	go func() {
		defer close(a.made)
		in.CloseWithError(l.writeArchive(in))
	}()
	return a
}

func (a *archive) Read(p []byte) (int, error) { return a.out.Read(p) }

// Close ends the making and waits for that.
func (a *archive) Close() error {
	a.out.Close()
	<-a.made
	return nil
}

// writeArchive says errChanged where a file is not as it was listed.
func (l *listing) writeArchive(to io.Writer) error {
	w := zip.NewWriter(to)
	for _, e := range l.entries {
		if err := addEntry(w, e); err != nil {
			return err
		}
	}
	return w.Close()
}

func addEntry(w *zip.Writer, e entry) error {
	out, err := w.CreateHeader(e.header())
	if err != nil || e.isFolder() {
		return err
	}
	f, err := openEntry(e)
	if err != nil {
		return err
	}
	defer f.Close()
	// WriteTo would have it copied 32 KiB at a time.
	n, err := io.CopyBuffer(out, struct{ io.Reader }{io.LimitReader(f, e.size)}, make([]byte, min(archivePiece, e.size+1)))
	if err == nil && n < e.size {
		err = fmt.Errorf("%s has become shorter: %w", e.name, errChanged)
	}
	return err
}

// archivePiece is how much of a file is read at a time, in bytes.
const archivePiece = 256 << 10
