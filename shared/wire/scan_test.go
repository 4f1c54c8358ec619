package wire

import (
	"reflect"
	"testing"
)

// TestScanRequest holds that the short way is taken for what it is there for,
// and for nothing that encoding/json reads otherwise or refuses.
func TestScanRequest(t *testing.T) {
	for line, want := range map[string]Request{
		`{"type":"send","id":1,"conv":"r1","cid":"c","text":"你好 \u007f"}`: nil,
		`{"type":"send","id":1,"conv":"r1","cid":"c","text":"你好"}`:        Send{1, "r1", "c", "你好"},
		`{"type":"send","id":1,"conv":"","cid":"","text":""}` + "\n":      Send{ID: 1},
		`{"type":"read","id":18,"conv":"d1-2","upto":9007199254740991}`:   Read{18, "d1-2", MaxID},
		`{"type":"ping","id":0}`:                                                Ping{},
		`{"type":"ping","id":01}`:                                               nil,
		`{"type":"ping","id":-1}`:                                               nil,
		`{"type":"ping","id":1e3}`:                                              nil,
		`{"type":"ping","id":18446744073709551616}`:                             nil,
		`{"type":"ping","id":}`:                                                 nil,
		`{"type":"ping","id":1} `:                                               nil,
		`{"type":"ping","id":1}}`:                                               nil,
		`{"type":"ping","id":1,"more":2}`:                                       nil,
		`{"type":"read","id":1,"upto":2,"conv":"r1"}`:                           nil,
		`{"type":"send","id":1,"conv":"r1","cid":"c"}`:                          nil,
		`{"type":"send","id":1,"conv":"r1","cid":"c","text":"a` + "\t" + `"}`:   nil,
		`{"type":"send","id":1,"conv":"r1","cid":"c","text":"a` + "\xff" + `"}`: nil,
		`{"type":"send","id":1,"conv":"r1","cid":"c","text":"a`:                 nil,
		`{"type":"sync","id":1,"after":2}`:                                      nil,
		``:                                                                      nil,
	} {
		got, ok := scanRequest([]byte(line))
		if ok != (want != nil) || ok && !reflect.DeepEqual(got, want) {
			t.Errorf("%q was read as %#v, %v, want %#v", line, got, ok, want)
		}
	}
}

// TestScanEvent is TestScanRequest for what a server says.
func TestScanEvent(t *testing.T) {
	const start = `{"type":"event","seq":7,"time":"2026-11-22T03:04:05.678Z",`
	said := Event{Seq: 7, Time: testTime, Kind: KindMessage, Conv: Room, From: 2, CID: "c", Text: "你好"}
	for line, want := range map[string]*Event{
		start + `"kind":"message","conv":"r1","from":2,"cid":"c","text":"你好"}`:                                                  &said,
		start + `"kind":"message","conv":"r1","from":2,"cid":"c","text":"你好"}` + "\n":                                           &said,
		start + `"kind":"message","conv":"r1","from":2,"cid":"c","text":"\u4f60"}`:                                              nil,
		start + `"kind":"message","conv":"r1","from":2,"cid":"c","text":"a","upto":3}`:                                          nil,
		start + `"kind":"message","conv":"r1","cid":"c","text":"a"}`:                                                            nil,
		start + `"kind":"left","conv":"r1","members":[2]}`:                                                                      nil,
		`{"type":"event","seq":7,"time":"2026-02-30T03:04:05.678Z","kind":"message","conv":"r1","from":2,"cid":"c","text":"a"}`: nil,
		`{"type":"event","seq":7,"time":"2026-11-22T03:04`:                                                                      nil,
		``: nil,
	} {
		got, ok := scanEvent([]byte(line))
		if ok != (want != nil) || ok && !reflect.DeepEqual(got, *want) {
			t.Errorf("%q was read as %#v, %v, want %#v", line, got, ok, want)
		}
	}
}

// FuzzScanEvent is FuzzScanRequest for what a server says.
func FuzzScanEvent(f *testing.F) {
	for _, e := range encodings {
		f.Add([]byte(e.want))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		short, ok := scanEvent(line)
		if !ok {
			return
		}
		long, err := unmarshalAnswer(line)
		if err != nil || !reflect.DeepEqual(short, long) {
			t.Fatalf("%q was read as %#v, but is %#v, %v", line, short, long, err)
		}
	})
}

// FuzzScanRequest holds that whatever goes the short way comes out as the long
// way would have it.
func FuzzScanRequest(f *testing.F) {
	for _, e := range encodings {
		f.Add([]byte(e.want))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		short, ok := scanRequest(line)
		if !ok {
			return
		}
		long, err := unmarshalRequest(line)
		if err != nil || !reflect.DeepEqual(short, long) {
			t.Fatalf("%q was read as %#v, but is %#v, %v", line, short, long, err)
		}
	})
}
