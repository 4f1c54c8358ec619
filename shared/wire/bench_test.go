package wire

import "testing"

var benchmarkEvent = Event{Seq: 123456, Time: testTime, Kind: KindMessage, Conv: Room, From: 17, CID: "5f0c6a1e-77", Text: "今天的會議改到下午三點，記得帶筆電。"}

func BenchmarkAppendEvent(b *testing.B) {
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		dst = AppendEvent(dst[:0], &benchmarkEvent)
	}
}

func BenchmarkDecodeEvent(b *testing.B) {
	line := AppendEvent(nil, &benchmarkEvent)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := DecodeAnswer(line); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecodeSend(b *testing.B) {
	line, err := Append(nil, Send{77, Room, benchmarkEvent.CID, benchmarkEvent.Text})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := DecodeRequest(line); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppendSent(b *testing.B) {
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		dst, _ = Append(dst[:0], Sent{77, benchmarkEvent.CID, benchmarkEvent.Seq, testTime})
	}
}
