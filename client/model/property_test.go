package model

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lobby/shared/wire"
)

// TestInterleavings lets a client go through any order of live events, answers,
// datagrams, cuts and restarts, and holds it against the server's log.
func TestInterleavings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newSim(t)
		pair, other := wire.Pair(me, 2), wire.Pair(me, 3)
		conv := rapid.SampledFrom([]string{wire.Room, pair, other})
		person := rapid.Uint64Range(2, 3)
		cids := 0

		t.Repeat(map[string]func(*rapid.T){
			"": func(t *rapid.T) { checkRows(t, m); checkQuiet(t, m) },

			"room message": func(t *rapid.T) { m.say(person.Draw(t, "from"), wire.Room) },
			"pair message": func(t *rapid.T) { from := person.Draw(t, "from"); m.say(from, wire.Pair(me, from)) },
			"strangers":    func(t *rapid.T) { m.say(2, wire.Pair(2, 3)) },
			"come or go":   func(t *rapid.T) { m.comeOrGo(person.Draw(t, "who")) },
			"burst": func(t *rapid.T) {
				for range rapid.IntRange(1, 20).Draw(t, "messages") {
					m.say(person.Draw(t, "from"), wire.Room)
				}
			},
			"own device says":  func(t *rapid.T) { m.say(me, conv.Draw(t, "conv")) },
			"own device reads": func(t *rapid.T) { readElsewhere(t, m, conv.Draw(t, "conv")) },

			"send": func(t *rapid.T) {
				if m.state.Phase != PhaseChat {
					t.Skip("not logged in")
				}
				cids++
				cid := fmt.Sprintf("c%d", cids)
				m.do(m.state.Do(SendText{Conv: conv.Draw(t, "conv"), Text: "own " + cid, CID: cid, Now: time.Unix(1, 0)}))
			},
			"open":  func(t *rapid.T) { m.do(m.state.Do(Open{conv.Draw(t, "conv")})) },
			"older": func(t *rapid.T) { m.do(m.state.Do(LoadOlder{conv.Draw(t, "conv")})) },
			"focus": func(t *rapid.T) { m.do(m.state.Do(Focus{rapid.Bool().Draw(t, "on")})) },
			"see": func(t *rapid.T) {
				c := m.state.Shown()
				if len(c.Rows) == 0 {
					t.Skip("nothing to see")
				}
				m.do(m.state.Do(Seen{c.ID, rapid.SampledFrom(c.Rows).Draw(t, "row").Seq}))
			},

			"serve": func(t *rapid.T) {
				if len(m.toServer) == 0 {
					t.Skip("no request")
				}
				m.serve()
			},
			"deliver": func(t *rapid.T) {
				for range min(len(m.toClient), rapid.IntRange(1, 8).Draw(t, "messages")) {
					m.deliver()
				}
			},
			"repeat": func(t *rapid.T) {
				if !m.up || m.state.LastSeq == 0 || !m.state.ready {
					t.Skip("nothing to repeat")
				}
				old := m.visible(func(e wire.Event) bool { return e.Seq <= m.state.LastSeq })
				if len(old) == 0 {
					t.Skip("nothing to repeat")
				}
				m.do(m.state.Apply(Received{rapid.SampledFrom(old).Draw(t, "event")}))
			},
			"datagram": func(t *rapid.T) {
				if len(m.air) == 0 {
					t.Skip("none")
				}
				i := rapid.IntRange(0, len(m.air)-1).Draw(t, "which")
				m.do(m.state.Apply(Heard{m.air[i]}))
				if rapid.Bool().Draw(t, "last copy") {
					m.air = slices.Delete(m.air, i, i+1)
				}
			},
			"busy":    func(t *rapid.T) { m.busy = 1 },
			"cut":     func(t *rapid.T) { m.cut() },
			"connect": func(t *rapid.T) { reconnect(m) },
			"settle":  func(t *rapid.T) { m.settle() },
			"restart": func(t *rapid.T) { m.restart() },
		})

		reconnect(m)
		m.settle()
		checkRows(t, m)
		checkQuiet(t, m)
		checkWhole(t, m, cids, pair, other)
	})
}

func reconnect(m *sim) {
	if m.up {
		m.cut()
	}
	m.connect()
}

func readElsewhere(t *rapid.T, m *sim, conv string) {
	rows := m.visible(func(e wire.Event) bool { return e.Conv == conv && isRow(e) })
	if len(rows) == 0 {
		t.Skip("nothing to read")
	}
	m.markRead(conv, rapid.SampledFrom(rows).Draw(t, "upto").Seq)
}

// checkRows holds at every moment: no row twice, none invented, none out of
// order, none missing between the floor and LastSeq; no mark moves back, and
// one at a time is told to the server.
func checkRows(t *rapid.T, m *sim) {
	reads := map[string]int{}
	for _, r := range m.toServer {
		if r, ok := r.(wire.Read); ok {
			if reads[r.Conv]++; reads[r.Conv] > 1 {
				t.Fatalf("%s: two marks under way", r.Conv)
			}
		}
	}
	for id, c := range m.state.Convs {
		if c.Read < m.marks[id] {
			t.Fatalf("%s: the mark moved from %d back to %d", id, m.marks[id], c.Read)
		}
		m.marks[id] = c.Read
		if len(c.Rows) > 0 && c.Rows[0].Seq < c.floor {
			t.Fatalf("%s: row %d stands below the floor %d", id, c.Rows[0].Seq, c.floor)
		}
		byNumber := map[uint64]bool{}
		for i, r := range c.Rows {
			if i > 0 && r.Seq <= c.Rows[i-1].Seq {
				t.Fatalf("%s: row %d after row %d", id, r.Seq, c.Rows[i-1].Seq)
			}
			if e := m.log[r.Seq-1]; e.Conv != id || e.Text != r.Text || e.Kind != r.Kind || e.From != r.From {
				t.Fatalf("%s: row %+v is not %+v", id, r, e)
			}
			byNumber[r.Seq] = true
		}
		if m.state.syncing {
			continue
		}
		for _, e := range m.visible(func(e wire.Event) bool { return e.Conv == id && isRow(e) }) {
			if e.Seq >= c.floor && e.Seq <= m.state.LastSeq && !byNumber[e.Seq] {
				t.Fatalf("%s: row %d is missing above the floor %d", id, e.Seq, c.floor)
			}
		}
	}
}

// checkQuiet holds when nothing is under way: the client knows what the server
// knows.
func checkQuiet(t *rapid.T, m *sim) {
	if !m.up || len(m.toServer) > 0 || len(m.toClient) > 0 {
		return
	}
	s := m.state
	if s.Link.Status != LinkUp || s.Phase != PhaseChat {
		t.Fatalf("link %v, phase %v", s.Link.Status, s.Phase)
	}
	for id, c := range s.Convs {
		if c.Read > m.read[id] {
			t.Fatalf("%s: read up to %d, the server knows of %d", id, c.Read, m.read[id])
		}
		if want := min(m.unread(id), wire.MaxUnread); c.Unread != want {
			t.Fatalf("%s: %d unread after %d, want %d after %d", id, c.Unread, c.Read, want, m.read[id])
		}
		if len(c.Pending) > 0 {
			t.Fatalf("%s: still pending: %+v", id, c.Pending)
		}
		if c.Loading {
			t.Fatalf("%s: loads for ever", id)
		}
	}
	for _, id := range []uint64{2, 3} {
		if s.Members[id].Online != m.online[id] {
			t.Fatalf("member %d online: %v", id, s.Members[id].Online)
		}
	}
	if !s.Shown().Loaded {
		t.Fatalf("%s is shown and not loaded", s.Active)
	}
	if len(m.outbox.Rows) > 0 {
		t.Fatalf("outbox kept %+v", m.outbox.Rows)
	}
}

// checkWhole scrolls back to the beginning of each conversation.
func checkWhole(t *rapid.T, m *sim, cids int, convs ...string) {
	for _, id := range append(convs, wire.Room) {
		m.do(m.state.Do(Open{id}))
		m.settle()
		c := m.state.Shown()
		for c.More {
			m.do(m.state.Do(LoadOlder{id}))
			m.settle()
		}
		var want []uint64
		for _, e := range m.visible(func(e wire.Event) bool { return e.Conv == id && isRow(e) }) {
			want = append(want, e.Seq)
		}
		var got []uint64
		for _, r := range c.Rows {
			got = append(got, r.Seq)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("%s (-log +rows):\n%s", id, d)
		}
	}
	stored := map[string]int{}
	for _, e := range m.log {
		stored[e.CID]++
	}
	for n := range cids {
		if cid := fmt.Sprintf("c%d", n+1); stored[cid] != 1 {
			t.Fatalf("%s was stored %d times", cid, stored[cid])
		}
	}
}
