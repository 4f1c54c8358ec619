package model

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lobby/shared/wire"
)

func TestOpenFetchesOnce(t *testing.T) {
	m := chat(t)
	pair := wire.Pair(me, 2)
	got := requests(m.state.Do(Open{pair}))
	if d := cmp.Diff([]wire.Request{wire.History{Conv: pair, Before: 1, Limit: pageSize}}, got); d != "" {
		t.Fatal(d)
	}
	for _, i := range []Intent{Open{pair}, LoadOlder{pair}, Open{"d2-3"}, Open{"nonsense"}, LoadOlder{"d2-3"}} {
		if got := m.state.Do(i); got != nil {
			t.Errorf("%#v: %v", i, got)
		}
	}
}

func TestHalfAPageIsNotShown(t *testing.T) {
	m := newSim(t)
	for range 10 {
		m.say(2, wire.Room)
	}
	m.connect()
	m.settle()
	m.do(m.state.Do(LoadOlder{wire.Room}))
	m.serve()
	m.deliver() // the older half of the page
	if n := len(m.room().Rows); n != 4 {
		t.Fatalf("%d rows are shown, want the 4 of the page before", n)
	}
	m.cut()
	for range m.maxSync + 1 {
		m.say(2, wire.Room)
	}
	m.connect()
	m.settle()
	if c := m.room(); c.Rows[0].Seq != 20 || c.floor != 20 {
		t.Errorf("rows from %d, floor %d; half a page of the last connection is left", c.Rows[0].Seq, c.floor)
	}
}

func TestMerge(t *testing.T) {
	for _, c := range []struct {
		name             string
		page, rows, want []uint64
	}{
		{name: "before", page: []uint64{1, 2}, rows: []uint64{3, 4}, want: []uint64{1, 2, 3, 4}},
		{name: "empty", rows: []uint64{3}, want: []uint64{3}},
		{name: "overlapping", page: []uint64{1, 3, 5}, rows: []uint64{3, 4}, want: []uint64{1, 3, 4, 5}},
		{name: "in disorder", page: []uint64{2, 1, 2}, rows: []uint64{3}, want: []uint64{1, 2, 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := &Conv{Rows: numbered(c.rows)}
			v.merge(numbered(c.page))
			if d := cmp.Diff(numbered(c.want), v.Rows); d != "" {
				t.Error(d)
			}
		})
	}
}

func numbered(seqs []uint64) (rows []Row) {
	for _, n := range seqs {
		rows = append(rows, Row{Seq: n})
	}
	return rows
}

func TestHistoryThatFails(t *testing.T) {
	m := chat(t)
	pair := wire.Pair(me, 2)
	asked := requests(m.state.Do(Open{pair}))[0]

	got := m.state.Apply(Answered{asked, wire.Fault{Code: wire.CodeBusy, RetryMS: 7}})
	if d := cmp.Diff([]wire.Request{asked}, requests(got)); d != "" {
		t.Error(d)
	}
	m.state.Apply(Answered{asked, wire.Fault{Code: wire.CodeConv}})
	if c := m.state.Shown(); c.Loading || c.More || m.state.Notice == nil || m.state.Notice.Conv != pair {
		t.Errorf("%+v, %+v", c, m.state.Notice)
	}
	m.state.Do(DismissNotice{})
	if m.state.Notice != nil {
		t.Error("the notice stays")
	}
}

func TestServerWithAnotherLog(t *testing.T) {
	m := chat(t)
	for range 5 {
		m.say(2, wire.Room)
	}
	m.comeOrGo(3)
	m.settle()
	m.do(m.state.Do(Seen{wire.Room, 5}))
	m.do(m.state.Do(SetDraft{wire.Room, "half a"}))
	m.cut()

	m.log, m.read, m.online[3] = nil, map[string]uint64{}, false
	m.say(2, wire.Room)
	m.connect()
	m.settle()
	c := m.room()
	if len(c.Rows) != 1 || c.Unread != 1 || c.Read != 0 || m.state.LastSeq != 1 || m.state.Members[3].Online || c.Draft != "half a" {
		t.Errorf("%+v, last %d, member %+v", c, m.state.LastSeq, m.state.Members[3])
	}
}

func TestServerThatSyncsInSteps(t *testing.T) {
	m := chat(t)
	m.cut()
	m.say(2, wire.Room)
	m.say(2, wire.Room)
	m.connect()
	for len(m.toClient) > 0 {
		m.deliver()
	}
	m.state.Apply(Received{m.log[0]})
	got := m.state.Apply(Answered{wire.Sync{After: 0}, wire.Synced{Through: 1}})
	if d := cmp.Diff([]wire.Request{wire.Sync{After: 1}}, requests(got)); d != "" {
		t.Error(d)
	}
	m.state.Apply(Received{m.log[1]})
	m.state.Apply(Answered{wire.Sync{After: 1}, wire.Synced{Through: 2}})
	if m.state.LastSeq != 2 || len(m.room().Rows) != 2 {
		t.Errorf("last %d, rows %v", m.state.LastSeq, m.room().Rows)
	}
}

func TestSyncThatFailsReadsAnew(t *testing.T) {
	m := chat(t)
	m.cut()
	m.say(2, wire.Room)
	m.connect()
	for len(m.toClient) > 0 {
		m.deliver()
	}
	got := m.state.Apply(Answered{wire.Sync{}, wire.Fault{Code: wire.CodeInternal}})
	if d := cmp.Diff([]wire.Request{wire.History{Conv: wire.Room, Before: 2, Limit: pageSize}}, requests(got)); d != "" {
		t.Error(d)
	}
}
