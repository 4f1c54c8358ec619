package peer_test

import (
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"lobby/server/app"
	. "lobby/server/servertest"
	"lobby/shared/wire"
)

func TestBeforeTheLogin(t *testing.T) {
	s := Start(t)
	c := s.Dial(t)
	c.Ping()
	for _, req := range []wire.Request{
		wire.Send{ID: 11, Conv: wire.Room, CID: "a", Text: "hello"},
		wire.History{ID: 12, Conv: wire.Room, Limit: 1},
		wire.Sync{ID: 13},
		wire.Read{ID: 14, Conv: wire.Room},
		wire.Logout{ID: 15},
	} {
		if f := c.Refused(req); f.Code != wire.CodeNotLoggedIn {
			t.Errorf("%s was answered with %v", req.Type(), &f)
		}
	}
	c.LogIn(wire.Register{ID: 16, Name: "Ann", Password: Password})
	if f := c.Refused(wire.Register{ID: 17, Name: "Ben", Password: Password}); f.Code != wire.CodeLoggedIn {
		t.Errorf("a second login was answered with %v", &f)
	}
}

func TestLogins(t *testing.T) {
	s := Start(t)
	ann := s.Register(t, "Ann")
	for _, c := range []struct {
		req  wire.Request
		code wire.Code
	}{
		{wire.Register{ID: 1, Name: "ann", Password: Password}, wire.CodeNameTaken},
		{wire.Register{ID: 2, Name: "", Password: Password}, wire.CodeName},
		{wire.Register{ID: 3, Name: "Ben", Password: "short"}, wire.CodePassword},
		{wire.Register{ID: 4, Name: strings.Repeat("n", 33), Password: Password}, wire.CodeName},
		{wire.Login{ID: 5, Name: "Ann", Password: "wrong password"}, wire.CodeDenied},
		{wire.Login{ID: 6, Name: "Nobody", Password: Password}, wire.CodeDenied},
		{wire.Resume{ID: 7, Name: "Ann"}, wire.CodeDevice},
	} {
		if f := s.Dial(t).Refused(c.req); f.Code != c.code {
			t.Errorf("%+v was answered with %v, want %s", c.req, &f, c.code)
		}
	}
	again := s.Dial(t)
	again.LogIn(wire.Login{ID: 1, Name: "ＡＮＮ", Password: Password})
	if again.ID() != ann.ID() {
		t.Errorf("Ann is member %d and then %d", ann.ID(), again.ID())
	}
	if resumed := s.Resume(t, "Ann", again.Key); resumed.ID() != ann.ID() {
		t.Errorf("Ann is member %d and then %d", ann.ID(), resumed.ID())
	}
}

func TestLogoutForgetsTheDevice(t *testing.T) {
	s := Start(t)
	ann := s.Register(t, "Ann")
	tab := s.Resume(t, "Ann", ann.Key)
	id := ann.NextID()
	ann.Write(wire.Logout{ID: id})
	Answer[wire.Done](ann, id)
	for _, c := range []*Client{ann, tab} {
		if bye := c.Ended(); bye.Code != wire.CodeLoggedOut {
			t.Errorf("the last word is %+v", bye)
		}
	}
	if f := s.DialAs(t, ann.Key).Refused(wire.Resume{ID: 1, Name: "Ann"}); f.Code != wire.CodeDevice {
		t.Errorf("the forgotten device was answered with %v", &f)
	}
}

func TestBadMessages(t *testing.T) {
	c := Start(t).Register(t, "Ann")
	for _, m := range []struct {
		record string
		re     uint64
		code   wire.Code
	}{
		{"", 0, wire.CodeBadMessage},
		{"\n", 0, wire.CodeBadMessage},
		{"{\n", 0, wire.CodeBadMessage},
		{"null\n", 0, wire.CodeBadMessage},
		{"[" + strings.Repeat("0,", 30_000) + "0]\n", 0, wire.CodeBadMessage},
		{strings.Repeat(`{"a":`, 12_000) + "1" + strings.Repeat("}", 2_000) + "\n", 0, wire.CodeBadMessage},
		{`{"type":"ping","id":70}`, 0, wire.CodeBadMessage}, // half a message: no newline
		{`{"type":"ping"}` + "\n", 0, wire.CodeBadMessage},
		{`{"type":"ping","id":-1}` + "\n", 0, wire.CodeBadMessage},
		{`{"type":"teleport","id":71}` + "\n", 71, wire.CodeUnknownType},
		{`{"type":"sent","id":72}` + "\n", 72, wire.CodeUnknownType},
		{`{"type":"send","id":73,"conv":"r1","cid":"a","text":""}` + "\n", 73, wire.CodeText},
		{`{"type":"send","id":74,"conv":"r1","cid":"a","text":"` + strings.Repeat("x", 4001) + `"}` + "\n", 74, wire.CodeText},
		{`{"type":"send","id":75,"conv":"r1","cid":"a","text":"` + "\xff" + `"}` + "\n", 0, wire.CodeBadMessage},
		{`{"type":"send","id":76,"conv":"r2","cid":"a","text":"x"}` + "\n", 76, wire.CodeConv},
		{`{"type":"history","id":77,"conv":"r1","limit":201}` + "\n", 77, wire.CodeBadMessage},
	} {
		c.WriteRaw([]byte(m.record))
		f := Await[wire.Fault](c, nil)
		if f.Code != m.code || f.Re != m.re {
			t.Errorf("%.60q was answered with %+v, want %s to %d", m.record, f, m.code, m.re)
		}
		c.Ping() // it ends the run of faults, and shows that one fault is one answer
	}
	unknown := `{"type":"ping","id":90,"colour":"blue","nested":{"a":[1]}}` + "\n"
	c.WriteRaw([]byte(unknown))
	Answer[wire.Pong](c, 90)
}

func TestTooManyFaultsInARow(t *testing.T) {
	c := Start(t).Register(t, "Ann")
	c.WriteRaw([]byte(strings.Repeat("rubbish\n", 19)))
	c.Ping()
	c.WriteRaw([]byte(strings.Repeat("rubbish\n", 20)))
	if bye := c.Ended(); bye.Code != wire.CodeBadMessage {
		t.Errorf("the last word is %+v", bye)
	}
}

func TestManySendsOnTheirWay(t *testing.T) {
	s := Start(t)
	ann, ben := s.Register(t, "Ann"), s.Register(t, "Ben")
	var sends []wire.Request
	for i := range 64 {
		sends = append(sends, wire.Send{ID: 100 + uint64(i), Conv: wire.Room, CID: fmt.Sprint(i), Text: "hello"})
	}
	ann.Write(sends...)
	var last uint64
	for i := range sends {
		sent := Answer[wire.Sent](ann, 100+uint64(i))
		if sent.Seq <= last {
			t.Errorf("message %d has the number %d after %d", i, sent.Seq, last)
		}
		last = sent.Seq
	}
	ben.Hears(last)
	var cids []string
	for _, e := range ben.Events {
		if e.Kind == wire.KindMessage {
			cids = append(cids, e.CID)
		}
	}
	if len(cids) != 64 || !slices.IsSortedFunc(cids, byNumber) {
		t.Errorf("Ben heard %v", cids)
	}
}

func byNumber(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

func TestTooManySendsHaveToWait(t *testing.T) {
	s := Start(t, func(c *app.Config) { c.Peers.Rate, c.Peers.Burst = 0.01, 3 })
	ann := s.Register(t, "Ann")
	for i := range 3 {
		ann.Say(wire.Room, fmt.Sprint(i), "hello")
	}
	f := ann.Refused(wire.Send{ID: 50, Conv: wire.Room, CID: "4", Text: "hello"})
	if f.Code != wire.CodeWait || f.RetryMS <= 0 || f.RetryMS > 100_000 {
		t.Errorf("the fourth of three was answered with %v", &f)
	}
	ann.Ping() // other requests go on
	s.Register(t, "Ben").Say(wire.Room, "1", "others are not concerned")
}

func TestSlowClientIsClosedAndFindsTheRest(t *testing.T) {
	s := Start(t, func(c *app.Config) { c.Peers.Queue, c.Peers.Rate, c.Peers.Burst = 256<<10, 1e6, 1e6 })
	ann := s.Register(t, "Ann")
	nc, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if err := nc.(*net.TCPConn).SetReadBuffer(64 << 10); err != nil {
		t.Fatal(err)
	}
	ben := s.Handshake(t, nc, NewKey(t))
	ben.LogIn(wire.Register{ID: 1, Name: "Ben", Password: Password})

	// 6 MB, more than the sockets buffer, so that the rest must queue up for
	// Ben, who reads nothing meanwhile. Ann reads her own while she sends.
	text := strings.Repeat("\U0001F44B", wire.MaxText)
	var newest uint64
	for i := range 400 {
		ann.Write(wire.Send{ID: 100, Conv: wire.Room, CID: fmt.Sprint(i), Text: text})
		if i%16 == 15 {
			newest = Await(ann, func(sent wire.Sent) bool { return sent.CID == fmt.Sprint(i) }).Seq
		}
	}
	if bye := ben.Ended(); bye.Code != wire.CodeSlow && bye.Code != "" {
		t.Errorf("the last word is %+v", bye)
	}
	heard := ben.Events[len(ben.Events)-1].Seq
	if heard >= newest {
		t.Fatal("Ben heard everything: nothing queued up")
	}
	back := s.Resume(t, "Ben", ben.Key)
	missed, synced := back.Sync(heard)
	found := make(map[uint64]bool)
	for _, e := range missed { // and what came live in between
		found[e.Seq] = true
	}
	for seq := heard + 1; seq <= newest; seq++ {
		if !found[seq] {
			t.Fatalf("event %d is missing", seq)
		}
	}
	if synced.Gap || synced.Through < newest {
		t.Errorf("synced is %+v, and the newest message is %d", synced, newest)
	}
}

func TestSilentClientsAreClosed(t *testing.T) {
	const short = 100 * time.Millisecond
	t.Run("in the handshake", func(t *testing.T) {
		s := Start(t, func(c *app.Config) { c.Peers.Handshake = short })
		nc, err := net.Dial("tcp", s.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer nc.Close()
		nc.Write([]byte{0, 32, 1, 2, 3})
		nc.SetReadDeadline(time.Now().Add(Patience))
		if n, err := nc.Read(make([]byte, 1)); n > 0 || isTimeout(err) {
			t.Errorf("half a handshake was answered with %d bytes, %v", n, err)
		}
	})
	t.Run("before the login", func(t *testing.T) {
		s := Start(t, func(c *app.Config) { c.Peers.Login = short })
		if bye := s.Dial(t).Ended(); bye.Code != wire.CodeSilent {
			t.Errorf("the last word is %+v", bye)
		}
	})
	t.Run("after the login", func(t *testing.T) {
		t.Parallel()
		s := Start(t, func(c *app.Config) { c.Peers.Silence = 20 * short }) // the login must fit in
		if bye := s.Register(t, "Ann").Ended(); bye.Code != wire.CodeSilent {
			t.Errorf("the last word is %+v", bye)
		}
	})
}

func isTimeout(err error) bool {
	ne, ok := err.(net.Error)
	return ok && ne.Timeout()
}

func TestGarbageAfterTheHandshake(t *testing.T) {
	s := Start(t)
	nc, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	c := s.Handshake(t, nc, NewKey(t))
	nc.Write(append([]byte{0, 64}, make([]byte, 64)...)) // a frame that no key made
	if _, err := c.TryRead(); err == nil || isTimeout(err) {
		t.Errorf("a forged frame was followed by %v", err)
	}
	s.Register(t, "Ann").Ping()
}
