package hub

import (
	"fmt"
	"strings"
	"testing"

	"lobby/shared/wire"
)

// page asks for history and puts the answer's parts together.
func (d *desk) page(conv string, before uint64, limit int) (events []wire.Event, parts int, more bool) {
	d.t.Helper()
	if err := d.History(wire.History{ID: 5, Conv: conv, Before: before, Limit: limit}); err != nil {
		d.t.Fatal(err)
	}
	pages := of[wire.Page](d.taken())
	for i, p := range pages {
		if p.Re != 5 || p.Conv != conv || p.Last != (i == len(pages)-1) {
			d.t.Errorf("part %d of %d: re %d, conv %s, last %t", i, len(pages), p.Re, p.Conv, p.Last)
		}
		events = append(events, p.Events...)
		more = p.More
	}
	for i := 1; i < len(events); i++ {
		if events[i].Seq <= events[i-1].Seq {
			d.t.Errorf("event %d follows %d", events[i].Seq, events[i-1].Seq)
		}
	}
	return events, len(pages), more
}

func TestHistoryBackwards(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		ann := w.joinQuietly(1)
		for i := range 250 {
			ann.say("d1-2", fmt.Sprint(i), fmt.Sprint("text ", i))
		}
		ann.taken()
		if events, parts, more := ann.page(wire.Room, 0, 10); len(events) != 1 || parts != 1 || more {
			t.Errorf("the room has %+v in %d parts, more %t", events, parts, more)
		}
		var before uint64
		for next := 250; next > 0; {
			events, _, more := ann.page("d1-2", before, 100)
			for i := len(events) - 1; i >= 0; i-- {
				if next--; events[i].Text != fmt.Sprint("text ", next) {
					t.Fatalf("found %q where message %d was due", events[i].Text, next)
				}
			}
			if more != (next > 0) {
				t.Errorf("with %d messages left more is %t", next, more)
			}
			before = events[0].Seq
		}
	})
}

func TestEmptyHistoryIsOnePart(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		if events, parts, more := w.joinQuietly(1).page("d1-2", 0, 10); len(events) != 0 || parts != 1 || more {
			t.Errorf("%+v in %d parts, more %t", events, parts, more)
		}
	})
}

func TestLargeHistoryComesInParts(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		ann := w.joinQuietly(1)
		text := strings.Repeat("\U0001F44B", wire.MaxText) // 16,000 bytes
		for i := range wire.MaxPage {
			ann.say("d1-2", fmt.Sprint(i), text)
		}
		ann.taken()
		events, parts, more := ann.page("d1-2", 0, wire.MaxPage)
		if want := maxPageBytes / 16100; len(events) != want || !more || parts < 4 {
			t.Errorf("%d events in %d parts, more %t; want %d events, and more", len(events), parts, more, want)
		}
		if last := events[len(events)-1].Seq; last != w.ledger.Last() {
			t.Errorf("the newest event is %d, want %d", last, w.ledger.Last())
		}
	})
}

// synced asks for what came after a number.
func (d *desk) synced(after uint64) ([]wire.Event, wire.Synced) {
	d.t.Helper()
	if err := d.Sync(wire.Sync{ID: 6, After: after}); err != nil {
		d.t.Fatal(err)
	}
	all := d.taken()
	return of[wire.Event](all), only[wire.Synced](d.t, all)
}

func TestSyncBringsWhatWasMissed(t *testing.T) {
	inWorld(t, 3, nil, func(t *testing.T, w *world) {
		ann, ben := w.joinQuietly(1), w.joinQuietly(2)
		after := w.ledger.Last()
		const rounds = 500
		for i := range rounds {
			ben.say(wire.Room, fmt.Sprint("r", i), "to all")
			ben.say("d2-3", fmt.Sprint("p", i), "to Cy")
		}
		live := of[wire.Event](ann.taken())
		missed, synced := ann.synced(after)
		if synced.Gap || synced.Through != w.ledger.Last() || synced.Re != 6 {
			t.Errorf("synced is %+v", synced)
		}
		if fmt.Sprint(missed) != fmt.Sprint(live) || len(missed) != rounds {
			t.Errorf("%d events were missed and %d came live", len(missed), len(live))
		}
		if none, synced := ann.synced(w.ledger.Last()); none != nil || synced.Gap || synced.Through != w.ledger.Last() {
			t.Errorf("nothing was missed, but there came %d events and %+v", len(none), synced)
		}
	})
}

func TestSyncOfTooMuchIsAGap(t *testing.T) {
	for limit, most := range map[int]int{0: wire.MaxSync, 7: 7, syncStep: syncStep} {
		inWorld(t, 2, func(o *Options) { o.MaxSync = limit }, func(t *testing.T, w *world) {
			ann, ben := w.joinQuietly(1), w.joinQuietly(2)
			after := w.ledger.Last()
			for i := range most + 1 {
				ben.say(wire.Room, fmt.Sprint(i), "hello")
			}
			ann.taken()
			if events, synced := ann.synced(after); events != nil || !synced.Gap || synced.Through != w.ledger.Last() {
				t.Errorf("most %d: %d events and %+v", most, len(events), synced)
			}
			if events, synced := ann.synced(after + 1); len(events) != most || synced.Gap {
				t.Errorf("most %d: %d events and %+v", most, len(events), synced)
			}
		})
	}
}

// A client that knows more than the log has is told where this one ends.
func TestSyncBeyondTheLogIsAGap(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		ann := w.joinQuietly(1)
		ann.say(wire.Room, "1", "hello")
		ann.taken()
		for _, after := range []uint64{w.ledger.Last() + 1, wire.MaxID} {
			if events, synced := ann.synced(after); events != nil || !synced.Gap || synced.Through != w.ledger.Last() {
				t.Errorf("after %d: %d events and %+v", after, len(events), synced)
			}
		}
	})
}
