package model

import (
	"strings"
	"unicode/utf8"

	"lobby/shared/wire"
)

// logIn checks the form and dials. What is wrong with the address is the
// session's to say: it depends on where the client runs.
func (s *State) logIn(d Dial) []Effect {
	d.Server, d.Name = strings.TrimSpace(d.Server), strings.TrimSpace(d.Name)
	s.Login.Problem = checkLogin(d)
	if s.Login.Problem != nil {
		return nil
	}
	s.Login.Busy, s.away = true, false
	return []Effect{d}
}

// checkLogin finds what the server would refuse for certain. A login does not
// hold a password against the least length: the account may be older than it.
func checkLogin(d Dial) *Problem {
	name, password := utf8.RuneCountInString(d.Name), utf8.RuneCountInString(d.Password)
	switch {
	case wire.Blank(d.Name):
		return &Problem{Code: wire.CodeName, Reason: wire.ReasonEmpty, Field: FieldName}
	case name > wire.MaxName:
		return &Problem{Code: wire.CodeName, Reason: wire.ReasonLong, Field: FieldName, Over: name - wire.MaxName}
	case d.Password == "":
		return &Problem{Code: wire.CodePassword, Reason: wire.ReasonEmpty, Field: FieldPassword}
	case d.Register && password < wire.MinPassword:
		return &Problem{Code: wire.CodePassword, Reason: wire.ReasonShort, Field: FieldPassword}
	case password > wire.MaxPassword:
		return &Problem{Code: wire.CodePassword, Reason: wire.ReasonLong, Field: FieldPassword, Over: password - wire.MaxPassword}
	}
	return nil
}

func (s *State) cancelLogin() []Effect {
	s.leave()
	return []Effect{Disconnect{}}
}

func (s *State) loginFailed(p Problem) []Effect {
	s.drop()
	s.Phase = PhaseLogin
	s.Link.Status, s.Link.Cause = LinkDown, p
	s.Login.Busy, s.Login.Problem = false, &p
	if p.Code == wire.CodeDevice {
		return []Effect{ForgetSession{}}
	}
	return nil
}

// logOut leaves the account. The server forgets the device if it can be told.
func (s *State) logOut() []Effect {
	var out []Effect
	if s.ready {
		out = append(out, Transmit{Request: wire.Logout{}})
	}
	s.leave()
	s.clear()
	s.Phase, s.Login.Problem = PhaseLogin, nil
	return append(out, Disconnect{}, ForgetSession{})
}

// end leaves the account because the server said so.
func (s *State) end(p Problem) []Effect {
	s.clear()
	s.Phase = PhaseLogin
	s.Login.Busy, s.Login.Problem = false, &p
	s.Link.Status, s.Link.Cause = LinkDown, p
	return []Effect{ForgetSession{}}
}
