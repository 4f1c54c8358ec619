package model

import (
	"slices"
	"strings"
)

func (s *State) probe(server string) []Effect {
	server = strings.TrimSpace(server)
	s.Login.Probe = ProbeState{Server: server, Busy: true}
	return []Effect{ProbeServer{Server: server}}
}

// probed takes in the answer, unless the address was changed meanwhile.
func (s *State) probed(e Probed) {
	if e.Server == s.Login.Probe.Server {
		s.Login.Probe = ProbeState{Server: e.Server, Words: e.Words, Known: e.Known, Problem: e.Problem}
	}
}

// pinned takes in which servers are known, as the one at the form may be by now, or
// not be any more.
func (s *State) pinned(known []KnownServer) {
	s.Known = known
	p := &s.Login.Probe
	p.Known = slices.ContainsFunc(known, func(k KnownServer) bool { return k.Words == p.Words })
}

func (s *State) keyMismatch(e KeyMismatch) {
	s.drop()
	if s.Phase != PhaseKeyChanged {
		s.before = s.Phase
	}
	change := e.KeyChange
	s.Phase, s.KeyChange = PhaseKeyChanged, &change
	s.Login.Busy = false
	s.Link.Status, s.Link.Cause = LinkDown, Problem{Code: CodeKeyChanged}
}

func (s *State) trustNewKey() []Effect {
	k := s.KeyChange
	if k == nil {
		return nil
	}
	s.Phase, s.KeyChange = s.before, nil
	s.Login.Busy = s.Phase == PhaseLogin
	return []Effect{Trust{Server: k.Server, Key: k.SeenKey}}
}

func (s *State) refuseNewKey() []Effect {
	if s.KeyChange == nil {
		return nil
	}
	s.leave()
	s.Phase, s.KeyChange = PhaseLogin, nil
	s.Login.Problem = &Problem{Code: CodeKeyChanged, Field: FieldServer}
	return []Effect{Disconnect{}}
}

// forgetServer lets another key of a server be trusted at the next login there.
func (s *State) forgetServer(server string) []Effect {
	if server == s.server {
		return nil
	}
	return []Effect{Unpin{Server: server}}
}
