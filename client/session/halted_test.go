package session

import (
	"slices"
	"testing"

	"lobby/client/model"
	"lobby/server/servertest"
	"lobby/shared/wire"
)

func TestPauseAndCancelWhileItRuns(t *testing.T) {
	server := servertest.Start(t)
	addr := server.Addr().String()
	ann, ben := startCarrier(t, addr, "Ann"), startCarrier(t, addr, "Ben")
	path, content := newFile(t, "x.bin", 1_000_000)
	conv := wire.Pair(1, 2)
	ann.do(model.SendFiles{Conv: conv, Paths: []string{path}})
	seq := ben.offered("x.bin")
	ann.await("its own offer", func(s *model.State) bool { return s.Offers[seq] != nil && s.Offers[seq].Transfer != nil })
	ann.do(model.PauseTransfer{Offer: seq})
	ben.do(model.AcceptOffer{Offer: seq})
	ben.awaitOffer("the download to wait", seq, func(o *model.Offer) bool { return o.Transfer.Status == model.TransferRunning })
	ann.do(model.ResumeTransfer{Offer: seq})
	same(t, ben.awaitDone(seq), content)

	other, _ := newFile(t, "y.bin", 1_000_000)
	ann.do(model.SendFiles{Conv: conv, Paths: []string{other}})
	seq = ben.offered("y.bin")
	ann.await("its own offer", func(s *model.State) bool { return s.Offers[seq] != nil && s.Offers[seq].Transfer != nil })
	ann.do(model.PauseTransfer{Offer: seq})
	ben.do(model.AcceptOffer{Offer: seq})
	ben.awaitOffer("the download to wait", seq, func(o *model.Offer) bool { return o.Transfer.Status == model.TransferRunning })
	ann.do(model.CancelOffer{Offer: seq})
	ben.awaitOffer("the end", seq, func(o *model.Offer) bool { return o.End == wire.StateCancelled && o.Transfer == nil })
	ben.close()
	if names := ben.folder(); !slices.Equal(names, []string{"x.bin"}) {
		t.Errorf("the folder has %q", names)
	}
}

// A transfer that is ended with its connection, as by another login, goes on after it.
func TestTransferSurvivesAnotherLogin(t *testing.T) {
	server := servertest.Start(t)
	addr := server.Addr().String()
	ann, ben := startCarrier(t, addr, "Ann"), startCarrier(t, addr, "Ben")
	path, content := newFile(t, "x.bin", 1_000_000)
	ann.do(model.SendFiles{Conv: wire.Room, Paths: []string{path}})
	seq := ben.offered("x.bin")
	ann.awaitDone(seq)
	other, _ := newFile(t, "y.bin", 1_000_000)
	ann.do(model.SendFiles{Conv: wire.Pair(1, 2), Paths: []string{other}})
	waiting := ben.offered("y.bin")
	ann.await("its own offer", func(s *model.State) bool { return s.Offers[waiting] != nil && s.Offers[waiting].Transfer != nil })
	ann.do(model.PauseTransfer{Offer: waiting})
	ben.do(model.AcceptOffer{Offer: seq})
	same(t, ben.awaitDone(seq), content)
	ben.do(model.AcceptOffer{Offer: waiting})
	ben.awaitOffer("the download to wait", waiting, func(o *model.Offer) bool { return o.Transfer.Status == model.TransferRunning })
	ben.do(model.LogIn{Server: addr, Name: "Ben", Password: password})
	awaitEvent(ben.client, func(e model.Carried) bool { return e.Offer == waiting })
	ann.do(model.ResumeTransfer{Offer: waiting})
	ben.awaitDone(waiting)
}

// What was carried is let go of; what has come in part is not.
func TestEndedTransfersAreForgotten(t *testing.T) {
	s := New(Config{Store: tempStore(t), Inbox: NewInbox(func() {})})
	ended := make(chan struct{})
	close(ended)
	s.carries = map[uint64]*carry{1: {ended: ended, arrived: true}, 2: {ended: ended}, 3: {ended: make(chan struct{})}}
	s.parts = map[uint64]part{1: struct{ part }{}, 2: struct{ part }{}, 3: struct{ part }{}}
	s.forgetEnded()
	if len(s.carries) != 1 || s.carries[3] == nil {
		t.Errorf("transfers %v", s.carries)
	}
	if len(s.parts) != 2 || s.parts[1] != nil {
		t.Errorf("parts %v", s.parts)
	}
}
