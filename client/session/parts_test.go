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

// pipe returns a connection to a server that reads nothing.
func pipe(t *testing.T) *secure.Conn {
	t.Helper()
	near, far := net.Pipe()
	key := newKey(t)
	go secure.Server(far, secure.Config{Static: key})
	conn, err := secure.Client(near, secure.Config{Static: key})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

func TestPasswordIsForgottenWithTheWelcome(t *testing.T) {
	s := New(Config{Store: tempStore(t), Inbox: NewInbox(func() {})})
	k := newKeeper(s, model.Dial{Server: "host", Name: "A", Password: password, Register: true}, address{}, nil)
	k.welcome(newLink(pipe(t)), wire.Welcome{Member: wire.Member{ID: 1, Name: "a"}})
	if want := (model.Dial{Server: "host", Name: "a", Resume: true}); k.dial != want {
		t.Errorf("the next login is %+v, want %+v", k.dial, want)
	}
}

func TestLinkIsIdleWhenTheLastPartWasAnswered(t *testing.T) {
	l := newLink(pipe(t))
	history := wire.History{Conv: wire.Room, Before: 9, Limit: 50}
	l.send(wire.Ping{})
	l.send(history)
	l.answered(1, true)
	for _, last := range []bool{false, true} {
		if r, ok := l.answered(2, last); !ok || r != history {
			t.Errorf("%v, %v", r, ok)
		}
		if l.idle() != last {
			t.Errorf("idle: %v, last part: %v", l.idle(), last)
		}
	}
	if _, ok := l.answered(2, true); ok {
		t.Error("an answer beyond the last part is for a request")
	}
}

func TestQueueIsBounded(t *testing.T) {
	l := newLink(pipe(t))
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
		wire.History{}, wire.Read{}, wire.Logout{}, wire.Ping{}, wire.Offer{}, wire.Respond{}, wire.Transfer{},
	} {
		if got := numbered(r, 7); got.RequestID() != 7 || got.Type() != r.Type() {
			t.Errorf("%T: %+v", r, got)
		}
	}
}
