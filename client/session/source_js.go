package session

import (
	"context"
	"errors"
	"io"
	"slices"
	"syscall/js"
	"time"

	"lobby/client/model"
	"lobby/shared/wire"
)

// readPiece is how much of a file is brought into the program at a time, in bytes.
// Between two pieces the browser can draw: hashing and encrypting one takes some
// 4 ms.
const readPiece = 128 << 10

// examineFile looks at a File, or at a folder, that the user has chosen.
func examineFile(ctx context.Context, handle string) (model.LocalFile, error) {
	file, err := chosen(handle)
	if err != nil {
		return model.LocalFile{}, fileFailure(err)
	}
	if isFolder(file) {
		return examineFolder(ctx, handle)
	}
	return model.LocalFile{
		Path: handle, Name: wire.CleanFileName(file.Get("name").String()), Size: sizeOf(file), Modified: modified(file),
		Mime: plainType(file.Get("type").String()),
	}, nil
}

// ownName is what a person calls the file with a handle.
func ownName(handle string) string {
	file, err := chosen(handle)
	if err != nil {
		return ""
	}
	if isFolder(file) {
		return folderName(file)
	}
	return file.Get("name").String()
}

func sizeOf(file js.Value) int64 { return int64(file.Get("size").Float()) }

func modified(file js.Value) time.Time {
	return time.UnixMilli(int64(file.Get("lastModified").Float()))
}

// carriedOn is what can still be carried by a page that was loaded again. The
// files that were offered have to be chosen once more. One whose offer was not
// stored is forgotten, and so is what was fetched in part: it can be accepted
// again.
func carriedOn(cargos []model.Cargo) []model.Cargo {
	for i := range cargos {
		c := &cargos[i]
		c.Sends = slices.DeleteFunc(c.Sends, func(f model.LocalFile) bool { return f.Offer == 0 })
		for j := range c.Sends {
			c.Sends[j].Path = ""
		}
		c.Kept = nil
		c.Fetches = slices.DeleteFunc(c.Fetches, func(f model.Fetch) bool { return f.Path == "" })
	}
	return cargos
}

// chosenFile is a File that is read piece by piece.
type chosenFile struct {
	file  js.Value
	was   model.LocalFile
	at    int64  // of what was read into buf
	piece []byte // of buf, not taken yet
	buf   []byte
}

func openSource(ctx context.Context, file model.LocalFile) (source, error) {
	v, err := chosen(file.Path)
	if err != nil {
		return nil, &failure{problem: model.Problem{Code: model.CodeGone, Detail: err.Error()}, cause: err}
	}
	if isFolder(v) {
		return openFolder(ctx, file)
	}
	return newChosenFile(v, file), nil
}

func newChosenFile(v js.Value, was model.LocalFile) *chosenFile {
	return &chosenFile{file: v, was: was, buf: make([]byte, min(readPiece, was.Size))}
}

func (f *chosenFile) Read(p []byte) (int, error) {
	if len(f.piece) == 0 {
		if err := f.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, f.piece)
	f.piece = f.piece[n:]
	return n, nil
}

func (f *chosenFile) skip(_ context.Context, n int64) error {
	f.at = n
	return nil
}

// next reads the next piece. A browser refuses to read a file that was written to
// or deleted since it was chosen.
func (f *chosenFile) next() error {
	n := min(int64(len(f.buf)), sizeOf(f.file)-f.at)
	if n <= 0 {
		return io.EOF
	}
	buffer, err := await(f.file.Call("slice", f.at, f.at+n).Call("arrayBuffer"))
	var e pageError
	if errors.As(err, &e) && (e.name == "NotReadableError" || e.name == "NotFoundError") {
		return errors.Join(errChanged, err)
	}
	if err != nil {
		return err
	}
	f.piece = f.buf[:js.CopyBytesToGo(f.buf[:n], js.Global().Get("Uint8Array").New(buffer))]
	f.at += n
	return nil
}

// check compares what browsers keep in step with the disk, if they do.
func (f *chosenFile) check(context.Context) error {
	if sizeOf(f.file) != f.was.Size || !modified(f.file).Equal(f.was.Modified) {
		return changed()
	}
	return nil
}

func (f *chosenFile) Close() error { return nil }
