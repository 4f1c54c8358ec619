package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// readAhead is how much of a segment is read at once while all of it is
// checked. It is much more than a line.
const readAhead = 1 << 20

var (
	errTorn = errors.New("the line has no end")
	errLong = fmt.Errorf("the line is longer than the %d bytes that an event can have", maxLine)
)

// lines reads the lines of a segment in order.
type lines struct {
	file   io.ReaderAt
	size   int64 // where reading ends
	buf    []byte
	rest   []byte // of buf, not handed out yet
	offset int64  // of rest in the file
}

func newLines(f io.ReaderAt, size int64) *lines {
	return &lines{file: f, size: size, buf: make([]byte, min(size, readAhead))}
}

// next returns the next line without its newline, valid until the next call,
// and its offset. At the end of the file the error is io.EOF, or errTorn if the
// file does not end with a newline; errLong is a line beyond maxLine.
func (l *lines) next() ([]byte, int64, error) {
	for {
		if i := bytes.IndexByte(l.rest, '\n'); i >= 0 {
			line, at := l.rest[:i], l.offset
			if len(line) > maxLine {
				return nil, at, errLong
			}
			l.rest = l.rest[i+1:]
			l.offset += int64(i + 1)
			return line, at, nil
		}
		read := l.offset + int64(len(l.rest)) // up to here
		switch {
		case read == l.size && len(l.rest) == 0:
			return nil, l.offset, io.EOF
		case read == l.size:
			return nil, l.offset, errTorn
		case len(l.rest) > maxLine:
			return nil, l.offset, errLong
		}
		if err := l.fill(read); err != nil {
			return nil, l.offset, err
		}
	}
}

// skip passes over the line that next could not return.
func (l *lines) skip() error {
	for {
		if i := bytes.IndexByte(l.rest, '\n'); i >= 0 {
			l.rest = l.rest[i+1:]
			l.offset += int64(i + 1)
			return nil
		}
		l.offset += int64(len(l.rest))
		l.rest = nil
		if l.offset == l.size {
			return nil
		}
		if err := l.fill(l.offset); err != nil {
			return err
		}
	}
}

// fill reads more behind what is left.
func (l *lines) fill(at int64) error {
	kept := copy(l.buf, l.rest)
	want := l.buf[kept:min(int64(len(l.buf)), int64(kept)+l.size-at)]
	n, err := l.file.ReadAt(want, at)
	if n < len(want) {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF // the file was of that size a moment ago
		}
		return err
	}
	l.rest = l.buf[:kept+n]
	return nil
}
