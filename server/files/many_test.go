package files

import (
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"lobby/shared/wire"
)

// mostOfferBytes is the most memory that an open offer may cost, in bytes.
const mostOfferBytes = 1 << 10

// However many offers there are, each costs little, a member has a bounded number
// of them, and all are taken in again at the next start. `make fault` does it with a
// million.
func TestManyOffers(t *testing.T) {
	offers := 50_000
	if os.Getenv("FAULT_TIME") != "" {
		offers = 1_000_000
	}
	s, err := Open(t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	before := heap()
	begun := time.Now()
	for n := range offers {
		member := uint64(1 + n/DefaultMemberOffers)
		s.Replay(wire.Event{Seq: uint64(n + 1), Time: wire.At(time.Now()), Kind: wire.KindOffer, Conv: wire.Room, From: member,
			File: &wire.File{Name: fmt.Sprintf("file %d.bin", n), Size: 1}})
	}
	if err := s.Start(func(wire.Event) error { return nil }); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	took, each := time.Since(begun), (heap()-before)/int64(offers)
	t.Logf("%d offers in %v, %d bytes each", offers, took.Round(time.Millisecond), each)
	if each > mostOfferBytes {
		t.Errorf("an open offer takes %d bytes", each)
	}
	if f := s.Reserve(1, 1); f == nil || f.Code != wire.CodeQuota {
		t.Errorf("a member with %d offers may make another: %v", DefaultMemberOffers, f)
	}
	runtime.KeepAlive(s)
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
