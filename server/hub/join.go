package hub

import (
	"slices"

	"lobby/shared/wire"
)

// How many entries go into one message of a snapshot, so that it stays within
// wire.MaxMessage whatever they hold: a member takes at most 260 bytes (32 code
// points of name, escaped, and an id), a conversation at most 160.
const (
	membersPerMessage = 200
	convsPerMessage   = 400
)

// standing is where a member stood in a conversation when it joined.
type standing struct {
	conv         string
	newest, read uint64
}

// snapshot is what a login is answered with, as of one event number.
type snapshot struct {
	welcome []byte
	seq     uint64
	roster  [][]byte
	convs   []standing
}

// Join logs a connection in as member who, with the device of the given key,
// and answers request re with the snapshot. Every event after Welcome.Seq is
// delivered once the snapshot is out. It fails when the connection ends
// meanwhile, or with ErrStopped or ErrDismissed.
func (h *Hub) Join(re uint64, who wire.Member, device [32]byte, p Peer) (*Session, error) {
	s := &Session{hub: h, peer: p, id: who.ID, device: device, joining: true}
	var snap snapshot
	var refused error
	if !h.ask(func() { snap, refused = h.admit(s, re, who) }) {
		return nil, ErrStopped
	}
	if refused != nil {
		return nil, refused
	}
	if err := s.answerSnapshot(snap); err != nil {
		s.Leave()
		return nil, err
	}
	h.do(func() { s.open(re) })
	return s, nil
}

// admit makes the session one of its member's and notes what is true now; from
// here on it misses nothing.
func (h *Hub) admit(s *Session, re uint64, who wire.Member) (snapshot, error) {
	if h.stopping {
		return snapshot{}, ErrStopped
	}
	if !h.admits(who.ID, s.device) {
		return snapshot{}, ErrDismissed
	}
	m := h.members[who.ID]
	if m == nil {
		roster := h.encodedRoster()
		m = h.addMember(who)
		h.roster = append(roster, encode(wire.Members{Members: []wire.Member{m.Member}}))
		h.fresh = append(h.fresh, m)
	}
	// An account keeps only so many devices: this one may have taken another's place.
	if h.endUnadmitted(m, wire.Bye{Code: wire.CodeLoggedOut, Text: "a newer device has taken this one's place"}) {
		h.regroup()
	}
	s.member, s.turns = m, m.turns
	m.sessions = append(m.sessions, s)
	if m.away != nil {
		m.away.Stop()
		m.away = nil
	}
	if m.present() != m.said {
		h.touch(m)
	}
	return snapshot{
		welcome: encode(wire.Welcome{Re: re, Member: m.Member, Server: h.server, Log: h.logID, Seq: h.last, Group: h.group}),
		seq:     h.last,
		roster:  h.encodedRoster(),
		convs:   h.standings(m),
	}, nil
}

// tellFresh names new members to all sessions, several in one message: within a
// tick of their arrival, and before any event of theirs.
func (h *Hub) tellFresh() {
	for some := range slices.Chunk(h.fresh, membersPerMessage) {
		named := make([]wire.Member, len(some))
		for i, m := range some {
			named[i] = m.Member
		}
		h.deliverToAll(encode(wire.Members{Members: named}))
	}
	h.fresh = nil
}

// encodedRoster returns the member list as messages. Those who join between two
// changes of it share one encoding.
func (h *Hub) encodedRoster() [][]byte {
	if h.roster != nil {
		return h.roster
	}
	all := make([]wire.Member, 0, len(h.members))
	for _, m := range h.members {
		all = append(all, m.Member)
	}
	for some := range slices.Chunk(all, membersPerMessage) {
		h.roster = append(h.roster, encode(wire.Members{Members: some}))
	}
	return h.roster
}

func (h *Hub) standings(m *member) []standing {
	all := make([]standing, 0, 1+len(m.pairs))
	for _, conv := range append([]string{wire.Room}, m.pairs...) {
		st := standing{conv: conv, newest: h.newest[conv]}
		if mark := m.marks[conv]; mark != nil {
			st.read = mark.stored
		}
		all = append(all, st)
	}
	return all
}

// answerSnapshot sends the snapshot but for its end, on the peer's goroutine:
// the unread messages are counted in the log.
func (s *Session) answerSnapshot(snap snapshot) error {
	if err := s.peer.Answer(snap.welcome); err != nil {
		return err
	}
	for _, chunk := range snap.roster {
		if err := s.peer.Answer(chunk); err != nil {
			return err
		}
	}
	for some := range slices.Chunk(snap.convs, convsPerMessage) {
		convs := make([]wire.Conv, len(some))
		for i, st := range some {
			// What is stored since then is delivered live, and not counted here.
			var unread int
			s.hub.look(func() { unread = s.hub.ledger.Unread(st.conv, s.id, st.read, snap.seq, wire.MaxUnread) })
			convs[i] = wire.Conv{Conv: st.conv, Newest: st.newest, Read: st.read, Unread: unread}
		}
		if err := s.peer.Answer(encode(wire.Convs{Convs: convs})); err != nil {
			return err
		}
	}
	return nil
}

// open ends the snapshot and lets through what was held back meanwhile.
func (s *Session) open(re uint64) {
	if s.gone {
		return
	}
	s.joining = false
	s.answer(wire.Ready{Re: re})
	for _, chunk := range s.held {
		s.deliver(chunk)
	}
	s.held = nil
}
