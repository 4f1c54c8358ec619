package app_test

import (
	"testing"

	"go.uber.org/goleak"

	. "lobby/server/servertest"
	"lobby/shared/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestTwoTalkInTheRoom(t *testing.T) {
	s := Start(t)
	ann, ben := s.Register(t, "Ann"), s.Register(t, "Ben")
	sent := ann.Say(wire.Room, "1", "大家好 👋")
	heard := ben.Hears(sent.Seq)
	if heard.Text != "大家好 👋" || heard.From != ann.ID() || heard.Conv != wire.Room || !heard.Time.Equal(sent.Time.Time) {
		t.Errorf("Ben heard %+v", heard)
	}
	if own := ann.Hears(sent.Seq); own.CID != "1" {
		t.Errorf("Ann was sent back %+v", own)
	}
}
