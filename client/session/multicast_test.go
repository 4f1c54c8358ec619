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
	skipWithoutMulticast(t, addr)

	c := newClient(t, tempStore(t), nil)
	t.Cleanup(c.close)
	ctx, cancel := context.WithCancel(t.Context())
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		c.session.hearNotices(ctx, ours.Group())
	}()

	want := wire.Event{Seq: 5, Time: wire.At(time.Unix(5, 0)), Kind: wire.KindJoined, Conv: wire.Room, Members: []uint64{2}}
	forged := want
	forged.Seq = 4
	got := make(chan model.Heard, 1)
	go func() { got <- awaitEvent[model.Heard](c, nil) }()
	// The listener may not have joined yet: what is sent before that is lost.
	for done := false; !done; {
		strangers.Announce(forged)
		ours.Announce(want)
		select {
		case e := <-got:
			done = true
			if e.Event.Seq != want.Seq {
				t.Errorf("heard %+v", e.Event)
			}
		case <-time.After(10 * time.Millisecond):
		}
	}
	cancel()
	<-heard
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

// skipWithoutMulticast skips where the system lets nobody join or send.
func skipWithoutMulticast(t *testing.T, addr string) {
	t.Helper()
	conn, err := joinGroup(addr)
	if err != nil {
		t.Skipf("no multicast here: %v", err)
	}
	conn.Close()
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
