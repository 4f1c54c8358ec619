package model

import "lobby/shared/wire"

// Apply takes in what happened and returns what is to be done.
func (s *State) Apply(e Event) []Effect {
	switch e := e.(type) {
	case Started:
		return s.start(e)
	case Pinned:
		s.pinned(e.Known)
	case Probed:
		s.probed(e)
	case Chosen, ChosenPlace, Examined, Moved, Carried:
		return s.applyFiles(e)
	case NoDialog:
		return s.ask(e.Question)
	case Listed:
		return s.listed(e)
	case Failed:
		s.Notice = &Notice{Problem: e.Problem}
	default:
		if !s.away {
			return s.applyConnection(e)
		}
	}
	return nil
}

// applyConnection takes in what happened to the connection or came over it.
func (s *State) applyConnection(e Event) []Effect {
	switch e := e.(type) {
	case Connecting:
		s.Link.Status, s.Link.Server, s.Link.Attempt = LinkConnecting, e.Server, e.Attempt
	case Connected:
		s.Link.Words = e.Words
	case KeyMismatch:
		s.keyMismatch(e)
	case LoginFailed:
		return s.loginFailed(e.Problem)
	case Welcomed:
		return s.welcome(e)
	case Received:
		if s.welcomed {
			return s.receive(e.Message)
		}
	case Answered:
		if s.ready {
			return s.answer(e)
		}
	case Heard:
		s.hear(e.Event)
	case Lost:
		s.drop()
		s.Link.Status, s.Link.Cause = LinkDown, e.Problem
	case Waiting:
		s.wait(e)
	case Ended:
		return s.end(e.Problem)
	}
	return nil
}

// receive takes in a message that answers no request.
func (s *State) receive(m wire.Message) []Effect {
	switch m := m.(type) {
	case wire.Members:
		s.takeMembers(m.Members)
	case wire.Convs:
		s.takeConvs(m.Convs)
	case wire.Ready:
		return s.becomeReady()
	case wire.Event:
		return s.takeEvent(m)
	}
	return nil
}

// answer takes in an answer, or a part of one.
func (s *State) answer(a Answered) []Effect {
	switch r := a.Request.(type) {
	case wire.Sync:
		return s.answerSync(r, a.Message)
	case wire.History:
		return s.answerHistory(r, a.Message)
	case wire.Read:
		return s.answerRead(r, a.Message)
	case wire.Devices:
		return s.answerDevices(a.Message)
	case wire.Forget:
		return s.answerForget(r, a.Message)
	case wire.ChangePassword:
		return s.answerChange(r, a.Message)
	case wire.Send:
		return s.answerSend(r, a.Message)
	case wire.Offer:
		return s.answerOffer(r, a.Message)
	case wire.Respond:
		return s.answerRespond(r, a.Message)
	case wire.Transfer:
		return s.answerTransfer(r, a.Message)
	}
	return nil
}
