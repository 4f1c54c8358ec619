package secure

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"testing"
)

// frame returns a frame of so many bytes of content.
func frame(size int) []byte {
	f := binary.BigEndian.AppendUint16(nil, uint16(size))
	return append(f, bytes.Repeat([]byte{'f'}, size)...)
}

// steps gives one of its pieces at each read.
type steps [][]byte

func (s *steps) Read(p []byte) (int, error) {
	if len(*s) == 0 {
		return 0, io.EOF
	}
	n := copy(p, (*s)[0])
	if (*s)[0] = (*s)[0][n:]; len((*s)[0]) == 0 {
		*s = (*s)[1:]
	}
	return n, nil
}

func TestBufferIsSmallAgainAfterALongFrame(t *testing.T) {
	r := newFrameReader(&steps{frame(60000), frame(10)})
	if content, err := r.next(0, math.MaxUint16); len(content) != 60000 {
		t.Fatalf("%d bytes, %v", len(content), err)
	}
	if r.buf.class != largest {
		t.Errorf("a frame of 60,000 bytes is in a buffer of %d", len(r.buf.bytes))
	}
	if content, err := r.next(0, math.MaxUint16); len(content) != 10 {
		t.Fatalf("%d bytes, %v", len(content), err)
	}
	if r.buf.class != smallest {
		t.Errorf("after everything was read %d bytes are still held", len(r.buf.bytes))
	}
}

// A length that is announced takes no memory before its bytes arrive.
func TestAnnouncedLengthTakesNoMemory(t *testing.T) {
	r := newFrameReader(&steps{frame(65000)[:300]})
	if _, err := r.next(0, math.MaxUint16); err != ErrTruncated {
		t.Fatal(err)
	}
	if len(r.buf.bytes) > bufferSizes[smallest+1] {
		t.Errorf("300 of 65,000 bytes arrived and a buffer of %d is held", len(r.buf.bytes))
	}
}

func TestFramesSurviveAnyCut(t *testing.T) {
	var stream []byte
	sizes := []int{0, 1, 253, 254, 255, 256, 300, 2045, 2046, 2047, 5000, 65535, 0, 3}
	for _, size := range sizes {
		stream = append(stream, frame(size)...)
	}
	for _, piece := range []int{1, 2, 3, 255, 256, 257, 4096, len(stream)} {
		var cut steps
		for rest := stream; len(rest) > 0; {
			n := min(piece, len(rest))
			cut = append(cut, rest[:n])
			rest = rest[n:]
		}
		r := newFrameReader(&cut)
		for i, size := range sizes {
			content, err := r.next(0, math.MaxUint16)
			if err != nil || len(content) != size {
				t.Fatalf("pieces of %d, frame %d: %d bytes, %v; want %d", piece, i, len(content), err, size)
			}
		}
		if _, err := r.next(0, math.MaxUint16); err != io.EOF {
			t.Errorf("pieces of %d: %v at the end, want io.EOF", piece, err)
		}
	}
}
