package wire

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// What AppendEvent writes by hand is what encoding/json reads.
func TestAppendEventIsJSON(t *testing.T) {
	var every strings.Builder
	for r := rune(0); r < 0x3000; r++ {
		every.WriteRune(r)
	}
	for _, text := range []string{
		"", "plain", `quote " and backslash \`, "\x00\x01\x1f\x7f", "\n\t\r", "\u2028\u2029\u202a\u2027", "<script>&", "你好 👩‍👩‍👧‍👦", "\ufffd", every.String(),
	} {
		want := Event{Seq: MaxID, Time: testTime, Kind: KindMessage, Conv: "d3-17", From: 3, CID: text, Text: text, Members: []uint64{1, MaxID}, Upto: 7}
		line := AppendEvent(nil, &want)
		var got Event
		if err := json.Unmarshal(line, &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%.40q is read back as %.80q, %v", text, got.Text, err)
		}
		if strings.ContainsAny(string(line), "\n\r\u2028\u2029\x7f") {
			t.Errorf("%.40q: the line holds a line break or a control character", text)
		}
	}
}

func TestAppendEventMendsBrokenUTF8(t *testing.T) {
	line := AppendEvent(nil, &Event{Text: "a\xffb\xe4\xbd" + "c\xed\xa0\x80"})
	if !utf8.Valid(line) {
		t.Errorf("%q is not valid UTF-8", line)
	}
	var got Event
	if err := json.Unmarshal(line, &got); err == nil {
		if want := "a\ufffdb\ufffd\ufffdc\ufffd\ufffd\ufffd"; got.Text != want {
			t.Errorf("%q, want %q", got.Text, want)
		}
	} else {
		t.Error(err)
	}
}

// A message of the greatest length, of whatever it consists, fits into a record
// with all that a page adds to it.
func TestLongestMessageFits(t *testing.T) {
	for _, char := range []string{"\u2028", "😀", `"`, "\n"} {
		e := Event{Seq: MaxID, Time: testTime, Kind: KindMessage, Conv: Pair(MaxID-1, MaxID), From: MaxID,
			CID: strings.Repeat(`"`, MaxCID), Text: strings.Repeat(char, MaxText)}
		line, err := Append(nil, Page{MaxID, e.Conv, []Event{e, e}, true, true})
		if err != nil {
			t.Errorf("two messages of %q: %v", char, err)
		}
		if len(line) > 50_000 {
			t.Errorf("two messages of %q take %d bytes", char, len(line))
		}
	}
}

func TestPresenceFitsDatagram(t *testing.T) {
	const header, tag = 20, 16
	e := Event{Seq: MaxID, Time: testTime, Kind: KindJoined, Conv: Room}
	for i := range MaxPresence {
		e.Members = append(e.Members, MaxID-uint64(i))
	}
	if size := header + len(AppendEvent(nil, &e)) + tag; size > MaxDatagram {
		t.Errorf("%d members make a datagram of %d bytes, at most %d are allowed", MaxPresence, size, MaxDatagram)
	}
}
