package engine

import "lobby/client/ui"

// small are the faces that a page begins with. Each is cut from one that arrives later,
// so what it has in full looks the same in both, and stays in it: else everything on the
// screen would be measured and drawn anew with each face that arrives, which holds up
// a page for several frames.
//
// A window has all of its faces from the start, and none of these.
type small struct {
	faces  [2]*face // by ui.Weight, nil for none
	beyond bool     // something was set that they don't have in full
	choosy bool     // something was set whose face depends on which others there are
}

// sets reports whether a text stays in the small face.
func (s *small) sets(w ui.Weight, text string) bool {
	f := s.faces[w]
	if f == nil {
		return false
	}
	choosy, beyond, last := !plain(text), false, rune(0)
	for i, r := range text {
		choosy = choosy || wantsLatin(last, r, text[i:])
		beyond = beyond || !f.covers.has(r)
		last = r
	}
	s.choosy, s.beyond = s.choosy || choosy, s.beyond || beyond
	return !choosy && !beyond
}

// outgrown reports whether anything may look different with a face that has arrived.
func (s *small) outgrown(a arrival, missing map[rune]bool) bool {
	if s.faces[ui.Regular] == nil || s.choosy {
		return true
	}
	switch a.slot {
	case slotRegular, slotBold, slotLatinBold: // others set meanwhile what these have
		return s.beyond
	}
	for r := range missing {
		if a.face.covers.has(r) {
			return true
		}
	}
	return false
}

// renew forgets what was set, as all of it is to be set anew.
func (s *small) renew(missing map[rune]bool) {
	s.beyond, s.choosy = false, false
	if s.faces[ui.Regular] != nil {
		clear(missing)
	}
}
