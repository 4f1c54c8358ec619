package model

import "lobby/shared/wire"

// Phase says which screen is shown.
type Phase int

// The phases.
const (
	PhaseLogin      Phase = iota // the form with server, name and password
	PhaseKeyChanged              // the full-page warning; State.KeyChange has its facts
	PhaseChat                    // conversations
)

// State is everything that the view draws. The view reads it and changes it
// through Do alone.
type State struct {
	Phase      Phase
	Link       Link
	Login      LoginState
	KeyChange  *KeyChange    // set while Phase is PhaseKeyChanged
	Known      []KnownServer // servers whose key is pinned
	Settings   Settings
	Self       wire.Member // who is logged in; ID 0 before the first login
	ServerName string      // the server's own name, for people
	Members    map[uint64]*Member
	Convs      map[string]*Conv
	Active     string  // id of the conversation that is shown
	Notice     *Notice // nil when there is nothing to say
	Focused    bool    // the window has the focus

	// LastSeq is the number up to which every event that the member may see
	// has arrived over the connection.
	LastSeq uint64

	known    bool   // this account was welcomed before: Sync closes the gap
	ready    bool   // this connection is logged in and its snapshot complete
	syncing  bool   // events up to base are still to come by Sync
	base     uint64 // the newest event when this connection was welcomed
	seen     uint64 // the newest event that came over a connection; base at first
	outboxes []Outbox
	others   []*Member // Others, kept until a member changes
}

// New returns the state before Started.
func New() *State {
	s := &State{Focused: true}
	s.clear()
	return s
}

// clear forgets everything about the account, not what the login form shows.
func (s *State) clear() {
	s.Self, s.ServerName = wire.Member{}, ""
	s.Members = map[uint64]*Member{}
	s.Convs = map[string]*Conv{wire.Room: newConv(wire.Room, 1)}
	s.Active = wire.Room
	s.LastSeq, s.base, s.seen = 0, 0, 0
	s.known, s.ready, s.syncing = false, false, false
	s.others = nil
}
