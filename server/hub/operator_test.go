package hub

import (
	"errors"
	"testing"

	"lobby/shared/wire"
)

// keys is an announcer that hands out numbered keys.
type keys struct{ count byte }

func (k *keys) Announce(wire.Event) {}
func (k *keys) Renew() wire.Group {
	k.count++
	return wire.Group{Addr: "224.111.1.1:5007", Key: []byte{k.count}}
}

func TestDismiss(t *testing.T) {
	removed := make(map[[32]byte]bool)
	edit := func(o *Options) {
		o.Announcer = &keys{}
		o.Admits = func(member uint64, device [32]byte) bool { return !removed[device] }
	}
	inWorld(t, 2, edit, func(t *testing.T, w *world) {
		stays, phone, tablet := w.join(1, [32]byte{1}), w.join(2, [32]byte{2}), w.join(2, [32]byte{3})
		waitTicks()
		for _, d := range w.desks {
			d.taken()
		}
		settle()
		w.hub.ask(func() { removed[[32]byte{2}] = true })
		w.hub.Dismiss(2, wire.Bye{Code: wire.CodeLoggedOut})
		if bye := phone.ended(); bye.Code != wire.CodeLoggedOut {
			t.Errorf("the removed device was told %+v", bye)
		}
		for name, d := range map[string]*desk{"another member": stays, "another device": tablet} {
			if bye := d.ended(); bye.Code != "" {
				t.Errorf("%s was told %+v", name, bye)
			}
			if g := only[wire.Regroup](t, d.taken()).Group; len(g.Key) != 1 || g.Key[0] != 1 {
				t.Errorf("%s got the key %+v", name, g)
			}
		}
		if got := phone.taken(); len(of[wire.Regroup](got)) > 0 {
			t.Error("the removed device got the new key")
		}
		late := &desk{t: t}
		if _, err := w.hub.Join(1, wire.Member{ID: 2}, [32]byte{2}, late); !errors.Is(err, ErrDismissed) || late.taken() != nil {
			t.Errorf("a login that came too late: %v", err)
		}
		if welcome := only[wire.Welcome](t, w.join(1, [32]byte{4}).taken()); welcome.Group.Key[0] != 1 {
			t.Errorf("a later login got the key %+v", welcome.Group)
		}
	})
}

// A device that is removed otherwise than by Dismiss has the old key too.
func TestEveryRemovalRenewsTheKey(t *testing.T) {
	removed := make(map[[32]byte]bool)
	edit := func(o *Options) {
		o.Announcer = &keys{}
		o.Admits = func(_ uint64, device [32]byte) bool { return !removed[device] }
	}
	inWorld(t, 2, edit, func(t *testing.T, w *world) {
		stays, phone := w.join(1, [32]byte{1}), w.join(2, [32]byte{2})
		renewed := func(by string, n byte) {
			t.Helper()
			settle()
			if g := only[wire.Regroup](t, stays.taken()).Group; len(g.Key) != 1 || g.Key[0] != n {
				t.Errorf("after %s the key is %+v", by, g)
			}
		}
		waitTicks()
		stays.taken()
		phone.LoggedOut()
		renewed("a logout", 1)
		w.join(2, [32]byte{3})
		waitTicks()
		stays.taken()
		w.hub.ask(func() { removed[[32]byte{3}] = true })
		if welcome := only[wire.Welcome](t, w.join(2, [32]byte{4}).taken()); welcome.Group.Key[0] != 2 {
			t.Errorf("the newer device got the key %+v", welcome.Group)
		}
		renewed("a newer device", 2)
	})
}

func TestAddedAndRenamed(t *testing.T) {
	inWorld(t, 2, nil, func(t *testing.T, w *world) {
		one := w.joinQuietly(1)
		w.hub.Renamed(wire.Member{ID: 1, Name: "Ann"})
		w.hub.Added(wire.Member{ID: 9, Name: "Zoe"})
		told := of[wire.Members](one.taken())
		if len(told) != 2 || told[0].Members[0] != (wire.Member{ID: 1, Name: "Ann", Online: true}) || told[1].Members[0] != (wire.Member{ID: 9, Name: "Zoe"}) {
			t.Errorf("was told %+v", told)
		}
		names := make(map[uint64]string)
		for _, some := range of[wire.Members](w.join(2, [32]byte{2}).taken()) {
			for _, m := range some.Members {
				names[m.ID] = m.Name
			}
		}
		if names[1] != "Ann" || names[9] != "Zoe" || len(names) != 3 {
			t.Errorf("a later login was told %v", names)
		}
		if sessions, members := w.hub.Sessions(); sessions != 2 || members != 2 {
			t.Errorf("%d sessions of %d members", sessions, members)
		}
	})
}
