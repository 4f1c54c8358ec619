package hub

import (
	"slices"
	"testing"
	"time"

	"lobby/shared/wire"
)

// waitTicks waits until presence that has changed has been told.
func waitTicks() {
	time.Sleep(DefaultTick) // the bubble's time, which passes at once
	settle()
}

func presence(all []wire.Message) (told []wire.Event) {
	for _, e := range of[wire.Event](all) {
		if e.Kind == wire.KindJoined || e.Kind == wire.KindLeft {
			told = append(told, e)
		}
	}
	return told
}

func TestJoinedOncePerMember(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		ann := w.joinQuietly(1)
		w.join(2, [32]byte{1})
		w.join(2, [32]byte{2})
		waitTicks()
		told := presence(ann.taken())
		if len(told) != 1 || told[0].Kind != wire.KindJoined || !slices.Equal(told[0].Members, []uint64{2}) || told[0].Conv != wire.Room {
			t.Errorf("two devices of one member were told as %+v", told)
		}
	})
}

func TestLeftAfterTheGrace(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		ann, phone, desktop := w.joinQuietly(1), w.joinQuietly(2), w.joinQuietly(2)
		phone.Leave()
		time.Sleep(2 * DefaultGrace)
		if told := presence(ann.taken()); told != nil {
			t.Errorf("with one of two devices gone: %+v", told)
		}
		desktop.Leave()
		time.Sleep(DefaultGrace - time.Nanosecond)
		if told := presence(ann.taken()); told != nil {
			t.Errorf("within the grace: %+v", told)
		}
		time.Sleep(time.Nanosecond)
		waitTicks()
		told := presence(ann.taken())
		if len(told) != 1 || told[0].Kind != wire.KindLeft || !slices.Equal(told[0].Members, []uint64{2}) {
			t.Errorf("after the grace: %+v", told)
		}
	})
}

func TestReloadIsNotTold(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		ann, ben := w.joinQuietly(1), w.joinQuietly(2)
		for range 5 {
			ben.Leave()
			time.Sleep(DefaultGrace - time.Second)
			ben = w.join(2, [32]byte{2})
		}
		time.Sleep(2 * DefaultGrace)
		if told := presence(ann.taken()); told != nil {
			t.Errorf("a page that was reloaded was told as %+v", told)
		}
	})
}

func TestManyArriveInFewEvents(t *testing.T) {
	inWorld(t, 101, nil, func(t *testing.T, w *world) {
		ann := w.joinQuietly(1)
		for id := uint64(2); id <= 101; id++ {
			w.join(id, [32]byte{byte(id)})
		}
		waitTicks()
		var all []uint64
		told := presence(ann.taken())
		for _, e := range told {
			if len(e.Members) > wire.MaxPresence {
				t.Errorf("event of %d members", len(e.Members))
			}
			all = append(all, e.Members...)
		}
		if len(all) != 100 || len(told) != 3 {
			t.Errorf("%d members in %d events, want 100 in 3", len(all), len(told))
		}
	})
}

func TestRestartIsNotTold(t *testing.T) {
	inWorld(t, 3, nil, func(t *testing.T, w *world) {
		w.joinQuietly(1)
		w.joinQuietly(2)
		w.joinQuietly(3).Leave()
		time.Sleep(2 * DefaultGrace)
		w.stop()
		last := w.ledger.Last()
		w.start()

		ann := w.join(1, [32]byte{1})
		snapshot := ann.taken()
		if seq := only[wire.Welcome](t, snapshot).Seq; seq != last {
			t.Errorf("the restart has written events %d to %d", last+1, seq)
		}
		online := map[uint64]bool{1: true, 2: true, 3: false}
		for _, m := range only[wire.Members](t, snapshot).Members {
			if m.Online != online[m.ID] {
				t.Errorf("member %d is online: %t", m.ID, m.Online)
			}
		}
		time.Sleep(DefaultStartGrace - time.Nanosecond)
		if told := presence(ann.taken()); told != nil {
			t.Errorf("within the grace of a start: %+v", told)
		}
		time.Sleep(time.Nanosecond)
		waitTicks()
		told := presence(ann.taken())
		if len(told) != 1 || told[0].Kind != wire.KindLeft || !slices.Equal(told[0].Members, []uint64{2}) {
			t.Errorf("who did not come back is told as %+v", told)
		}
	})
}

// heard keeps what is announced.
type heard struct{ events []wire.Event }

func (h *heard) Announce(e wire.Event) { h.events = append(h.events, e) }
func (h *heard) Renew() wire.Group     { return wire.Group{} }

func TestAnnouncedIsWhatIsDelivered(t *testing.T) {
	var net heard
	inWorld(t, 2, func(o *Options) { o.Announcer = &net }, func(t *testing.T, w *world) {
		ann := w.joinQuietly(1)
		w.join(2, [32]byte{})
		ann.say(wire.Room, "a", "hello")
		waitTicks()
		told := presence(ann.taken())
		if len(net.events) != 2 || len(told) != 1 || net.events[1].Seq != told[0].Seq {
			t.Errorf("announced %+v, delivered %+v", net.events, told)
		}
	})
}
