package announce

import (
	"bytes"
	"errors"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/net/ipv4"

	"lobby/shared/notice"
	"lobby/shared/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func joined(seq uint64, members ...uint64) wire.Event {
	return wire.Event{Seq: seq, Time: wire.At(time.Unix(1, 0)), Kind: wire.KindJoined, Conv: wire.Room, Members: members}
}

// listen joins the test's group on the loopback, and skips where that can't be.
func listen(t *testing.T) (*net.UDPConn, string) {
	t.Helper()
	socket, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4zero})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { socket.Close() })
	port := socket.LocalAddr().(*net.UDPAddr).Port
	group := &net.UDPAddr{IP: net.IPv4(224, 111, 1, 1), Port: port}
	interfaces, err := net.Interfaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, ifi := range interfaces {
		if ifi.Flags&net.FlagLoopback != 0 {
			if err := ipv4.NewPacketConn(socket).JoinGroup(&ifi, group); err != nil {
				t.Skip("the loopback can't join a multicast group:", err)
			}
			return socket, group.String()
		}
	}
	t.Skip("no loopback interface")
	return nil, ""
}

func TestNoticesArriveSealed(t *testing.T) {
	socket, group := listen(t)
	a, err := New(group, DefaultTTL, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	a.Announce(joined(41, 3, 17))

	socket.SetReadDeadline(time.Now().Add(10 * time.Second))
	buf := make([]byte, 2*wire.MaxDatagram)
	n, err := socket.Read(buf)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(buf[:n], []byte("members")) {
		t.Error("the notice is in clear")
	}
	g := a.Group()
	e, err := notice.Open(g.Key, g.ID, buf[:n])
	if err != nil || e.Seq != 41 || len(e.Members) != 2 {
		t.Errorf("opened %+v, %v", e, err)
	}
	if g.Addr != group {
		t.Errorf("members are told of group %s, want %s", g.Addr, group)
	}
}

func TestKeysAreNew(t *testing.T) {
	var groups []wire.Group
	for range 2 {
		a, err := New(DefaultGroup, DefaultTTL, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		groups = append(groups, a.Group(), a.Renew())
		a.Close()
	}
	for i, g := range groups {
		for _, other := range groups[:i] {
			if bytes.Equal(g.Key, other.Key) || bytes.Equal(g.ID, other.ID) {
				t.Error("a key or its name came twice")
			}
		}
	}
}

func TestFailuresAreToldOnce(t *testing.T) {
	var log bytes.Buffer
	a, err := New(DefaultGroup, DefaultTTL, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	a.socket.Close()
	for seq := range uint64(3) {
		a.Announce(joined(seq+1, 1))
	}
	a.Close() // fails, because the socket is closed
	if count := strings.Count(log.String(), "could not be sent"); count != 1 {
		t.Errorf("%d lines in the log, want 1:\n%s", count, log.String())
	}
}

func TestNoGroup(t *testing.T) {
	for _, group := range []string{"", "224.111.1.1", "224.111.1.1:0", "192.0.2.1:5007", "[ff02::1]:5007", "nonsense:1"} {
		if _, err := New(group, DefaultTTL, slog.New(slog.DiscardHandler)); !errors.Is(err, ErrGroup) {
			t.Errorf("group %q: error %v, want ErrGroup", group, err)
		}
	}
}
