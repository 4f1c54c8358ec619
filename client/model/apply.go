package model

// Apply takes in what happened and returns what is to be done.
func (s *State) Apply(e Event) []Effect {
	return nil
}
