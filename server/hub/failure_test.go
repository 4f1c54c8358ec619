package hub

import (
	"errors"
	"testing"
	"time"

	"lobby/server/ledger"
	"lobby/shared/wire"
)

// ailing is a ledger that can refuse drafts at once, or when they should be on
// the disk.
type ailing struct {
	Ledger
	hub            func() *Hub
	refuse, unable error
}

// fall makes the ledger ill, or well again.
func (l *ailing) fall(refuse, unable error) {
	l.hub().ask(func() { l.refuse, l.unable = refuse, unable })
}

func (l *ailing) Append(d ledger.Draft) error {
	if l.refuse != nil {
		return l.refuse
	}
	if l.unable != nil {
		go l.hub().Committed([]ledger.Commit{{Event: d.Event, Tag: d.Tag, Err: l.unable}})
		return nil
	}
	return l.Ledger.Append(d)
}

func inAilingWorld(t *testing.T, members int, test func(*testing.T, *world, *ailing)) {
	var w *world
	l := &ailing{hub: func() *Hub { return w.hub }}
	inWorld(t, members, func(o *Options) {
		l.Ledger = o.Ledger
		o.Ledger = l
	}, func(t *testing.T, inner *world) {
		w = inner
		test(t, w, l)
	})
}

func TestNotStoredIsSaid(t *testing.T) {
	inAilingWorld(t, 2, func(t *testing.T, w *world, l *ailing) {
		ann, ben := w.joinQuietly(1), w.joinQuietly(2)
		ben.say(wire.Room, "a", "hello")
		seq := only[wire.Sent](t, ben.taken()).Seq
		ann.taken()
		for _, c := range []struct {
			refuse, unable error
			code           wire.Code
		}{
			{refuse: ledger.ErrBusy, code: wire.CodeBusy},
			{refuse: ledger.ErrClosed, code: wire.CodeNotStored},
			{unable: errors.New("no space left on device"), code: wire.CodeNotStored},
		} {
			l.fall(c.refuse, c.unable)
			ann.say(wire.Room, "b", "lost")
			if f := only[wire.Fault](t, ann.taken()); f.Code != c.code || f.Re != 7 || (f.RetryMS > 0) != (c.code == wire.CodeBusy) {
				t.Errorf("%+v: a message was answered with %+v", c, f)
			}
			ann.Read(wire.Read{ID: 8, Conv: wire.Room, Upto: seq})
			if f := only[wire.Fault](t, ann.taken()); f.Code != c.code || f.Re != 8 {
				t.Errorf("%+v: a read was answered with %+v", c, f)
			}
		}
		if got := ben.taken(); len(got) > 0 {
			t.Errorf("what was not stored came as %+v", got)
		}
		l.fall(nil, nil)
		ann.say(wire.Room, "b", "again")
		only[wire.Sent](t, ann.taken())
		if events := ann.moved(wire.Room, seq); len(events) != 1 {
			t.Errorf("the mark moved with %+v", events)
		}
	})
}

func TestPresenceIsTriedAgain(t *testing.T) {
	inAilingWorld(t, 3, func(t *testing.T, w *world, l *ailing) {
		ann := w.joinQuietly(1)
		l.fall(nil, errors.New("no space left on device"))
		w.join(2, [32]byte{})
		waitTicks()
		l.fall(ledger.ErrBusy, nil)
		w.join(3, [32]byte{})
		time.Sleep(5 * retryPresence)
		if told := presence(ann.taken()); told != nil {
			t.Errorf("what could not be stored was told: %+v", told)
		}
		l.fall(nil, nil)
		time.Sleep(retryPresence)
		waitTicks()
		if told := presence(ann.taken()); len(told) != 1 || len(told[0].Members) != 2 {
			t.Errorf("told %+v, want two members in one event", told)
		}
	})
}

func TestUnreadableLogIsSaid(t *testing.T) {
	inWorld(t, 1, func(o *Options) { o.Ledger = unreadable{o.Ledger} }, func(t *testing.T, w *world) {
		ann := w.joinQuietly(1)
		if err := ann.History(wire.History{ID: 2, Conv: wire.Room, Limit: 1}); err != nil {
			t.Fatal(err)
		}
		if f := only[wire.Fault](t, ann.taken()); f.Code != wire.CodeInternal || f.Re != 2 {
			t.Errorf("answered with %+v", f)
		}
		if err := ann.Sync(wire.Sync{ID: 3}); err != nil {
			t.Fatal(err)
		}
		if f := only[wire.Fault](t, ann.taken()); f.Code != wire.CodeInternal || f.Re != 3 {
			t.Errorf("answered with %+v", f)
		}
	})
}

type unreadable struct{ Ledger }

func (unreadable) Page(string, uint64, int) ([][]byte, bool, error) {
	return nil, false, errors.New("input/output error")
}

func (unreadable) Since(uint64, int, func(string, wire.Kind, uint64) bool) ([][]byte, uint64, bool, error) {
	return nil, 0, false, errors.New("input/output error")
}

// blind is a ledger that can't tell of any id whether it was used.
type blind struct {
	Ledger
	err error
}

func (*blind) Known(uint64, string) bool { return true }

func (l *blind) Find(from uint64, cid string) (uint64, time.Time, error) {
	if l.err != nil {
		return 0, time.Time{}, l.err
	}
	return l.Ledger.Find(from, cid)
}

// What may be stored already is refused, and not stored again, as long as that
// can't be told.
func TestUnsureIsNotStored(t *testing.T) {
	l := new(blind)
	inWorld(t, 1, func(o *Options) {
		l.Ledger = o.Ledger
		o.Ledger = l
	}, func(t *testing.T, w *world) {
		ann := w.joinQuietly(1)
		ann.say(wire.Room, "a", "hello")
		first := only[wire.Sent](t, ann.taken())
		l.err = errors.New("input/output error")
		for range 2 {
			ann.say(wire.Room, "a", "hello")
			if f := only[wire.Fault](t, ann.taken()); f.Code != wire.CodeNotStored || f.Re != 7 {
				t.Errorf("answered with %+v", f)
			}
		}
		l.err = nil
		ann.say(wire.Room, "a", "hello")
		if again := only[wire.Sent](t, ann.taken()); again.Seq != first.Seq || w.ledger.Newest(wire.Room) != first.Seq {
			t.Errorf("stored as %d and %d", first.Seq, again.Seq)
		}
	})
}
