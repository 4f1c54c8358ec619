package secure

import (
	"bytes"
	"errors"
	"io"
	"net"
	"slices"
	"testing"
)

func TestDamagedStream(t *testing.T) {
	frames := sealAll(t, "zero", "one", "two", "three")
	flip := func(frame []byte, at int) []byte {
		frame = bytes.Clone(frame)
		frame[at] ^= 1
		return frame
	}
	other := testDirection(t)
	other.count = 7
	foreign, err := other.seal(nil, []byte("one"))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		stream []byte
		got    []string
		want   error
	}{
		{"whole", concat(frames...), []string{"zero", "one", "two", "three"}, io.EOF},
		{"nothing", nil, nil, io.EOF},
		{"flipped ciphertext", concat(frames[0], flip(frames[1], headerSize), frames[2]), []string{"zero"}, ErrTampered},
		{"flipped tag", concat(frames[0], flip(frames[1], len(frames[1])-1), frames[2]), []string{"zero"}, ErrTampered},
		{"longer length", concat(flip(frames[0], 0), frames[1]), nil, ErrTruncated},
		{"shorter length", concat([]byte{0, frames[0][1] - 1}, frames[0][headerSize:], frames[1]), nil, ErrTampered},
		{"replayed", concat(frames[0], frames[1], frames[1]), []string{"zero", "one"}, ErrTampered},
		{"replayed at once", concat(frames[0], frames[0]), []string{"zero"}, ErrTampered},
		{"reordered", concat(frames[0], frames[2], frames[1]), []string{"zero"}, ErrTampered},
		{"left out", concat(frames[0], frames[2]), []string{"zero"}, ErrTampered},
		{"another number", concat(frames[0], foreign), []string{"zero"}, ErrTampered},
		{"cut in a length", concat(frames[0], frames[1][:1]), []string{"zero"}, ErrTruncated},
		{"cut after a length", concat(frames[0], frames[1][:headerSize]), []string{"zero"}, ErrTruncated},
		{"cut in a record", concat(frames[0], frames[1][:len(frames[1])-1]), []string{"zero"}, ErrTruncated},
		{"length of zero", concat(frames[0], []byte{0, 0}), []string{"zero"}, ErrUndersized},
		{"shorter than a tag", concat(frames[0], []byte{0, tagSize - 1}), []string{"zero"}, ErrUndersized},
		{"only a tag, of zeros", concat(frames[0], []byte{0, tagSize}, make([]byte, tagSize)), []string{"zero"}, ErrTampered},
		{"largest record, of zeros", concat([]byte{0xff, 0xff}, make([]byte, 0xffff)), nil, ErrTampered},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, piece := range []int{1, 7, 1 << 20} {
				if piece < len(test.stream)/1000 {
					continue // too many pieces
				}
				got, err := openAll(t, test.stream, piece)
				if !errors.Is(err, test.want) {
					t.Errorf("in pieces of %d: %v, want %v", piece, err, test.want)
				}
				if !slices.Equal(got, test.got) {
					t.Errorf("in pieces of %d: got %q, want %q", piece, got, test.got)
				}
			}
		})
	}
}

// Every single bit of a frame is covered: by the tag, or because the length no
// longer fits.
func TestEveryBitMatters(t *testing.T) {
	frame := sealAll(t, "a")[0]
	for bit := range len(frame) * 8 {
		damaged := bytes.Clone(frame)
		damaged[bit/8] ^= 1 << (bit % 8)
		got, err := openAll(t, damaged, len(damaged))
		named := errors.Is(err, ErrTampered) || errors.Is(err, ErrTruncated) || errors.Is(err, ErrUndersized)
		if len(got) > 0 || !named {
			t.Errorf("bit %d flipped: got %q, %v", bit, got, err)
		}
	}
}

func TestDamageClosesTheConnection(t *testing.T) {
	near, far := net.Pipe()
	c := &Conn{nc: near, frames: newFrameReader(near), in: testDirection(t)}
	go far.Write(concat([]byte{0, tagSize}, make([]byte, tagSize)))
	if _, err := c.ReadRecord(); !errors.Is(err, ErrTampered) {
		t.Fatalf("%v, want ErrTampered", err)
	}
	if _, err := far.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("the other side reads %v, want io.EOF", err)
	}
}
