package model

import "lobby/shared/wire"

// drop forgets what held for this connection only. What was asked for and not
// answered is asked again on the next one.
func (s *State) drop() {
	s.welcomed, s.ready = false, false
	s.dropTickets()
	s.dropAccount()
	for _, c := range s.Convs {
		c.Loading, c.parts, c.marking = false, nil, false
		for i := range c.Pending {
			c.Pending[i].sent = false
		}
	}
}

func (s *State) wait(e Waiting) {
	s.drop()
	s.Link.Status = LinkWaiting
	s.Link.Attempt, s.Link.RetryAt, s.Link.Cause = e.Attempt, e.RetryAt, e.Cause
	if s.Phase == PhaseLogin {
		p := e.Cause
		s.Login.Busy, s.Login.Problem = false, &p
	}
}

// leave gives up the connection. What of it is on its way is not heard.
func (s *State) leave() {
	s.drop()
	s.away = true
	s.Login.Busy = false
	s.Link.Status, s.Link.Cause = LinkDown, Problem{}
}

// welcome begins the snapshot of a connection. Members, Convs and Ready follow.
func (s *State) welcome(e Welcomed) []Effect {
	w := e.Welcome
	s.drop()
	if e.Server != s.server || w.Member.ID != s.Self.ID {
		s.clear()
	}
	s.Self, s.ServerName, s.server = w.Member, w.Server, e.Server
	s.base, s.welcomed = w.Seq, true
	replaced := w.Seq < s.LastSeq || isOther(s.log, w.Log)
	s.log = w.Log
	var out []Effect
	switch {
	case !s.known:
		s.skipTo(w.Seq)
	case replaced:
		out = s.forgetNumbers()
		s.skipTo(w.Seq)
	}
	s.seen = w.Seq
	s.syncing = s.LastSeq < s.base
	s.unstash()
	if isOther(s.cargo.Log, w.Log) {
		s.cargo.forgetNumbers()
	}
	if e.Server != s.Settings.Server {
		s.Settings.Conv = ""
	}
	s.Settings.Server, s.Settings.Name = e.Server, w.Member.Name
	return append(out, Save{s.Settings})
}

// isOther tells whether two ids, of which either may not be known, are of two logs.
func isOther(log, now string) bool { return log != "" && now != "" && log != now }

// becomeReady goes on where the last connection ended.
func (s *State) becomeReady() []Effect {
	first := !s.known
	if first {
		s.reopen()
	}
	s.ready, s.known = true, true
	s.Phase = PhaseChat
	s.Login.Busy, s.Login.Problem = false, nil
	s.Link.Status, s.Link.Attempt, s.Link.Cause = LinkUp, 0, Problem{}
	var out []Effect
	if s.syncing {
		out = append(out, Transmit{Request: wire.Sync{After: s.LastSeq}})
	}
	for _, c := range s.sortedConvs() {
		if first && c.ID == s.Active {
			s.drawLine(c)
		}
		out = append(out, s.mark(c)...)
		out = append(out, s.settle(c)...)
		c.forgivePassing()
		out = append(out, s.transmitPending(c)...)
	}
	if s.Devices.Busy {
		out = append(out, s.listDevices()...)
	}
	return append(out, s.resumeCargo()...)
}
