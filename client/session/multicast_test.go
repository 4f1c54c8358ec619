//go:build !js

package session

import (
	"context"
	"log/slog"
	"net"
	"testing"
	"time"

	"lobby/client/model"
	"lobby/server/announce"
	"lobby/shared/wire"
)

// freeGroup is a group on a port that nobody else listens on.
func freeGroup(t *testing.T) string {
	t.Helper()
	c, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	return (&net.UDPAddr{IP: net.IPv4(239, 111, 1, 1), Port: c.LocalAddr().(*net.UDPAddr).Port}).String()
}

func TestNoticesAreHeardAndOthersDropped(t *testing.T) {
	addr := freeGroup(t)
	ours := announcer(t, addr)
	strangers := announcer(t, addr)
	conn, err := joinGroup(addr)
	if err != nil {
		t.Skipf("no multicast here: %v", err)
	}
	c := newClient(t, tempStore(t), nil)
	t.Cleanup(c.close)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		c.session.passNotices(ctx, conn, ours.Group())
	}()

	want := wire.Event{Seq: 5, Time: wire.At(time.Unix(5, 0)), Kind: wire.KindJoined, Conv: wire.Room, Members: []uint64{2}}
	other := want
	other.Seq = 4
	strangers.Announce(other)
	ours.Announce(want)
	if got := awaitEvent[model.Heard](c, nil); got.Event.Seq != want.Seq {
		t.Errorf("heard %+v", got.Event)
	}
	cancel()
	<-ended
}

func announcer(t *testing.T, addr string) *announce.Announcer {
	t.Helper()
	a, err := announce.New(addr, 1, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Skipf("no multicast here: %v", err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func TestGroupThatCannotBeJoinedIsOnlyLogged(t *testing.T) {
	c := newClient(t, tempStore(t), nil)
	t.Cleanup(c.close)
	for _, addr := range []string{"nonsense", "127.0.0.1:1"} {
		c.session.hearNotices(t.Context(), wire.Group{Addr: addr})
	}
	if c.log.String() == "" {
		t.Error("nothing was logged")
	}
}
