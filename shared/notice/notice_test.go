package notice

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"lobby/shared/wire"
)

var (
	key = bytes.Repeat([]byte{7}, KeySize)
	id  = []byte("group-01")
)

func joined(seq uint64, members ...uint64) wire.Event {
	at := wire.At(time.Date(2026, 11, 22, 3, 4, 5, 678e6, time.UTC))
	return wire.Event{Seq: seq, Time: at, Kind: wire.KindJoined, Conv: wire.Room, Members: members}
}

func seal(t *testing.T, e wire.Event) []byte {
	t.Helper()
	d, err := Seal(key, id, e)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestRoundTrip(t *testing.T) {
	want := joined(41, 3, 17)
	d := seal(t, want)
	got, err := Open(key, id, d)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(wire.AppendEvent(nil, &got), wire.AppendEvent(nil, &want)) {
		t.Errorf("opened %+v, want %+v", got, want)
	}
	if bytes.Contains(d, []byte("joined")) {
		t.Error("the datagram holds the event in clear")
	}
}

func TestLargestFits(t *testing.T) {
	members := make([]uint64, wire.MaxPresence)
	for i := range members {
		members[i] = wire.MaxID - uint64(i)
	}
	d := seal(t, joined(wire.MaxID, members...))
	if len(d) > wire.MaxDatagram {
		t.Errorf("%d bytes, at most %d are allowed", len(d), wire.MaxDatagram)
	}
}

func TestTooLarge(t *testing.T) {
	members := make([]uint64, 200)
	for i := range members {
		members[i] = wire.MaxID
	}
	if _, err := Seal(key, id, joined(1, members...)); err == nil {
		t.Error("an event beyond the size of a datagram was sealed")
	}
}

func TestOnlyPresenceIsSealed(t *testing.T) {
	e := wire.Event{Seq: 1, Kind: wire.KindMessage, Conv: wire.Room, From: 1, Text: "hello"}
	if _, err := Seal(key, id, e); err == nil {
		t.Error("a message was sealed as a notice")
	}
}

func TestEveryFlippedBitIsRefused(t *testing.T) {
	d := seal(t, joined(41, 3))
	for bit := range 8 * len(d) {
		bad := bytes.Clone(d)
		bad[bit/8] ^= 1 << (bit % 8)
		if _, err := Open(key, id, bad); !errors.Is(err, ErrForeign) && !errors.Is(err, ErrForged) {
			t.Fatalf("bit %d flipped: error %v", bit, err)
		}
	}
}

func TestForeign(t *testing.T) {
	d := seal(t, joined(41, 3))
	for name, bad := range map[string][]byte{
		"nothing":      {},
		"no tag":       d[:headerSize],
		"too long":     append(bytes.Clone(d), make([]byte, wire.MaxDatagram)...),
		"other magic":  append([]byte("LBY2"), d[4:]...),
		"other key id": append(append([]byte("LBY1"), "group-02"...), d[12:]...),
	} {
		if _, err := Open(key, id, bad); !errors.Is(err, ErrForeign) {
			t.Errorf("%s: error %v, want ErrForeign", name, err)
		}
	}
	other := bytes.Repeat([]byte{8}, KeySize)
	if _, err := Open(other, id, d); !errors.Is(err, ErrForged) {
		t.Errorf("other key: error %v, want ErrForged", err)
	}
}

func TestUnusableKeys(t *testing.T) {
	if _, err := Seal(key[:16], id, joined(1, 1)); err == nil {
		t.Error("sealed with a key of 16 bytes")
	}
	if _, err := Seal(key, id[:4], joined(1, 1)); err == nil {
		t.Error("sealed with a key id of 4 bytes")
	}
	if _, err := Open(nil, id, seal(t, joined(1, 1))); err == nil || errors.Is(err, ErrForged) {
		t.Errorf("opened without a key: error %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	d, err := Seal(key, id, joined(41, 3, 17))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(d)
	f.Add(d[:headerSize+tagSize])
	f.Fuzz(func(t *testing.T, datagram []byte) {
		e, err := Open(key, id, datagram)
		if err != nil {
			return
		}
		if again, err := Seal(key, id, e); err != nil || !bytes.Equal(again, datagram) {
			t.Errorf("%x opened as %+v, which seals as %x (%v)", datagram, e, again, err)
		}
	})
}
