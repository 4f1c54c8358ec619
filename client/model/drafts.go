package model

import "slices"

// Draft is what a member has begun to write in a conversation.
type Draft struct {
	Conv string `json:"conv"`
	Text string `json:"text"`
}

// Drafts are one member's drafts on one server.
type Drafts struct {
	Server string  `json:"server"`
	Member uint64  `json:"member"`
	Drafts []Draft `json:"drafts"`
}

// maxDrafts bounds how many drafts are stored for a member. A person begins a
// handful; each is at most what the composer takes.
const maxDrafts = 100

// setDraft also takes away what was wrong with the draft before.
func (s *State) setDraft(i SetDraft) []Effect {
	c := s.conv(i.Conv)
	if c == nil || c.Draft == i.Text {
		return nil
	}
	c.Draft = i.Text
	if s.Notice != nil && s.Notice.Field == FieldText && s.Notice.Conv == c.ID {
		s.Notice = nil
	}
	return s.saveDrafts()
}

func (s *State) saveDrafts() []Effect { return []Effect{SaveDrafts{Drafts: s.allDrafts()}} }

// allDrafts collects the member's drafts.
func (s *State) allDrafts() Drafts {
	d := Drafts{Server: s.server, Member: s.Self.ID}
	for _, c := range s.sortedConvs() {
		if c.Draft != "" && len(d.Drafts) < maxDrafts {
			d.Drafts = append(d.Drafts, Draft{c.ID, c.Draft})
		}
	}
	return d
}

// stashDrafts keeps the drafts of an account that is left.
func (s *State) stashDrafts() {
	d := s.allDrafts()
	s.drafts = slices.DeleteFunc(s.drafts, d.sameAccount)
	if len(d.Drafts) > 0 {
		s.drafts = append(s.drafts, d)
	}
}

// unstashDrafts gives them back.
func (s *State) unstashDrafts() {
	mine := Drafts{Server: s.server, Member: s.Self.ID}
	i := slices.IndexFunc(s.drafts, mine.sameAccount)
	if i < 0 {
		return
	}
	for _, d := range s.drafts[i].Drafts {
		if c := s.conv(d.Conv); c != nil && c.Draft == "" {
			c.Draft = d.Text
		}
	}
	s.drafts = slices.Delete(s.drafts, i, i+1)
}

func (d Drafts) sameAccount(other Drafts) bool {
	return d.Server == other.Server && d.Member == other.Member
}
