package model

// Do takes in what the user wants and returns what is to be done.
func (s *State) Do(i Intent) []Effect {
	return nil
}
