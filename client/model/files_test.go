package model

import (
	"slices"
	"testing"

	"lobby/shared/wire"
)

// fetching returns a client that fetches the file of offer 1, of member 2 in the room.
func fetching(t *testing.T) *State {
	t.Helper()
	s := chat(t).state
	s.Apply(Received{wire.Event{Seq: s.seen + 1, Time: wire.At(noon), Kind: wire.KindOffer, Conv: wire.Room, From: 2, File: &wire.File{Name: "a", Size: 10}}})
	asked := requests(s.Do(AcceptOffer{Offer: s.seen}))
	if len(asked) != 1 {
		t.Fatalf("asked %v", asked)
	}
	s.Apply(Answered{asked[0], wire.Ticket{Ticket: []byte("t")}})
	if got := s.Offers[s.seen].Transfer.Status; got != TransferRunning {
		t.Fatalf("the transfer is %v", got)
	}
	return s
}

// A transfer that is halted ends without a word; one that is to go on needs
// another ticket.
func TestPausedTransferGoesOn(t *testing.T) {
	s := fetching(t)
	seq := s.seen
	s.Do(PauseTransfer{Offer: seq})
	if asked := requests(s.Do(ResumeTransfer{Offer: seq})); len(asked) != 1 || asked[0] != (wire.Transfer{Offer: seq}) {
		t.Errorf("to go on, %v is asked", asked)
	}
}

// What arrived in the moment that it was paused is there, and not fetched again.
func TestPausedTooLate(t *testing.T) {
	s := fetching(t)
	seq := s.seen
	s.Do(PauseTransfer{Offer: seq})
	s.Apply(Carried{Offer: seq, Path: "/downloads/a"})
	if got := s.Offers[seq].Transfer; got.Status != TransferDone || got.Path != "/downloads/a" {
		t.Errorf("the transfer is %+v", got)
	}
	if asked := requests(s.Do(ResumeTransfer{Offer: seq})); len(asked) != 0 {
		t.Errorf("it is asked for again: %v", asked)
	}
}

// Where the server's log was replaced, the number of an offer is that of another event:
// nothing that was tied to it may be tied to that.
func TestNumbersOfFilesAreForgotten(t *testing.T) {
	s := fetching(t)
	seq, era := s.seen, s.Era
	s.Apply(Examined{Era: s.Era, Conv: wire.Room, Files: []LocalFile{{Conv: wire.Room, CID: "own", Path: "/own", Name: "own", Size: 3}}})
	offer := wire.Offer{Conv: wire.Room, CID: "own", Name: "own", Size: 3}
	s.Apply(Answered{offer, wire.Sent{CID: "own", Seq: seq + 1, Time: wire.At(noon)}})
	s.cargo.Kept = []Kept{{Offer: 1, Path: "/downloads/b"}}
	s.Apply(Lost{Problem{Code: CodeLost}})

	var halted []uint64
	for _, e := range s.Apply(Welcomed{Server: online, Welcome: wire.Welcome{Member: wire.Member{ID: me}, Seq: seq - 1}}) {
		if e, ok := e.(Halt); ok {
			halted = append(halted, e.Offer)
		}
	}
	if slices.Sort(halted); !slices.Equal(halted, []uint64{seq, seq + 1}) {
		t.Errorf("halted are %v", halted)
	}
	sent := requests(s.Apply(Received{wire.Ready{}}))
	again := 0
	for _, r := range sent {
		switch r := r.(type) {
		case wire.Offer:
			again++
		case wire.Respond, wire.Transfer:
			t.Errorf("said of another offer: %+v", r)
		}
	}
	if again != 1 || len(s.Offers) != 0 || s.Era == era {
		t.Errorf("%d offered again, offers %v, era %d after %d", again, s.Offers, s.Era, era)
	}
}

// Whoever left before the server's answer to an offer may have missed that it was
// accepted since.
func TestOfferThatIsMadeAgain(t *testing.T) {
	s := New()
	file := LocalFile{Conv: wire.Pair(me, 2), CID: "own", Path: "/own", Name: "own", Size: 3}
	s.Apply(Started{Cargo: []Cargo{{Server: online, Member: me, Sends: []LocalFile{file}}}})
	s.Apply(Welcomed{Server: online, Welcome: wire.Welcome{Member: wire.Member{ID: me}, Seq: 9}})
	made := requests(s.Apply(Received{wire.Ready{}}))
	asked := requests(s.Apply(Answered{offerOf(file), wire.Sent{CID: "own", Seq: 5, Time: wire.At(noon)}}))
	if len(asked) != 1 || asked[0] != (wire.Transfer{Offer: 5, Upload: true}) {
		t.Errorf("made were %v, and then asked %v", made, asked)
	}
}

// An offer that nobody has answered yet may have been while its sender was away. The
// server is asked once, and again only when something is heard of the offer, even
// where that came before the server's answer.
func TestOfferThatWaitsForItsAnswer(t *testing.T) {
	const seq = 5
	ticket := wire.Transfer{Offer: seq, Upload: true}
	refusal := Answered{ticket, wire.Fault{Code: wire.CodeOffer, Field: "offer"}}
	accepted := Received{wire.Event{Seq: 12, Kind: wire.KindFile, Conv: wire.Pair(me, 2), From: 2, Offer: seq, State: wire.StateAccepted}}
	file := LocalFile{Conv: wire.Pair(me, 2), CID: "own", Offer: seq, Path: "/own", Name: "own", Size: 3}
	for _, c := range []struct {
		name   string
		events []Event
		want   []int // how often each has the server asked
	}{
		{"refused, then accepted", []Event{refusal, Received{wire.Done{}}, accepted}, []int{0, 0, 1}},
		{"accepted, then refused", []Event{accepted, refusal, refusal}, []int{0, 1, 0}},
	} {
		s := New()
		s.Apply(Started{Cargo: []Cargo{{Server: online, Member: me, Sends: []LocalFile{file}}}})
		login := func() []wire.Request {
			s.Apply(Welcomed{Server: online, Welcome: wire.Welcome{Member: wire.Member{ID: me}, Seq: 20}})
			return slices.DeleteFunc(requests(s.Apply(Received{wire.Ready{}})), func(r wire.Request) bool { return r != ticket })
		}
		if asked := login(); len(asked) != 1 {
			t.Fatalf("%s: after the login %v is asked", c.name, asked)
		}
		for i, e := range c.events {
			if asked := requests(s.Apply(e)); len(asked) != c.want[i] {
				t.Errorf("%s: after event %d %v is asked, want %d requests", c.name, i, asked, c.want[i])
			}
		}
		s.Apply(Lost{Problem{Code: CodeLost}})
		if asked := login(); len(asked) != 1 {
			t.Errorf("%s: after the next login %v is asked", c.name, asked)
		}
	}
}

// A dialog of the system can outlast the account, or the log, that it was opened in.
func TestChosenInAnotherEraIsDropped(t *testing.T) {
	for _, c := range []struct {
		name string
		ends func(m *sim)
	}{
		{"another account", func(m *sim) {
			m.state.Do(LogOut{})
			m.state.Do(LogIn{Server: online, Name: "Mei", Password: "long enough"})
			m.state.Apply(Welcomed{Server: online, Welcome: wire.Welcome{Member: wire.Member{ID: 2}}})
			m.state.Apply(Received{wire.Ready{}})
		}},
		{"another log", func(m *sim) {
			m.state.Apply(Lost{Problem{Code: CodeLost}})
			m.state.Apply(Welcomed{Server: online, Welcome: wire.Welcome{Member: wire.Member{ID: me}, Seq: m.state.seen - 1}})
			m.state.Apply(Received{wire.Ready{}})
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := chat(t)
			s := m.state
			m.say(2, wire.Room)
			m.settle()
			const seq = 5
			offer := func() {
				s.Offers[seq] = &Offer{Seq: seq, Conv: wire.Room, From: 3, File: wire.File{Name: "a", Size: 9}}
			}
			offer()
			asked := s.Do(AttachFiles{Conv: wire.Room})[0].(ChooseFiles)
			place := s.Do(AcceptOffer{Offer: seq, Choose: true})[0].(ChoosePlace)
			examined := s.Apply(Chosen{Era: asked.Era, Conv: asked.Conv, Paths: []string{"/a"}})[0].(Examine)
			c.ends(m)
			if s.Self.ID == 0 || !s.ready {
				t.Fatalf("nobody is logged in: %+v", s.Self)
			}
			offer()
			for _, late := range []Event{
				Chosen{Era: asked.Era, Conv: asked.Conv, Paths: []string{"/a"}},
				ChosenPlace{Era: place.Era, Offer: seq, Path: "/b"},
				Examined{Era: examined.Era, Conv: asked.Conv, Files: []LocalFile{{Conv: asked.Conv, CID: "c", Path: "/a", Name: "a"}}},
				NoDialog{Question{Era: asked.Era, Conv: asked.Conv}},
			} {
				if got := s.Apply(late); len(got) != 0 || s.Chooser != nil || len(s.cargo.Sends)+len(s.cargo.Fetches) != 0 {
					t.Errorf("%T leads to %+v", late, got)
				}
			}
		})
	}
}
