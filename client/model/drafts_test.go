package model

import (
	"testing"

	"lobby/shared/wire"
)

func savedDrafts(t *testing.T, effects []Effect) Drafts {
	t.Helper()
	for _, e := range effects {
		if e, ok := e.(SaveDrafts); ok {
			return e.Drafts
		}
	}
	t.Fatalf("no drafts are saved by %v", effects)
	return Drafts{}
}

func TestDraftsAreKept(t *testing.T) {
	m := chat(t)
	s, pair := m.state, wire.Pair(me, 2)
	s.Do(SetDraft{Conv: wire.Room, Text: "to all"})
	kept := savedDrafts(t, s.Do(SetDraft{Conv: pair, Text: "to you"}))
	if kept.Server != online || kept.Member != me || len(kept.Drafts) != 2 {
		t.Fatalf("saved %+v", kept)
	}
	if out := s.Do(SetDraft{Conv: pair, Text: "to you"}); len(out) != 0 {
		t.Errorf("what did not change is saved: %v", out)
	}

	next := New()
	next.Apply(Started{Drafts: []Drafts{{Server: online, Member: 9, Drafts: []Draft{{wire.Room, "of another"}}}, kept}})
	logIn := func(member uint64) {
		next.Apply(Welcomed{Server: online, Welcome: wire.Welcome{Member: wire.Member{ID: member}}})
		next.Apply(Received{wire.Ready{}})
	}
	logIn(me)
	if room, with := next.Convs[wire.Room].Draft, next.Convs[pair].Draft; room != "to all" || with != "to you" {
		t.Errorf("after the restart the drafts are %q and %q", room, with)
	}
	logIn(9)
	if got := next.Convs[wire.Room].Draft; got != "of another" {
		t.Errorf("another member's draft is %q", got)
	}
	logIn(me)
	if got := next.Convs[wire.Room].Draft; got != "to all" {
		t.Errorf("when the member comes back the draft is %q", got)
	}
	sent := savedDrafts(t, next.Do(SendText{Conv: wire.Room, Text: "to all", CID: "c", Now: noon}))
	if len(sent.Drafts) != 1 || sent.Drafts[0].Conv != pair {
		t.Errorf("after sending %+v", sent)
	}
}
