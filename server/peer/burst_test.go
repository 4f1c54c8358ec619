package peer_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"lobby/server/peer"
	. "lobby/server/servertest"
	"lobby/shared/wire"
)

// A member that sends the longest messages as fast as it may does not have those
// cut off who read as fast as they come.
func TestBurstHarmsNoReader(t *testing.T) {
	s := Start(t)
	const readers = 5
	sender := s.Register(t, "Ann")
	var all []*Client
	for i := range readers {
		all = append(all, s.Register(t, fmt.Sprint("reader ", i)))
	}
	text := strings.Repeat("長", wire.MaxText)
	var talking sync.WaitGroup
	talking.Go(func() {
		for i := range peer.DefaultLimits.Burst {
			sender.Write(wire.Send{ID: uint64(1000 + i), Conv: wire.Room, CID: fmt.Sprint(i), Text: text})
		}
	})
	for _, c := range all {
		talking.Go(func() {
			for n := 0; n < 20; {
				m, err := c.TryRead()
				if err != nil {
					t.Errorf("a reader is cut off after %d messages: %v", n, err)
					return
				}
				if e, ok := m.(wire.Event); ok && e.Kind == wire.KindMessage {
					n++
				}
				if bye, ok := m.(wire.Bye); ok {
					t.Errorf("after %d messages: %+v", n, bye)
				}
			}
		})
	}
	talking.Wait() // for the sender too, whose connection ends with the test
}
