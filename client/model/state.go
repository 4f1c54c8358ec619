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
	Offers     map[uint64]*Offer // by number
	Era        uint64            // another one as soon as numbers mean other events: of another account or log
	Asking     []uint64          // offers to this member alone that came just now: whether they are wanted
	Active     string            // id of the conversation that is shown
	Devices    DeviceList
	Password   PasswordState
	Chooser    *Chooser // nil while no question for files is open
	Notice     *Notice  // nil when there is nothing to say
	Focused    bool     // the window has the focus

	// LastSeq is the number up to which every event that the member may see
	// has arrived over the connection.
	LastSeq uint64

	server     string // where Self is a member, as the user gave it
	known      bool   // Self's snapshot came before: after a reconnect Sync closes the gap
	away       bool   // the user gave the connection up
	welcomed   bool   // this connection is logged in
	ready      bool   // and its snapshot is complete
	log        string // which log numbers are of, "" if the server has not told
	syncing    bool   // events after LastSeq up to base are still to come by Sync
	base       uint64 // the newest event when this connection was welcomed
	seen       uint64 // the newest event that came over a connection, at least base
	before     Phase  // what was shown before PhaseKeyChanged
	outboxes   []Outbox
	drafts     []Drafts  // of other accounts
	cargo      Cargo     // Self's
	cargos     []Cargo   // of other accounts
	chosenFrom string    // folder that files were chosen in last
	others     []*Member // Others, kept until a member changes
}

// New returns the state before Started.
func New() *State {
	s := &State{Focused: true}
	s.clear()
	return s
}

// clear forgets the account and what it saw, but not what it has yet to send.
func (s *State) clear() {
	s.stash()
	s.Era++
	s.Self, s.ServerName, s.server = wire.Member{}, "", ""
	s.Members = map[uint64]*Member{}
	s.Convs = map[string]*Conv{}
	s.Offers, s.Asking = map[uint64]*Offer{}, nil
	s.Active = wire.Room
	s.Notice, s.Chooser = nil, nil
	s.Devices, s.Password = DeviceList{}, PasswordState{}
	s.log = ""
	s.LastSeq, s.base, s.seen = 0, 0, 0
	s.known, s.welcomed, s.ready, s.syncing = false, false, false, false
	s.others = nil
	s.conv(wire.Room)
}

// conv returns a conversation, beginning it if need be, and nil when the id is
// none of the member's.
func (s *State) conv(id string) *Conv {
	if c := s.Convs[id]; c != nil {
		return c
	}
	if _, ok := wire.Other(id, s.Self.ID); !ok && id != wire.Room {
		return nil
	}
	c := &Conv{ID: id, More: true, floor: s.seen + 1}
	s.Convs[id] = c
	return c
}
