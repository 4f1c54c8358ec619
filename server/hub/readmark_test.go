package hub

import (
	"testing"

	"lobby/shared/wire"
)

// moved sends a Read, checks that it is done, and returns the read events that
// the desk got.
func (d *desk) moved(conv string, upto uint64) []wire.Event {
	d.t.Helper()
	d.Read(wire.Read{ID: 9, Conv: conv, Upto: upto})
	all := d.taken()
	if done := only[wire.Done](d.t, all); done.Re != 9 {
		d.t.Errorf("done is %+v", done)
	}
	return of[wire.Event](all)
}

func TestReadMarkMovesForward(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		ann, annToo, ben := w.joinQuietly(1), w.joinQuietly(1), w.joinQuietly(2)
		for _, cid := range []string{"a", "b", "c"} {
			ben.say(wire.Room, cid, "hello")
		}
		sent := of[wire.Sent](ben.taken())
		annToo.taken()
		ann.taken()

		events := ann.moved(wire.Room, sent[1].Seq)
		if len(events) != 1 || events[0].Kind != wire.KindRead || events[0].From != 1 || events[0].Upto != sent[1].Seq {
			t.Errorf("the mover got %+v", events)
		}
		if e := only[wire.Event](t, annToo.taken()); e.Seq != events[0].Seq {
			t.Errorf("the other device got %+v", e)
		}
		if got := ben.taken(); len(got) > 0 {
			t.Errorf("another member got %+v", got)
		}
		if events := ann.moved(wire.Room, sent[0].Seq); events != nil {
			t.Errorf("moved back: %+v", events)
		}
		if events := ann.moved(wire.Room, wire.MaxID); len(events) != 1 || events[0].Upto != sent[2].Seq {
			t.Errorf("moved beyond the newest: %+v", events)
		}
		if events := ann.moved(wire.Room, wire.MaxID); events != nil {
			t.Errorf("moved twice: %+v", events)
		}
	})
}

func TestReadMarksInFlight(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		ann, annToo, ben := w.joinQuietly(1), w.joinQuietly(1), w.joinQuietly(2)
		ben.say(wire.Room, "a", "hello")
		ben.say(wire.Room, "b", "hello")
		sent := of[wire.Sent](ben.taken())
		ann.taken()
		annToo.taken()
		ann.Read(wire.Read{ID: 9, Conv: wire.Room, Upto: sent[1].Seq})
		annToo.Read(wire.Read{ID: 8, Conv: wire.Room, Upto: sent[0].Seq})
		if events := of[wire.Event](ann.taken()); len(events) != 1 || events[0].Upto != sent[1].Seq {
			t.Errorf("events are %+v", events)
		}
		if done := only[wire.Done](t, annToo.taken()); done.Re != 8 {
			t.Errorf("the one behind got %+v", done)
		}
	})
}

func TestReadMarksSurviveARestart(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		ann, ben := w.joinQuietly(1), w.joinQuietly(2)
		ben.say("d1-2", "a", "one")
		first := only[wire.Sent](t, ben.taken())
		ann.moved("d1-2", first.Seq)
		ben.say("d1-2", "b", "two")
		ann.say("d1-2", "c", "own messages are never unread")
		second := only[wire.Sent](t, ben.taken())
		w.stop()
		w.start()
		convs := only[wire.Convs](t, w.join(1, [32]byte{}).taken()).Convs
		want := wire.Conv{Conv: "d1-2", Newest: second.Seq + 1, Read: first.Seq, Unread: 1}
		if len(convs) != 2 || convs[1] != want {
			t.Errorf("convs are %+v, want the pair's to be %+v", convs, want)
		}
	})
}
