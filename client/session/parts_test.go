package session

import (
	"net"
	"strings"
	"testing"

	"lobby/client/model"
	"lobby/shared/secure"
	"lobby/shared/wire"
)

func TestAddresses(t *testing.T) {
	for _, c := range []struct {
		text, name, dial string
	}{
		{"host", "host", "host:7070"},
		{" Chat.Example ", "chat.example", "chat.example:7070"},
		{"host:7070", "host", "host:7070"},
		{"host:99", "host:99", "host:99"},
		{"127.0.0.1", "127.0.0.1", "127.0.0.1:7070"},
		{"127.0.0.1:1", "127.0.0.1:1", "127.0.0.1:1"},
		{"::1", "::1", "[::1]:7070"},
		{"[::1]", "::1", "[::1]:7070"},
		{"[::1]:7070", "::1", "[::1]:7070"},
		{"[fe80::1]:8000", "[fe80::1]:8000", "[fe80::1]:8000"},
		{"教室.example", "教室.example", "教室.example:7070"},
	} {
		a, err := parseAddress(c.text, "7070")
		if err != nil || a.name != c.name || a.dial != c.dial {
			t.Errorf("%q: %+v, %v", c.text, a, err)
		}
		if again, err := parseAddress(a.name, "7070"); err != nil || again != a {
			t.Errorf("%q: the name %q means %+v, %v", c.text, a.name, again, err)
		}
	}
	for _, text := range []string{"", " ", ":7070", "host:", "host:0", "host:65536", "host:x", "a:b:c", "http://host", "host/x", "two words", "[::1", "[]", "[::1]x", "user@host"} {
		if a, err := parseAddress(text, "7070"); err == nil {
			t.Errorf("%q means %+v", text, a)
		}
	}
}

func FuzzAddress(f *testing.F) {
	f.Add("host:1")
	f.Add("[::1]:7070")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := parseAddress(text, "7070")
		if err != nil {
			return
		}
		if _, _, err := net.SplitHostPort(a.dial); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if again, err := parseAddress(a.name, "7070"); err != nil || again != a {
			t.Errorf("%q: %+v, again %+v, %v", text, a, again, err)
		}
	})
}

func TestInboxWakesOnce(t *testing.T) {
	woken := 0
	i := NewInbox(func() { woken++ })
	i.Push(model.Connected{Words: "1"})
	i.Push(model.Connected{Words: "2"})
	if got := i.Drain(nil); len(got) != 2 || got[1] != (model.Connected{Words: "2"}) || woken != 1 {
		t.Errorf("%v, woken %d times", got, woken)
	}
	if got := i.Drain(nil); len(got) != 0 {
		t.Errorf("%v", got)
	}
	i.Push(model.Connected{Words: "3"})
	if got := i.Drain([]model.Event{nil}); len(got) != 2 || woken != 2 {
		t.Errorf("%v, woken %d times", got, woken)
	}
}

func TestQueueIsBounded(t *testing.T) {
	near, far := net.Pipe()
	key := newKey(t)
	ready := make(chan *secure.Conn)
	go func() {
		conn, _ := secure.Server(far, secure.Config{Static: key})
		ready <- conn
	}()
	conn, err := secure.Client(near, secure.Config{Static: key})
	if err != nil {
		t.Fatal(err)
	}
	defer (<-ready).Close()

	l := newLink(conn)
	text := strings.Repeat("x", wire.MaxText)
	n := 0
	for l.reason(nil) == nil {
		l.send(wire.Send{Conv: wire.Room, CID: "c", Text: text})
		if n++; n > maxQueued/wire.MaxText {
			t.Fatal("no bound")
		}
	}
	if err := l.reason(nil); err != errQueueFull {
		t.Errorf("%v", err)
	}
	if n < 500 {
		t.Errorf("only %d of the longest ASCII texts fit", n)
	}
	l.send(wire.Ping{}) // does nothing, and above all does not panic
}

func TestEveryRequestIsNumbered(t *testing.T) {
	for _, r := range []wire.Request{
		wire.Register{}, wire.Login{}, wire.Resume{}, wire.Sync{}, wire.Send{},
		wire.History{}, wire.Read{}, wire.Logout{}, wire.Ping{},
	} {
		if got := numbered(r, 7); got.RequestID() != 7 || got.Type() != r.Type() {
			t.Errorf("%T: %+v", r, got)
		}
	}
}
