package model

import (
	"testing"

	"lobby/shared/wire"
)

// What is known by number of one log is nothing in another, whatever its newest number
// is, also where only what was stored by an earlier run of the program is known.
func TestAnotherLog(t *testing.T) {
	cargo := Cargo{Server: online, Member: me, Log: "one", Sends: []LocalFile{{CID: "a"}}, Fetches: []Fetch{{Offer: 8}}}
	for _, c := range []struct {
		before, now string
		kept        bool
	}{{"one", "one", true}, {"one", "two", false}, {"", "two", true}, {"one", "", true}} {
		cargo.Log = c.before
		s := New()
		s.Apply(Started{Cargo: []Cargo{cargo}})
		s.Apply(Welcomed{Server: online, Welcome: wire.Welcome{Member: wire.Member{ID: me}, Log: c.now, Seq: 9}})
		if kept := len(s.cargo.Fetches) == 1; kept != c.kept || len(s.cargo.Sends) != 1 {
			t.Errorf("with %q after %q there is %+v", c.now, c.before, s.cargo)
		}
	}
}
