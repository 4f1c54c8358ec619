package ledger

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"lobby/shared/wire"
)

// FuzzRecord holds the short way of decoding against encoding/json: what it
// accepts it reads in the same way, if it is JSON at all.
func FuzzRecord(f *testing.F) {
	for _, body := range []string{
		`{"type":"event","seq":1,"time":"2026-11-22T03:04:05.678Z","kind":"message","conv":"r1","from":3,"cid":"a-1","text":"x \"y\" \\`,
		`{"type":"event","seq":1,"time":"2026-11-22T03:04:05.678Z","kind":"message","conv":"r1","from":3,"cid":"a-1","text":"嗨\\\""`,
		`{"type":"event","seq":9007199254740991,"time":"2024-02-29T23:59:59.999Z","kind":"joined","conv":"r1","members":[1,22,333]`,
		`{"type":"event","seq":2,"time":"2026-02-29T00:00:00.000Z","kind":"left","conv":"r1","members":[]`,
		`{"type":"event","seq":3,"time":"2026-11-22T03:04:05,678Z","kind":"read","conv":"d1-2","from":1,"upto":2`,
		`{"type":"event","seq":03,"time":"2026-11-22T03:04:60.678Z","kind":"read","conv":"d1-2","from":18446744073709551616,"upto":2`,
		`{"seq":3,"kind":"read","type":"event","conv":"\u0072","time":"2026-11-22T03:04:05.678Z","later":[{}]`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var short, long record
		if !short.scan(body) || !json.Valid(append(body[:len(body):len(body)], '}')) {
			_ = long.decode(body) // it must not panic
			return
		}
		if err := long.unmarshal(body); err != nil {
			t.Fatalf("read the short way, but: %v", err)
		}
		if got, want := short.event(), long.event(); !reflect.DeepEqual(got, want) {
			t.Fatalf("the short way %+v\nencoding/json %+v", got, want)
		}
	})
}

// FuzzEvent writes an event as a line and reads it back.
func FuzzEvent(f *testing.F) {
	f.Add(uint64(1), int64(1_795_000_000_000), uint8(0), "r1", uint64(3), "id-1", "hello", uint64(0), uint64(0))
	f.Add(uint64(2), int64(0), uint8(0), "d1-2", uint64(1), `"\"`, "嗨\n\u2028\x00\xff", uint64(0), uint64(0))
	f.Add(uint64(3), int64(253402300799999), uint8(1), "r1", uint64(0), "", "", uint64(9), uint64(0))
	f.Add(uint64(4), int64(-62167219200000), uint8(3), "r1", uint64(2), "", "", uint64(0), uint64(3))
	f.Fuzz(func(t *testing.T, seq uint64, millis int64, kind uint8, conv string, from uint64, cid, text string, member, upto uint64) {
		at := time.UnixMilli(millis).UTC()
		if at.Year() < 0 || at.Year() > 9999 {
			return
		}
		e := wire.Event{
			Seq: seq, Time: wire.At(at), Kind: kinds[int(kind)%len(kinds)], Conv: conv,
			From: from, CID: cid, Text: text, Upto: upto,
		}
		if member != 0 {
			e.Members = []uint64{member, member - 1}
		}
		line := appendSeal(wire.AppendEvent(nil, &e), 0)
		covered, ok := body(line[:len(line)-1])
		if !ok {
			t.Fatalf("the seal of %s does not fit", line)
		}
		var r record
		if err := r.decode(covered); err != nil {
			t.Fatalf("decode %s: %v", line, err)
		}
		want := e
		want.Text = ""
		want.Conv, want.CID = valid(conv), valid(cid)
		if got := r.event(); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v\nwant %+v", got, want)
		}
		if got := unsealed(line[:len(line)-1], covered); string(got) != string(wire.AppendEvent(nil, &e)) {
			t.Fatalf("unsealed %s", got)
		}
	})
}

// valid is what a string becomes by being encoded.
func valid(s string) string { return string([]rune(s)) }

func TestShortWayTakesWhatIsWritten(t *testing.T) {
	for _, e := range []wire.Event{
		message(wire.Room, 1, 1),
		{Kind: wire.KindJoined, Conv: wire.Room, Members: []uint64{1, 2}},
		{Kind: wire.KindLeft, Conv: wire.Room, Members: []uint64{1}},
		{Kind: wire.KindRead, Conv: "d1-2", From: 1, Upto: 7},
	} {
		e.Seq, e.Time = 8, wire.At(time.Now())
		encoded := wire.AppendEvent(nil, &e)
		var r record
		if !r.scan(encoded[:len(encoded)-1]) {
			t.Errorf("%s has to be left to encoding/json", encoded)
		}
	}
}

func TestBody(t *testing.T) {
	line := string(appendSeal([]byte(`{"a":1}`), 0))
	if line != `{"a":1,"crc":"149cdbb2"}`+"\n" {
		t.Fatalf("sealed %q", line)
	}
	line = line[:len(line)-1]
	if covered, ok := body([]byte(line)); !ok || string(covered) != `{"a":1` {
		t.Errorf("body %q, %t", covered, ok)
	}
	for _, bad := range []string{
		"", "}", `,"crc":"00000000"}`, `{,"crc":"00000000"}`, line + " ", line[1:], line[:len(line)-1],
		`{"a":2,"crc":"149cdbb2"}`, `{"a":1,"crc":"149CDBB2"}`, `{"a":1,"crc":"149cdbb"}`, `{"a":1,"crc":"0149cdbb2"}`,
		`{"a":1,"crx":"149cdbb2"}`, `{"a":1,"crc":"149cdbb2"]`, `{"a":1,"crc":"149cdbg2"}`,
	} {
		if _, ok := body([]byte(bad)); ok {
			t.Errorf("%q is taken for a whole line", bad)
		}
	}
}
