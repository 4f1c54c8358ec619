package servertest_test

import (
	"testing"

	"go.uber.org/goleak"

	. "lobby/server/servertest"
	"lobby/shared/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// What the server tests stand on: a server that is started again on its port and
// folder, and clients that find what they said.
func TestRestart(t *testing.T) {
	s := Start(t)
	addr := s.Addr().String()
	ann := s.Register(t, "Ann")
	sent := ann.Say(wire.Room, "a", "hello")
	s.Restart(t)
	if s.Addr().String() != addr {
		t.Errorf("the address was %s and is %s", addr, s.Addr())
	}
	again := s.Resume(t, "Ann", ann.Key)
	events, _ := again.History(wire.Room, sent.Seq+1, 1)
	if len(events) != 1 || events[0].Text != "hello" {
		t.Errorf("the history ends with %+v", events)
	}
	web := s.DialWebSocket(t)
	web.LogIn(wire.Login{ID: web.NextID(), Name: "Ann", Password: Password})
	if web.ID() != ann.ID() {
		t.Errorf("Ann is member %d and then %d", ann.ID(), web.ID())
	}
}
