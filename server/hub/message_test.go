package hub

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"lobby/shared/wire"
)

func TestRoomMessageReachesEverySessionOnce(t *testing.T) {
	inWorld(t, 3, nil, func(t *testing.T, w *world) {
		ann, ben, benToo, cy := w.joinQuietly(1), w.joinQuietly(2), w.joinQuietly(2), w.joinQuietly(3)
		ann.say(wire.Room, "a", "hello")
		answers := ann.taken()
		sent, own := only[wire.Sent](t, answers), only[wire.Event](t, answers)
		if sent.Re != 7 || sent.CID != "a" || sent.Seq == 0 || own.Seq != sent.Seq {
			t.Errorf("the sender got %+v and %+v", sent, own)
		}
		for _, d := range []*desk{ben, benToo, cy} {
			e := only[wire.Event](t, d.taken())
			if e.Seq != sent.Seq || e.From != 1 || e.Text != "hello" || e.CID != "a" || !e.Time.Equal(sent.Time.Time) {
				t.Errorf("a member got %+v", e)
			}
		}
	})
}

func TestPairIsPrivate(t *testing.T) {
	inWorld(t, 3, nil, func(t *testing.T, w *world) {
		ann, ben, cy := w.joinQuietly(1), w.joinQuietly(2), w.joinQuietly(3)
		ann.say("d1-2", "a", "secret")
		only[wire.Sent](t, ann.taken())
		only[wire.Event](t, ben.taken())
		if got := cy.taken(); len(got) > 0 {
			t.Errorf("the third member got %+v", got)
		}
		late := w.join(3, [32]byte{})
		if convs := only[wire.Convs](t, late.taken()).Convs; len(convs) != 1 {
			t.Errorf("the third member is told of %+v", convs)
		}
		if err := late.Sync(wire.Sync{ID: 2}); err != nil {
			t.Fatal(err)
		}
		for _, e := range of[wire.Event](late.taken()) {
			if e.Kind == wire.KindMessage {
				t.Errorf("the third member was sent %+v", e)
			}
		}
	})
}

func TestForeignAndMissingConversationsLookTheSame(t *testing.T) {
	inWorld(t, 3, nil, func(t *testing.T, w *world) {
		ann, cy := w.joinQuietly(1), w.joinQuietly(3)
		ann.say("d1-2", "a", "secret")
		ann.taken()
		for _, conv := range []string{"d1-2", "d1-99", "d3-99", "d98-99"} {
			cy.say(conv, "c", "hi")
			cy.Read(wire.Read{ID: 7, Conv: conv, Upto: 1})
			if err := cy.History(wire.History{ID: 7, Conv: conv, Limit: 10}); err != nil {
				t.Fatal(err)
			}
			got := cy.taken()
			want := wire.Fault{Re: 7, Code: wire.CodeConv, Field: "conv", Text: fmt.Sprintf("no conversation %q", conv)}
			if faults := of[wire.Fault](got); len(got) != 3 || len(faults) != 3 || slices.ContainsFunc(faults, func(f wire.Fault) bool { return f != want }) {
				t.Errorf("%s: got %+v, want three times %+v", conv, got, want)
			}
		}
	})
}

func TestSameCIDIsStoredOnce(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		ann, annToo, ben := w.joinQuietly(1), w.joinQuietly(1), w.joinQuietly(2)
		ann.say(wire.Room, "a", "one")
		annToo.say(wire.Room, "a", "one") // while it is in flight
		first, second := only[wire.Sent](t, ann.taken()), only[wire.Sent](t, annToo.taken())
		ann.say("d1-2", "a", "two") // when it is stored
		third := only[wire.Sent](t, ann.taken())
		if second != first || third != first {
			t.Errorf("the answers differ: %+v, %+v, %+v", first, second, third)
		}
		w.stop()
		w.start()
		ann = w.join(1, [32]byte{})
		ann.taken()
		ann.say(wire.Room, "a", "one")
		if fourth := only[wire.Sent](t, ann.taken()); fourth != first {
			t.Errorf("after a restart the answer is %+v, was %+v", fourth, first)
		}
		if heard := of[wire.Event](ben.taken()); len(heard) != 1 {
			t.Errorf("the other member got %+v", heard)
		}
	})
}

func TestCIDsAreEachMembersOwn(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		ann, ben := w.joinQuietly(1), w.joinQuietly(2)
		ann.say(wire.Room, "a", "one")
		ben.say(wire.Room, "a", "two")
		if a, b := only[wire.Sent](t, ann.taken()), only[wire.Sent](t, ben.taken()); a.Seq == b.Seq {
			t.Errorf("two members' messages have one number: %+v, %+v", a, b)
		}
	})
}

func TestEventsComeInOrder(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		ann, ben := w.joinQuietly(1), w.joinQuietly(2)
		const rounds = 300
		for i := range rounds {
			ann.say(wire.Room, fmt.Sprint("r", i), "to all")
			if i%7 == 0 {
				ann.say("d1-2", fmt.Sprint("d", i), "to one")
			}
		}
		events := of[wire.Event](ben.taken())
		for i, e := range events {
			if e.Seq != events[0].Seq+uint64(i) {
				t.Fatalf("event %d follows %d", e.Seq, events[max(0, i-1)].Seq)
			}
		}
		if want := rounds + (rounds+6)/7; len(events) != want {
			t.Errorf("%d events, want %d", len(events), want)
		}
	})
}

func TestRunSplitsAtItsLimit(t *testing.T) {
	var r run
	if r.take() != nil {
		t.Error("an empty run is something")
	}
	line := make([]byte, maxRun-1)
	r.add(line)
	if got := r.take(); &got[0] != &line[0] {
		t.Error("a single event was copied")
	}
	r.add([]byte("a"))
	r.add([]byte("b"))
	if r.fits(line) {
		t.Error("a run grows beyond its limit")
	}
	if got := string(r.take()); got != "ab" {
		t.Errorf("took %q", got)
	}
}

// forgetful is a ledger that takes its time to say what was sent under a cid,
// and may take another cid for it before it looks.
type forgetful struct {
	Ledger
	gate    chan struct{}
	collide string
}

func (l *forgetful) Known(from uint64, cid string) bool {
	return cid == l.collide || l.Ledger.Known(from, cid)
}

func (l *forgetful) Find(from uint64, cid string) (uint64, time.Time, error) {
	<-l.gate
	return l.Ledger.Find(from, cid)
}

// What was sent again is looked for on the disk while the hub goes on, and is
// stored once however often it comes meanwhile.
func TestSentAgainHoldsNobodyUp(t *testing.T) {
	var l *forgetful
	inWorld(t, 2, func(o *Options) {
		l = &forgetful{Ledger: o.Ledger, gate: make(chan struct{}), collide: "other"}
		o.Ledger = l
	}, func(t *testing.T, w *world) {
		ann, ben := w.joinQuietly(1), w.joinQuietly(2)
		ann.say(wire.Room, "a", "hello")
		first := only[wire.Sent](t, ann.taken())
		for range 3 {
			ann.say(wire.Room, "a", "hello")
			ann.say(wire.Room, "other", "looks known and is not")
		}
		ben.say(wire.Room, "b", "not held up")
		only[wire.Sent](t, ben.taken())
		if sent := of[wire.Sent](ann.taken()); len(sent) > 0 {
			t.Errorf("answered without looking: %+v", sent)
		}
		close(l.gate)
		again, stored := 0, make(map[uint64]int)
		for _, sent := range of[wire.Sent](ann.taken()) {
			if sent.CID == "a" {
				again++
				if sent.Seq != first.Seq || !sent.Time.Equal(first.Time.Time) {
					t.Errorf("sent again it is answered with %+v, first with %+v", sent, first)
				}
				continue
			}
			stored[sent.Seq]++
		}
		if again != 3 || len(stored) != 1 {
			t.Errorf("%d of 3 are answered with the first; the other is stored as %v", again, stored)
		}
	})
}
