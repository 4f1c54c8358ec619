package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Torn is a last line that was cut off at start, because it is not whole. A
// write that was interrupted, and never acknowledged, leaves such a line; a disk
// that damages the last line of all can't be told from it, so it is kept.
type Torn struct {
	File   string // the segment
	Line   int    // counted from 1, the header
	Offset int64  // where the segment now ends
	Bytes  int64  // how many were cut off
	Kept   string // the file that now holds them
}

// isTorn tells whether what a file has from offset on can be a write that was
// interrupted: one line of at most maxLine bytes, complete or not, or with
// zeros behind it, which is what some file systems show for blocks that were
// allocated but not written when the power failed.
func isTorn(f io.ReaderAt, offset, size int64) (bool, error) {
	tail := make([]byte, min(size-offset, int64(maxLine)+1))
	if _, err := f.ReadAt(tail, offset); err != nil {
		return false, err
	}
	if i := bytes.IndexByte(tail, '\n'); i >= 0 {
		return offset+int64(i)+1 == size && !holdsLine(tail[:i]), nil
	}
	text := bytes.TrimRight(tail, "\x00")
	if len(text) > maxLine || holdsLine(text) {
		return false, nil
	}
	return onlyZeros(f, offset+int64(len(text)), size)
}

// holdsLine tells whether a sealed line is followed by more on the same line:
// two lines whose newline between them was damaged, not an interrupted write.
func holdsLine(text []byte) bool {
	for end := 0; ; {
		i := bytes.Index(text[end:], []byte(sealEnd))
		if i < 0 {
			return false
		}
		end += i + len(sealEnd)
		if _, ok := body(text[:end]); ok && end < len(text) {
			return true
		}
	}
}

func onlyZeros(f io.ReaderAt, offset, size int64) (bool, error) {
	buf := make([]byte, 64<<10)
	for offset < size {
		n, err := f.ReadAt(buf[:min(int64(len(buf)), size-offset)], offset)
		if n == 0 {
			return false, err
		}
		if len(bytes.Trim(buf[:n], "\x00")) > 0 {
			return false, nil
		}
		offset += int64(n)
	}
	return true, nil
}

// cutTorn copies what s has from offset on to a new file beside it, durably,
// and then cuts it off.
func cutTorn(d disk, dir string, s *segment, line int, offset int64) (*Torn, error) {
	torn := &Torn{File: s.path, Line: line, Offset: offset, Bytes: s.size - offset}
	var err error
	if torn.Kept, err = keepTail(d, dir, s, offset); err != nil {
		return nil, fmt.Errorf("keep the torn last line of %s before cutting it off: %w", s.path, err)
	}
	if err := s.file.Truncate(offset); err != nil {
		return nil, fmt.Errorf("cut the torn last line off %s: %w", s.path, err)
	}
	if err := s.file.Sync(); err != nil {
		return nil, fmt.Errorf("cut the torn last line off %s: %w", s.path, err)
	}
	s.size = offset
	return torn, nil
}

func keepTail(d disk, dir string, s *segment, offset int64) (string, error) {
	path := fmt.Sprintf("%s.%d.torn", s.path, offset)
	f, err := d.open(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	for again := 2; errors.Is(err, fs.ErrExist); again++ { // torn at the same place before
		path = fmt.Sprintf("%s.%d-%d.torn", s.path, offset, again)
		f, err = d.open(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	}
	if err != nil {
		return "", err
	}
	_, err = io.Copy(io.NewOffsetWriter(f, 0), io.NewSectionReader(s.file, offset, s.size-offset))
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return "", errors.Join(err, d.remove(path))
	}
	return path, d.syncDir(dir)
}
