package model

import (
	"fmt"
	"slices"
	"time"

	"lobby/shared/wire"
)

const (
	me     = uint64(1)
	online = "s:7070"
)

// sim is a server with one client: the log, the two queues of the connection,
// and the datagrams on their way.
type sim struct {
	t        fataler
	state    *State
	log      []wire.Event
	read     map[string]uint64
	online   map[uint64]bool
	maxSync  int
	busy     int // so many requests are still answered with busy
	up       bool
	toServer []wire.Request
	toClient []Event
	air      []wire.Event // multicast
	outbox   Outbox
	settings Settings
	sent     map[string]int // of each CID on this connection
	cids     int
	marks    map[string]uint64 // Read of each conversation when it was last looked at
}

// fataler is what testing.T and rapid.T have in common here.
type fataler interface{ Fatalf(string, ...any) }

func newSim(t fataler) *sim {
	return &sim{
		t: t, state: New(), maxSync: 12,
		read: map[string]uint64{}, online: map[uint64]bool{me: true}, sent: map[string]int{}, marks: map[string]uint64{},
	}
}

// visible returns the log as the member may see it.
func (m *sim) visible(keep func(wire.Event) bool) []wire.Event {
	var out []wire.Event
	for _, e := range m.log {
		if wire.Visible(me, e.Conv, e.Kind, e.From) && keep(e) {
			out = append(out, e)
		}
	}
	return out
}

func isRow(e wire.Event) bool { return e.Kind != wire.KindRead }

func (m *sim) unread(conv string) int {
	return len(m.visible(func(e wire.Event) bool {
		return e.Conv == conv && e.Kind == wire.KindMessage && e.From != me && e.Seq > m.read[conv]
	}))
}

// add appends to the log and sends the event out on both ways.
func (m *sim) add(e wire.Event) wire.Event {
	e.Seq = uint64(len(m.log) + 1)
	e.Time = wire.At(time.Unix(int64(e.Seq), 0))
	m.log = append(m.log, e)
	if m.up && wire.Visible(me, e.Conv, e.Kind, e.From) {
		m.toClient = append(m.toClient, Received{e})
	}
	if e.Kind == wire.KindJoined || e.Kind == wire.KindLeft {
		m.air = append(m.air, e)
	}
	return e
}

func (m *sim) say(from uint64, conv string) {
	m.cids++
	m.add(wire.Event{Kind: wire.KindMessage, Conv: conv, From: from, CID: fmt.Sprintf("o%d", m.cids), Text: fmt.Sprintf("text %d", m.cids)})
}

func (m *sim) comeOrGo(id uint64) {
	kind := wire.KindJoined
	if m.online[id] {
		kind = wire.KindLeft
	}
	m.online[id] = !m.online[id]
	m.add(wire.Event{Kind: kind, Conv: wire.Room, Members: []uint64{id}})
}

func (m *sim) markRead(conv string, upto uint64) {
	if upto > m.read[conv] {
		m.read[conv] = upto
		m.add(wire.Event{Kind: wire.KindRead, Conv: conv, From: me, Upto: upto})
	}
}

func (m *sim) connect() {
	m.up, m.toServer, m.toClient = true, nil, nil
	clear(m.sent)
	last := uint64(len(m.log))
	m.toClient = append(m.toClient, Connecting{Server: online, Attempt: 1}, Connected{Words: "six words"}, Welcomed{Server: online, Welcome: wire.Welcome{Member: wire.Member{ID: me, Name: "me"}, Seq: last}})
	for _, id := range []uint64{me, 2, 3} {
		m.toClient = append(m.toClient, Received{wire.Members{Members: []wire.Member{{ID: id, Name: fmt.Sprint("n", id), Online: m.online[id]}}}})
	}
	for _, conv := range []string{wire.Room, wire.Pair(me, 2), wire.Pair(me, 3)} {
		messages := m.visible(func(e wire.Event) bool { return e.Conv == conv && e.Kind == wire.KindMessage })
		if conv != wire.Room && len(messages) == 0 {
			continue
		}
		w := wire.Conv{Conv: conv, Read: m.read[conv], Unread: m.unread(conv)}
		if n := len(messages); n > 0 {
			w.Newest = messages[n-1].Seq
		}
		m.toClient = append(m.toClient, Received{wire.Convs{Convs: []wire.Conv{w}}})
	}
	m.toClient = append(m.toClient, Received{wire.Ready{}})
}

func (m *sim) cut() {
	m.up, m.toServer, m.toClient = false, nil, nil
	m.do(m.state.Apply(Lost{Problem{Code: CodeLost}}))
}

// restart replaces the client by a new one that knows what was stored.
func (m *sim) restart() {
	m.up, m.toServer, m.toClient = false, nil, nil
	m.state = New()
	clear(m.marks)
	m.state.Apply(Started{Outboxes: []Outbox{m.outbox}, Settings: m.settings})
}

// do carries out effects as the session does.
func (m *sim) do(effects []Effect) {
	for _, e := range effects {
		switch e := e.(type) {
		case Transmit:
			if !m.up {
				m.t.Fatalf("transmits %v without a connection", e.Request)
			}
			if r, ok := e.Request.(wire.Send); ok && e.Delay == 0 {
				if m.sent[r.CID]++; m.sent[r.CID] > 1 {
					m.t.Fatalf("sends %s twice on one connection", r.CID)
				}
			}
			m.toServer = append(m.toServer, e.Request)
		case Save:
			m.settings = e.Settings
		case SaveOutbox:
			m.outbox = Outbox{Server: e.Outbox.Server, Member: e.Outbox.Member, Rows: slices.Clone(e.Outbox.Rows)}
		}
	}
}

// serve answers the oldest request.
func (m *sim) serve() {
	r := m.toServer[0]
	m.toServer = m.toServer[1:]
	answer := func(a wire.Message) { m.toClient = append(m.toClient, Answered{r, a}) }
	if m.busy > 0 {
		m.busy--
		answer(wire.Fault{Code: wire.CodeBusy})
		return
	}
	switch r := r.(type) {
	case wire.Send:
		answer(m.store(r))
	case wire.Read:
		m.markRead(r.Conv, r.Upto)
		answer(wire.Done{})
	case wire.Sync:
		events := m.visible(func(e wire.Event) bool { return e.Seq > r.After })
		gap := len(events) > m.maxSync
		if !gap {
			for _, e := range events {
				m.toClient = append(m.toClient, Received{e})
			}
		}
		answer(wire.Synced{Through: uint64(len(m.log)), Gap: gap})
	case wire.History:
		events := m.visible(func(e wire.Event) bool {
			return e.Conv == r.Conv && isRow(e) && (r.Before == 0 || e.Seq < r.Before)
		})
		limit := min(r.Limit, 4) // small, so that paging happens; a server may send less than asked for
		more := len(events) > limit
		events = events[max(0, len(events)-limit):]
		half := len(events) / 2
		answer(wire.Page{Conv: r.Conv, Events: events[:half]})
		answer(wire.Page{Conv: r.Conv, Events: events[half:], Last: true, More: more})
	}
}

func (m *sim) store(r wire.Send) wire.Sent {
	i := slices.IndexFunc(m.log, func(e wire.Event) bool { return e.From == me && e.CID == r.CID })
	if i < 0 {
		m.add(wire.Event{Kind: wire.KindMessage, Conv: r.Conv, From: me, CID: r.CID, Text: r.Text})
		i = len(m.log) - 1
	}
	return wire.Sent{CID: r.CID, Seq: m.log[i].Seq, Time: m.log[i].Time}
}

// deliver hands the client the oldest message on the connection.
func (m *sim) deliver() {
	e := m.toClient[0]
	m.toClient = m.toClient[1:]
	m.do(m.state.Apply(e))
}

// settle lets everything that is under way arrive.
func (m *sim) settle() {
	for len(m.toServer) > 0 || len(m.toClient) > 0 {
		for len(m.toClient) > 0 {
			m.deliver()
		}
		if len(m.toServer) > 0 {
			m.serve()
		}
	}
}
