package model

import (
	"bytes"
	"slices"

	"lobby/shared/wire"
)

// doFiles takes in what the user wants with files.
func (s *State) doFiles(i Intent) []Effect {
	switch i := i.(type) {
	case AttachFiles:
		return []Effect{ChooseFiles{Era: s.Era, Conv: i.Conv, Folder: i.Folder}}
	case OpenFolder, ChoosePaths, ChooseName, EndChooser:
		return s.doChooser(i)
	case SendFiles:
		return []Effect{Examine{Era: s.Era, Conv: i.Conv, Paths: i.Paths}}
	case AcceptOffer:
		return s.accept(i)
	case DeclineOffer:
		return s.decline(i.Offer)
	case LaterOffer:
		s.stopAsking(i.Offer)
	case ChooseAgain:
		if o := s.Offers[i.Offer]; o != nil {
			folder := slices.ContainsFunc(s.cargo.Sends, func(f LocalFile) bool { return f.Offer == o.Seq && f.Mark != nil })
			return []Effect{ChooseFiles{Era: s.Era, Conv: o.Conv, Offer: o.Seq, Folder: folder}}
		}
	case CancelOffer:
		return s.cancelOffer(i.Offer)
	case PauseTransfer:
		return s.pause(i.Offer)
	case ResumeTransfer:
		return s.resumeTransfer(i.Offer)
	case OpenFile:
		if o := s.Offers[i.Offer]; o != nil && o.Transfer != nil && o.Transfer.Status == TransferDone {
			return []Effect{ShowFile{Path: o.Transfer.Path, Folder: i.Folder}}
		}
	}
	return nil
}

// applyFiles takes in what happened to files. What the user chose before the account
// or the log became another one is dropped: it was meant for somebody else, and the
// numbers of offers mean others.
func (s *State) applyFiles(e Event) []Effect {
	switch e := e.(type) {
	case Chosen:
		if len(e.Paths) > 0 && e.Era == s.Era {
			return []Effect{Examine(e)}
		}
	case ChosenPlace:
		if e.Path != "" && e.Era == s.Era {
			return s.accept(AcceptOffer{Offer: e.Offer, As: e.Path})
		}
	case Examined:
		switch {
		case e.Era != s.Era:
		case e.Offer != 0:
			return s.chosenAgain(e)
		default:
			return s.offerFiles(e)
		}
	case Moved:
		s.moved(e)
	case Carried:
		return s.carried(e)
	}
	return nil
}

// offerFiles offers what the user has chosen.
func (s *State) offerFiles(e Examined) []Effect {
	s.Notice = nil // it was about what was sent before
	if e.Problem != nil {
		s.Notice = &Notice{Problem: *e.Problem, Conv: e.Conv}
	}
	if s.Self.ID == 0 || s.conv(e.Conv) == nil || len(e.Files) == 0 {
		return nil
	}
	s.cargo.Sends = append(s.cargo.Sends, e.Files...)
	out := s.saveCargo()
	if s.ready {
		for _, f := range e.Files {
			out = append(out, Transmit{Request: offerOf(f)})
		}
	}
	return out
}

// chosenAgain goes on with an offer whose file was lost and is found again.
func (s *State) chosenAgain(e Examined) []Effect {
	i := slices.IndexFunc(s.cargo.Sends, func(f LocalFile) bool { return f.Offer == e.Offer })
	if e.Problem != nil {
		s.Notice = &Notice{Problem: *e.Problem, Conv: e.Conv}
	}
	if i < 0 || len(e.Files) == 0 {
		return nil
	}
	f := &s.cargo.Sends[i]
	found := e.Files[0]
	if found.Size != f.Size || !found.Modified.Equal(f.Modified) || !bytes.Equal(found.Mark, f.Mark) {
		s.Notice = &Notice{Problem: Problem{Code: CodeOther, Field: found.Name}, Conv: e.Conv}
		return nil
	}
	f.Path = found.Path
	if o := s.Offers[e.Offer]; o != nil && o.Transfer != nil {
		o.Transfer.Path = f.Path
	}
	return append(s.saveCargo(), s.resumeTransfer(e.Offer)...)
}

func offerOf(f LocalFile) wire.Offer {
	return wire.Offer{
		Conv: f.Conv, CID: f.CID, Name: f.Name, Size: f.Size, Mime: f.Mime,
		Width: f.Width, Height: f.Height, Preview: f.Preview, Files: f.Files,
	}
}

// answerOffer ties the offer's number to the file. Its event may have done so
// before, or come later.
func (s *State) answerOffer(r wire.Offer, m wire.Message) []Effect {
	i := slices.IndexFunc(s.cargo.Sends, func(f LocalFile) bool { return f.CID == r.CID })
	if i < 0 {
		return nil
	}
	f := s.cargo.Sends[i]
	switch m := m.(type) {
	case wire.Sent:
		c := s.conv(r.Conv)
		if c == nil {
			return nil
		}
		file := f.file()
		e := wire.Event{Seq: m.Seq, Time: m.Time, Kind: wire.KindOffer, Conv: r.Conv, From: s.Self.ID, CID: r.CID, File: &file}
		s.noteFile(e)
		if t := s.offer(m.Seq).Transfer; t != nil && m.Seq <= s.base {
			t.unsure = true // made before this login, as in resumeCargo
		}
		c.Newest = max(c.Newest, m.Seq)
		if row, ok := s.rowOf(e); ok {
			c.insert(row)
		}
		return append(s.saveCargo(), s.carryNext()...)
	case wire.Fault:
		p := FromFault(m)
		delay, again := p.again()
		if !again || p.Code == wire.CodeNotStored {
			s.Notice = &Notice{Problem: p, Conv: r.Conv, File: f.Name}
		}
		if again {
			return []Effect{Transmit{Request: r, Delay: delay}}
		}
		s.cargo.Sends = slices.Delete(s.cargo.Sends, i, i+1)
		return s.saveCargo()
	}
	return nil
}

// accept fetches a file, into the folder of downloads or where the user says.
func (s *State) accept(i AcceptOffer) []Effect {
	o := s.Offers[i.Offer]
	if o == nil || !o.Open() || o.From == s.Self.ID || o.Transfer != nil {
		return nil
	}
	if i.Choose {
		return []Effect{ChoosePlace{Era: s.Era, Offer: o.Seq, Name: o.File.Name}}
	}
	s.stopAsking(o.Seq)
	o.Transfer = &Transfer{as: i.As, fresh: i.Fresh}
	s.cargo.Fetches = append(s.cargo.Fetches, Fetch{Offer: o.Seq, Conv: o.Conv, From: o.From, File: o.File, As: i.As, Fresh: i.Fresh})
	out := s.saveCargo()
	if o.Direct() && s.ready {
		out = append(out, Transmit{Request: wire.Respond{Offer: o.Seq, State: wire.StateAccepted}})
	}
	return append(out, s.carryNext()...)
}

// decline refuses a file, or stops fetching it for good.
func (s *State) decline(seq uint64) []Effect {
	s.stopAsking(seq)
	o := s.Offers[seq]
	if o == nil || !o.Open() || o.From == s.Self.ID {
		return nil
	}
	var out []Effect
	if t := o.Transfer; t != nil {
		o.Transfer = nil
		out = append([]Effect{Halt{Offer: seq, Discard: true, File: o.File, As: t.as}}, s.dropCargo(seq)...)
	}
	if o.Direct() {
		out = append(out, Transmit{Request: wire.Respond{Offer: seq, State: wire.StateDeclined}})
	}
	return append(out, s.carryNext()...)
}

// cancelOffer takes an own offer back.
func (s *State) cancelOffer(seq uint64) []Effect {
	o := s.Offers[seq]
	if o == nil || !o.Open() || o.From != s.Self.ID {
		return nil
	}
	return []Effect{Transmit{Request: wire.Respond{Offer: seq, State: wire.StateCancelled}}}
}

func (s *State) pause(seq uint64) []Effect {
	o := s.Offers[seq]
	if o == nil || o.Transfer == nil || o.Transfer.Status == TransferDone {
		return nil
	}
	t := o.Transfer
	if t.Status == TransferRunning {
		t.asked = false // its ticket is used up, and what is halted does not tell of its end
	}
	t.Status, t.Rate = TransferPaused, 0
	return append([]Effect{Halt{Offer: seq}}, s.carryNext()...)
}

func (s *State) resumeTransfer(seq uint64) []Effect {
	o := s.Offers[seq]
	if o == nil || o.Transfer == nil {
		return nil
	}
	if t := o.Transfer; t.Status == TransferPaused || t.Status == TransferFailed {
		t.Status, t.Problem, t.failed, t.barred = TransferWaiting, nil, 0, false
	}
	return s.carryNext()
}

// stopAsking closes the question whether a file is wanted; its card stays.
func (s *State) stopAsking(seq uint64) {
	s.Asking = slices.DeleteFunc(s.Asking, func(asked uint64) bool { return asked == seq })
}
