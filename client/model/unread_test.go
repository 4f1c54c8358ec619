package model

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lobby/shared/wire"
)

func TestSeenMovesTheMarkerAtOnceAndTellsTheServerOneAtATime(t *testing.T) {
	m := chat(t)
	for range 3 {
		m.say(2, wire.Room)
	}
	m.settle()
	if m.room().Unread != 3 || m.state.UnreadTotal() != 3 {
		t.Fatalf("%d unread", m.room().Unread)
	}
	first := m.state.Do(Seen{wire.Room, 1})
	if d := cmp.Diff([]wire.Request{wire.Read{Conv: wire.Room, Upto: 1}}, requests(first)); d != "" {
		t.Error(d)
	}
	if m.room().Unread != 2 {
		t.Errorf("%d unread", m.room().Unread)
	}
	if got := m.state.Do(Seen{wire.Room, 1}); got != nil {
		t.Errorf("the same again: %v", got)
	}
	if got := m.state.Do(Seen{wire.Room, 99}); got != nil || m.room().Unread != 0 || m.room().Read != 3 {
		t.Errorf("%v, %+v", got, m.room())
	}
	next := m.state.Apply(Answered{wire.Read{Conv: wire.Room, Upto: 1}, wire.Done{}})
	if d := cmp.Diff([]wire.Request{wire.Read{Conv: wire.Room, Upto: 3}}, requests(next)); d != "" {
		t.Error(d)
	}
	if got := m.state.Apply(Answered{wire.Read{Conv: wire.Room, Upto: 3}, wire.Done{}}); got != nil {
		t.Errorf("%v", got)
	}
}

func TestOwnAndJoinedRowsNeedNoMark(t *testing.T) {
	m := chat(t)
	m.comeOrGo(2)
	m.say(me, wire.Room)
	m.settle()
	if got := m.state.Do(Seen{wire.Room, 2}); got != nil {
		t.Errorf("%v", got)
	}
}

func TestMarkThatTheServerRefuses(t *testing.T) {
	m := chat(t)
	m.say(2, wire.Room)
	m.settle()
	read := requests(m.state.Do(Seen{wire.Room, 1}))[0]
	got := m.state.Apply(Answered{read, wire.Fault{Code: wire.CodeBusy, RetryMS: 5}})
	if len(requests(got)) != 1 {
		t.Fatalf("%v", got)
	}
	got = m.state.Apply(Answered{read, wire.Fault{Code: wire.CodeNotStored}})
	if len(requests(got)) != 1 || got[0].(Transmit).Delay != diskRetry {
		t.Fatalf("%v", got)
	}
	if got := m.state.Apply(Answered{read, wire.Fault{Code: wire.CodeInternal}}); got != nil {
		t.Errorf("%v", got)
	}
	m.say(2, wire.Room)
	m.settle()
	if got := m.state.Do(Seen{wire.Room, 2}); len(requests(got)) != 1 {
		t.Errorf("no further mark was tried: %v", got)
	}
}

func TestReadOnAnotherDeviceFarAboveWhatIsLoaded(t *testing.T) {
	m := newSim(t)
	pair := wire.Pair(me, 2)
	for range 30 {
		m.say(2, pair)
	}
	m.connect()
	m.settle()
	if c := m.state.Convs[pair]; c.Unread != 30 || len(c.Rows) != 0 {
		t.Fatalf("%+v", c)
	}
	m.markRead(pair, 20)
	m.settle()
	if c := m.state.Convs[pair]; c.Unread != 10 {
		t.Errorf("%d unread, want 10", c.Unread)
	}
}

func TestLineOfNewMessages(t *testing.T) {
	m := newSim(t)
	pair := wire.Pair(me, 2)
	for range 6 {
		m.say(2, pair)
	}
	m.read[pair] = 1
	m.connect()
	m.settle()
	m.do(m.state.Do(Open{pair}))
	c := m.state.Shown()
	if c.FirstUnread != 0 {
		t.Errorf("the line stands at %d before its row has come", c.FirstUnread)
	}
	m.settle()
	if c.FirstUnread != 0 {
		t.Errorf("the line stands at %d, and rows above it are missing", c.FirstUnread)
	}
	m.do(m.state.Do(Seen{pair, 6}))
	m.do(m.state.Do(LoadOlder{pair}))
	m.settle()
	if c.FirstUnread != 2 {
		t.Errorf("the line stands at %d, want 2", c.FirstUnread)
	}
	m.say(2, pair)
	m.settle()
	if c.FirstUnread != 2 {
		t.Errorf("the line moved to %d under the reader", c.FirstUnread)
	}
	m.do(m.state.Do(Seen{pair, uint64(len(m.log))}))
	m.settle()

	m.do(m.state.Do(Focus{false}))
	m.say(2, pair)
	m.settle()
	if want := uint64(len(m.log)); c.FirstUnread != want {
		t.Errorf("the line stands at %d, want %d: that came while nobody looked", c.FirstUnread, want)
	}
	m.do(m.state.Do(SendText{Conv: pair, Text: "answer", CID: "c1", Now: noon}))
	if c.FirstUnread != 0 {
		t.Errorf("the line stays at %d after an answer", c.FirstUnread)
	}
}

func TestLineAfterAnOutageThatNobodySaw(t *testing.T) {
	m := chat(t)
	m.say(2, wire.Room)
	m.settle()
	m.do(m.state.Do(Seen{wire.Room, 1}))
	m.settle()
	m.do(m.state.Do(Focus{false}))
	m.cut()
	m.say(2, wire.Room)
	m.say(2, wire.Room)
	m.connect()
	m.settle()
	if got := m.room().FirstUnread; got != 3 { // 2 is the read mark
		t.Errorf("the line stands at %d, want 3", got)
	}
}
