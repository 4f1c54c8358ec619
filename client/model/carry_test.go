package model

import (
	"testing"

	"lobby/shared/wire"
)

// outlasts expects that a request that the server's disk did not take is made again
// later, and that the user is told.
func outlasts(t *testing.T, s *State, r wire.Request) {
	t.Helper()
	s.Notice = nil
	got := s.Apply(Answered{r, wire.Fault{Code: wire.CodeNotStored}})
	if again := requests(got); len(again) != 1 || again[0].Type() != r.Type() || got[0].(Transmit).Delay != diskRetry {
		t.Errorf("after %T was not stored: %+v", r, got)
	}
	if s.Notice == nil || s.Notice.Code != wire.CodeNotStored {
		t.Errorf("after %T was not stored the user is told %+v", r, s.Notice)
	}
}

func TestFilesOutlastADiskThatStoresNothing(t *testing.T) {
	m := chat(t)
	pair := wire.Pair(me, 2)
	offered := requests(m.state.Apply(Examined{Era: m.state.Era, Conv: pair, Files: []LocalFile{{Path: "/a", Name: "a", Size: 1, CID: "own", Conv: pair}}}))
	if len(offered) != 1 {
		t.Fatalf("%+v", offered)
	}
	outlasts(t, m.state, offered[0])

	const seq = 1000
	m.state.Apply(Received{wire.Event{Seq: seq, Kind: wire.KindOffer, Conv: pair, From: 2, CID: "theirs", File: &wire.File{Name: "b", Size: 1}}})
	accepted := requests(m.state.Do(AcceptOffer{Offer: seq}))
	if len(accepted) != 1 {
		t.Fatalf("%+v", accepted)
	}
	outlasts(t, m.state, accepted[0])
}
