package model

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lobby/shared/wire"
)

func TestMulticastAndConnectionShowOneRow(t *testing.T) {
	m := chat(t)
	m.comeOrGo(2)
	e := m.log[0]
	m.do(m.state.Apply(Heard{e}))
	if !m.state.Members[2].Online || len(m.room().Rows) != 1 || m.state.LastSeq != 0 {
		t.Errorf("%+v, rows %v, last %d", m.state.Members[2], m.room().Rows, m.state.LastSeq)
	}
	m.settle()
	m.do(m.state.Apply(Heard{e}))
	if len(m.room().Rows) != 1 || m.state.LastSeq != 1 {
		t.Errorf("rows %v, last %d", m.room().Rows, m.state.LastSeq)
	}
}

func TestOldDatagramDoesNotUndoANewerEvent(t *testing.T) {
	m := chat(t)
	m.comeOrGo(2)
	m.comeOrGo(2)
	m.settle()
	m.state.Apply(Heard{m.log[0]})
	if m.state.Members[2].Online {
		t.Error("a late datagram brought a member back")
	}
}

func TestSnapshotDoesNotUndoANewerDatagram(t *testing.T) {
	m := chat(t)
	m.cut()
	m.connect()
	m.comeOrGo(2) // after the snapshot was taken
	for !m.state.welcomed {
		m.deliver()
	}
	m.state.Apply(Heard{m.log[0]})
	for !m.state.ready {
		m.deliver()
		if !m.state.Members[2].Online {
			t.Fatal("an older snapshot took a member away")
		}
	}
}

func TestDatagramBeforeALoginIsIgnored(t *testing.T) {
	s := New()
	s.Apply(Heard{wire.Event{Seq: 1, Kind: wire.KindJoined, Conv: wire.Room, Members: []uint64{2}}})
	if len(s.Members) != 0 || len(s.room().Rows) != 0 {
		t.Errorf("%v", s.Members)
	}
}

func TestUnknownMemberHasANumberForAName(t *testing.T) {
	m := chat(t)
	m.add(wire.Event{Kind: wire.KindJoined, Conv: wire.Room, Members: []uint64{77}})
	m.settle()
	if got := m.state.Name(77); got != "#77" {
		t.Errorf("%q", got)
	}
	if got := m.state.Name(78); got != "#78" {
		t.Errorf("%q", got)
	}
	m.state.Apply(Received{wire.Members{Members: []wire.Member{{ID: 77, Name: "新人", Online: true}}}})
	if got := m.state.Name(77); got != "新人" {
		t.Errorf("%q", got)
	}
}

func TestOthersAreSorted(t *testing.T) {
	m := chat(t)
	m.state.Apply(Received{wire.Members{Members: []wire.Member{
		{ID: 2, Name: "bob"}, {ID: 3, Name: "Zoe", Online: true}, {ID: 4, Name: "Alice"}, {ID: 5, Name: "yan", Online: true}, {ID: 6, Name: "bob"},
	}}})
	names := func() (ids []uint64) {
		for _, o := range m.state.Others() {
			ids = append(ids, o.ID)
		}
		return ids
	}
	if d := cmp.Diff([]uint64{5, 3, 4, 2, 6}, names()); d != "" {
		t.Error(d)
	}
	m.state.Apply(Heard{wire.Event{Seq: 9, Kind: wire.KindJoined, Conv: wire.Room, Members: []uint64{4}}})
	if d := cmp.Diff([]uint64{4, 5, 3, 2, 6}, names()); d != "" {
		t.Error(d)
	}
}

func TestSelfIsRenamedWithItsMember(t *testing.T) {
	m := chat(t)
	m.state.Apply(Received{wire.Members{Members: []wire.Member{{ID: me, Name: "new", Online: true}}}})
	if m.state.Self.Name != "new" {
		t.Errorf("%+v", m.state.Self)
	}
}

func TestKindsOfLaterServersAreSkipped(t *testing.T) {
	m := chat(t)
	m.add(wire.Event{Kind: "reaction", Conv: wire.Room, From: 2})
	m.say(2, wire.Room)
	m.settle()
	if len(m.room().Rows) != 1 || m.state.LastSeq != 2 {
		t.Errorf("rows %v, last %d", m.room().Rows, m.state.LastSeq)
	}
}

func TestSettings(t *testing.T) {
	s := New()
	s.Do(SetLanguage{"ja"})
	got := s.Do(SetTheme{ThemeDark})
	if d := cmp.Diff([]Effect{Save{Settings{Language: "ja", Theme: ThemeDark}}}, got); d != "" {
		t.Error(d)
	}
	s.Apply(Failed{Problem{Code: CodeStore}})
	if s.Notice == nil || s.Notice.Code != CodeStore {
		t.Errorf("%+v", s.Notice)
	}
}

func TestPairWith(t *testing.T) {
	m := chat(t)
	if m.state.PairWith(2) != nil {
		t.Error("a conversation that has not begun")
	}
	m.say(2, wire.Pair(me, 2))
	m.settle()
	if c := m.state.PairWith(2); c == nil || c.Unread != 1 {
		t.Errorf("%+v", c)
	}
}
