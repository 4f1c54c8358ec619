package hub

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"lobby/shared/wire"
)

func TestSnapshotOrder(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		ann, ben := w.joinQuietly(1), w.joinQuietly(2)
		ben.say(wire.Room, "a", "hello")
		ben.say("d1-2", "b", "psst")
		ben.taken()
		ann.Leave()
		all := w.join(1, [32]byte{1}).taken()
		var order []string
		for _, m := range all {
			order = append(order, m.Type())
		}
		if got := strings.Join(order, " "); got != "welcome members convs ready" {
			t.Errorf("the snapshot is %s", got)
		}
		welcome := only[wire.Welcome](t, all)
		if welcome.Re != 1 || welcome.Member.ID != 1 || welcome.Server != "test" || welcome.Seq != w.ledger.Last() {
			t.Errorf("welcome is %+v", welcome)
		}
		convs := only[wire.Convs](t, all).Convs
		want := []wire.Conv{{Conv: wire.Room, Newest: 3, Unread: 1}, {Conv: "d1-2", Newest: 4, Unread: 1}}
		if fmt.Sprint(convs) != fmt.Sprint(want) {
			t.Errorf("convs are %+v, want %+v", convs, want)
		}
	})
}

// A client adds up what the snapshot counts and what comes after it: whatever
// is sent while it logs in must be in exactly one of the two.
func TestSnapshotIsOfOneMoment(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		ben := w.joinQuietly(2)
		const rounds, logins = 400, 100
		sending := make(chan struct{})
		go func() {
			defer close(sending)
			for i := range rounds {
				ben.say(wire.Room, fmt.Sprint(i), "hello")
			}
		}()
		var desks []*desk
		for range logins {
			desks = append(desks, w.join(1, [32]byte{1}))
		}
		<-sending
		for _, d := range desks {
			all := d.taken()
			seq := only[wire.Welcome](t, all).Seq
			unread := only[wire.Convs](t, all).Convs[0].Unread
			ready := false
			for _, m := range all {
				if m.Type() == "ready" {
					ready = true
				}
				e, ok := m.(wire.Event)
				if !ok {
					continue
				}
				if seq++; e.Seq != seq || !ready {
					t.Fatalf("event %d where %d was due (ready: %t)", e.Seq, seq, ready)
				}
				if e.Kind == wire.KindMessage {
					unread++
				}
			}
			if seq < rounds || unread != rounds {
				t.Fatalf("%d messages up to event %d, want %d", unread, seq, rounds)
			}
		}
	})
}

func TestStoredButNotHandedOutIsNotCounted(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		ben := w.joinQuietly(2)
		ben.say(wire.Room, "a", "handed out")
		seq := only[wire.Sent](t, ben.taken()).Seq
		gate := make(chan struct{})
		w.hub.ask(func() { w.gate = gate })
		ben.say(wire.Room, "b", "only stored")
		settle()
		if last := w.ledger.Last(); last != seq+1 {
			t.Fatalf("the newest stored event is %d, want %d", last, seq+1)
		}
		ann := w.join(1, [32]byte{})
		all := ann.taken()
		room := only[wire.Convs](t, all).Convs[0]
		if at := only[wire.Welcome](t, all).Seq; at != seq || room.Unread != 1 || room.Newest != seq {
			t.Errorf("as of event %d the room is %+v, want one unread as of %d", at, room, seq)
		}
		close(gate)
		if e := only[wire.Event](t, ann.taken()); e.Seq != seq+1 {
			t.Errorf("then came %+v", e)
		}
	})
}

func TestEventsWaitForTheSnapshot(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		ben := w.joinQuietly(2)
		slow := &desk{t: t, block: make(chan struct{})}
		joined := make(chan error, 1)
		go func() {
			_, err := w.hub.Join(1, wire.Member{ID: 1}, [32]byte{}, slow)
			joined <- err
		}()
		settle()
		ben.say(wire.Room, "a", "meanwhile")
		if got := slow.taken(); len(got) > 0 {
			t.Errorf("before the welcome came %+v", got)
		}
		close(slow.block)
		if err := <-joined; err != nil {
			t.Fatal(err)
		}
		all := slow.taken()
		if last := all[len(all)-1]; last.Type() != "event" || all[len(all)-2].Type() != "ready" {
			t.Errorf("the snapshot and what follows is %+v", all)
		}
	})
}

func TestSnapshotNobodyReadsIsBounded(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		ben := w.joinQuietly(2)
		slow := &desk{t: t, block: make(chan struct{})}
		joined := make(chan error, 1)
		go func() {
			_, err := w.hub.Join(1, wire.Member{ID: 1}, [32]byte{}, slow)
			joined <- err
		}()
		text := strings.Repeat("x", wire.MaxText)
		for i := range 2 * maxHeld / wire.MaxText {
			ben.say(wire.Room, fmt.Sprint(i), text)
		}
		settle()
		if bye := slow.ended(); bye.Code != wire.CodeSlow {
			t.Errorf("with %d bytes waiting the session is ended with %+v", 2*maxHeld, bye)
		}
		close(slow.block)
		if err := <-joined; err == nil {
			t.Error("the ended session was joined")
		}
	})
}

func TestNewMembersAreToldToAll(t *testing.T) {
	inWorld(t, 1, nil, func(t *testing.T, w *world) {
		ann := w.joinQuietly(1)
		for id := uint64(2); id <= 9; id++ {
			var known []wire.Member
			for _, some := range of[wire.Members](w.join(id, [32]byte{}).taken()) {
				known = append(known, some.Members...)
			}
			if len(known) != int(id) {
				t.Errorf("the new member %d is told of %+v", id, known)
			}
		}
		waitTicks()
		told := ann.taken()
		if told[0].Type() != "members" {
			t.Errorf("before the new members are named comes %+v", told[0])
		}
		if named := only[wire.Members](t, told).Members; len(named) != 8 || named[0] != (wire.Member{ID: 2, Name: "member"}) {
			t.Errorf("the new members are named as %+v", named)
		}
		ann.say("d1-2", "a", "welcome")
		only[wire.Sent](t, ann.taken())
	})
}

func TestLongestEntriesFitIntoMessages(t *testing.T) {
	members := make([]wire.Member, membersPerMessage)
	for i := range members {
		members[i] = wire.Member{ID: wire.MaxID, Name: strings.Repeat("\u2028", wire.MaxName)}
	}
	convs := make([]wire.Conv, convsPerMessage)
	for i := range convs {
		convs[i] = wire.Conv{Conv: wire.Pair(wire.MaxID-1, wire.MaxID), Newest: wire.MaxID, Read: wire.MaxID, Unread: wire.MaxUnread}
	}
	for _, m := range []wire.Message{wire.Members{Members: members}, wire.Convs{Convs: convs}} {
		if size := len(encode(m)); size > wire.MaxMessage {
			t.Errorf("%s of %d bytes, at most %d are allowed", m.Type(), size, wire.MaxMessage)
		}
	}
}

func TestLogoutEndsTheDevice(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		ann, same := w.join(1, [32]byte{1}), w.join(1, [32]byte{1})
		other, ben := w.join(1, [32]byte{2}), w.join(2, [32]byte{1})
		ann.LoggedOut()
		for _, d := range []*desk{ann, same} {
			if d.ended().Code != wire.CodeLoggedOut {
				t.Errorf("a session of the device was ended with %+v", d.ended())
			}
		}
		for _, d := range []*desk{other, ben} {
			if d.ended().Code != "" {
				t.Errorf("a session of another device was ended with %+v", d.ended())
			}
		}
	})
}

func TestStopDeliversFirst(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		ann, ben := w.joinQuietly(1), w.joinQuietly(2)
		for i := range 100 {
			ann.say(wire.Room, fmt.Sprint(i), "hello")
		}
		if err := w.hub.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		if ann.ended().Code != wire.CodeStopping || ben.ended().Code != wire.CodeStopping {
			t.Errorf("ended with %+v and %+v", ann.ended(), ben.ended())
		}
		if sent := of[wire.Sent](ann.taken()); len(sent) != 100 {
			t.Errorf("%d acknowledgements, want 100", len(sent))
		}
		if heard := of[wire.Event](ben.taken()); len(heard) != 100 {
			t.Errorf("%d events, want 100", len(heard))
		}
		if _, err := w.hub.Join(1, wire.Member{ID: 1}, [32]byte{}, &desk{t: t}); !errors.Is(err, ErrStopped) {
			t.Errorf("joining a stopping hub: %v", err)
		}
		last := w.ledger.Last()
		ann.say(wire.Room, "late", "hello")
		ann.Leave()
		ben.Leave()
		time.Sleep(2 * DefaultGrace)
		if settle(); w.ledger.Last() != last {
			t.Error("a stopping hub writes on")
		}
	})
}
