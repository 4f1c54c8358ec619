package model

// start takes in what was stored, and goes on with the last login if it holds.
func (s *State) start(e Started) []Effect {
	s.Settings, s.Known = e.Settings, e.Known
	s.outboxes, s.drafts, s.cargos = e.Outboxes, e.Drafts, e.Cargo
	s.Link.Server = e.Settings.Server
	switch {
	case e.Resume:
		s.Login.Busy = true
		return []Effect{Dial{Server: e.Settings.Server, Name: e.Settings.Name, Resume: true}}
	case e.Settings.Server != "":
		return s.probe(e.Settings.Server)
	}
	return nil
}
