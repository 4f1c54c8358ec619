package secure

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// headerSize is the length in front of every frame, in bytes.
const headerSize = 2

// frameReader cuts a stream into frames. Its buffer grows only as bytes arrive,
// not because a length was announced, and is the smallest again as soon as
// everything that had arrived was taken.
type frameReader struct {
	from       io.Reader
	buf        *buffer
	start, end int   // what was read and not yet taken
	filled     bool  // the last read filled the buffer, so more is waiting
	err        error // of the last read, due when what came with it is taken
}

func newFrameReader(from io.Reader) frameReader {
	return frameReader{from: from, buf: takeBuffer(smallest)}
}

// size returns the length of the next frame's content, if its header has arrived.
func (r *frameReader) size() (int, bool) {
	if r.end-r.start < headerSize {
		return 0, false
	}
	return int(binary.BigEndian.Uint16(r.buf.bytes[r.start:])), true
}

// buffered reports whether the next frame has arrived in full.
func (r *frameReader) buffered() bool {
	size, ok := r.size()
	return ok && r.end-r.start >= headerSize+size
}

// next returns the content of the next frame, valid until the next call. A
// length outside least to most is refused as soon as it is known. The error is
// io.EOF when the stream ended between frames, ErrTruncated inside one.
func (r *frameReader) next(least, most int) ([]byte, error) {
	for {
		size, known := r.size()
		switch {
		case known && size > most:
			return nil, fmt.Errorf("%d bytes where at most %d are allowed: %w", size, most, ErrOversized)
		case known && size < least:
			return nil, fmt.Errorf("%d bytes where at least %d are needed: %w", size, least, ErrUndersized)
		case known && r.buffered():
			content := r.buf.bytes[r.start+headerSize:][:size:size]
			r.start += headerSize + size
			return content, nil
		case errors.Is(r.err, io.EOF) && r.start == r.end:
			return nil, io.EOF
		case errors.Is(r.err, io.EOF):
			return nil, ErrTruncated
		case r.err != nil:
			return nil, r.err
		}
		r.fill()
	}
}

// fill reads once, into a buffer that fits what is to be expected.
func (r *frameReader) fill() {
	waiting := r.buf.bytes[r.start:r.end]
	class := r.buf.class
	switch {
	case r.filled:
		class = min(class+1, largest)
	case len(waiting) == 0:
		class = smallest
	}
	if class == r.buf.class {
		copy(r.buf.bytes, waiting)
	} else {
		old := r.buf
		r.buf = takeBuffer(class)
		copy(r.buf.bytes, waiting)
		old.release()
	}
	r.start, r.end = 0, len(waiting)

	n, err := r.from.Read(r.buf.bytes[r.end:])
	r.end += n
	r.filled = r.end == len(r.buf.bytes)
	r.err = err
}

// release gives the buffer back; the reader is not to be used any more.
func (r *frameReader) release() {
	r.buf.release()
	r.buf = nil
}
