package wire

import (
	"errors"
	"reflect"
	"testing"
)

// Whatever a client sends gives a request within its limits, which is the same
// after encoding and decoding, or a fault that can be encoded.
func FuzzDecodeRequest(f *testing.F) {
	for _, e := range encodings {
		f.Add([]byte(e.want))
	}
	f.Add([]byte(`{"type":"send","id":1,"conv":"d1-2","cid":"\u0061","text":"\ud800\u2028"}`))
	f.Add([]byte(`{"TYPE":"ping","ID":1}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		m, err := DecodeRequest(line)
		if err != nil {
			var fault *Fault
			if !errors.As(err, &fault) || m != nil {
				t.Fatalf("%#v, %v", m, err)
			}
			if _, err := Append(nil, *fault); err != nil {
				t.Fatal("the fault can't be sent:", err)
			}
			return
		}
		again, err := Append(nil, m)
		if err != nil {
			return // longer than it came: escapes that were not needed before
		}
		if back, err := DecodeRequest(again); err != nil || !reflect.DeepEqual(back, m) {
			t.Fatalf("%#v became %#v, %v", m, back, err)
		}
	})
}

// Whatever a server sends is read the same after encoding and decoding.
func FuzzDecodeAnswer(f *testing.F) {
	for _, e := range encodings {
		f.Add([]byte(e.want))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		m, err := DecodeAnswer(line)
		if err != nil || m == nil {
			return
		}
		first, err := Append(nil, m)
		if err != nil {
			return
		}
		back, err := DecodeAnswer(first)
		if err != nil {
			t.Fatalf("%s: %v", first, err)
		}
		if second, err := Append(nil, back); err != nil || string(second) != string(first) {
			t.Fatalf("%s became %s, %v", first, second, err)
		}
	})
}
