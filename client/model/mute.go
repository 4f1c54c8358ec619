package model

import "slices"

// Muted reports whether a conversation is told of nowhere but in the window.
func (s *State) Muted(conv string) bool {
	return slices.Contains(s.Settings.Muted, Mute{s.server, conv})
}

// setMuted keeps the choice with the address of the server, where the ids of
// conversations belong.
func (s *State) setMuted(i SetMuted) []Effect {
	m := Mute{s.server, i.Conv}
	list := slices.DeleteFunc(slices.Clone(s.Settings.Muted), func(x Mute) bool { return x == m })
	if i.On {
		list = append(list, m)
	}
	s.Settings.Muted = list
	return []Effect{Save{s.Settings}}
}
