package model

import (
	"testing"

	"lobby/shared/wire"
)

// notified returns what of effects is told outside of the window.
func notified(effects []Effect) []Notify {
	var out []Notify
	for _, e := range effects {
		if n, ok := e.(Notify); ok {
			out = append(out, n)
		}
	}
	return out
}

func TestNotify(t *testing.T) {
	s := New()
	welcome := func() {
		s.Apply(Welcomed{Welcome: wire.Welcome{Member: wire.Member{ID: 1, Name: "a"}, Seq: 5}, Server: "host"})
		s.Apply(Received{wire.Ready{}})
	}
	welcome()
	seq := uint64(5)
	say := func(from uint64, conv string) int {
		seq++
		return len(notified(s.Apply(Received{wire.Event{Seq: seq, Kind: wire.KindMessage, Conv: conv, From: from, Text: "hi"}})))
	}
	if say(2, wire.Room) != 0 {
		t.Error("a window that is looked at tells of a message")
	}
	s.Do(Focus{On: false})
	for _, c := range []struct {
		what string
		from uint64
		conv string
		want int
	}{{"the room", 2, wire.Room, 1}, {"a pair", 3, wire.Pair(1, 3), 1}, {"an own message", 1, wire.Room, 0}} {
		if got := say(c.from, c.conv); got != c.want {
			t.Errorf("%s is told of %d times, want %d", c.what, got, c.want)
		}
	}
	again := notified(s.Apply(Received{wire.Event{Seq: seq - 1, Kind: wire.KindMessage, Conv: wire.Pair(1, 3), From: 3, Text: "hi"}}))
	if len(again) != 0 {
		t.Error("an event that comes twice is told of twice")
	}
	s.Do(SetMuted{Conv: wire.Room, On: true})
	s.Do(SetMuted{Conv: wire.Room, On: true})
	if say(2, wire.Room) != 0 || say(3, wire.Pair(1, 3)) != 1 {
		t.Error("muting the room does not mute the room alone")
	}
	if room, all := s.Convs[wire.Room].Unread, s.UnreadTotal(); room != 3 || all != 2 {
		t.Errorf("%d unread in the muted room and %d in all that are not muted, want 3 and 2", room, all)
	}
	if n := len(s.Settings.Muted); n != 1 {
		t.Errorf("it is muted %d times", n)
	}
	saved := s.Do(SetMuted{Conv: wire.Room})
	if len(saved) != 1 || len(saved[0].(Save).Settings.Muted) != 0 || say(2, wire.Room) != 1 {
		t.Errorf("unmuting saves %+v", saved)
	}
}
