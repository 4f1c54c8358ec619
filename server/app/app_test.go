package app_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"lobby/server/app"
	"lobby/server/ledger"
	. "lobby/server/servertest"
	"lobby/shared/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestTwoTalk(t *testing.T) {
	s := Start(t)
	ann := s.Register(t, "Ann")
	ben := s.DialWebSocket(t)
	ben.LogIn(wire.Register{ID: 1, Name: "小明", Password: Password, Device: "a page"})

	sent := ann.Say(wire.Room, "1", "大家好 👋")
	heard := ben.Hears(sent.Seq)
	if heard.Text != "大家好 👋" || heard.From != ann.ID() || heard.Conv != wire.Room || !heard.Time.Equal(sent.Time.Time) {
		t.Errorf("Ben heard %+v", heard)
	}
	if own := ann.Hears(sent.Seq); own.CID != "1" {
		t.Errorf("Ann was sent back %+v", own)
	}
	pair := wire.Pair(ann.ID(), ben.ID())
	answer := ben.Say(pair, "1", "悄悄話")
	if heard := ann.Hears(answer.Seq); heard.Text != "悄悄話" || heard.Conv != pair {
		t.Errorf("Ann heard %+v", heard)
	}
	if name := ann.Members[ben.ID()].Name; name != "小明" {
		t.Errorf("Ann knows member %d as %q", ben.ID(), name)
	}
}

func TestPairIsPrivate(t *testing.T) {
	s := Start(t)
	ann, ben, cy := s.Register(t, "Ann"), s.Register(t, "Ben"), s.Register(t, "Cy")
	pair := wire.Pair(ann.ID(), ben.ID())
	secret := ann.Say(pair, "1", "secret")
	open := ann.Say(wire.Room, "2", "open")
	cy.Hears(open.Seq)
	missed, _ := cy.Sync(0)
	for _, e := range slices.Concat(cy.Events, missed) {
		if e.Seq == secret.Seq || e.Conv == pair {
			t.Errorf("the third member got %+v", e)
		}
	}
	if f := cy.Refused(wire.History{ID: 50, Conv: pair, Limit: 10}); f.Code != wire.CodeConv {
		t.Errorf("the third member's look was answered with %v", &f)
	}
}

func TestEveryoneComesBackAfterARestart(t *testing.T) {
	s := Start(t, func(c *app.Config) { c.Peers.End = 100 * time.Millisecond }) // nobody hangs up
	ben, ann := s.Register(t, "Ben"), s.Register(t, "Ann")
	pair := wire.Pair(ann.ID(), ben.ID())
	Await(ben, func(e wire.Event) bool { return e.Kind == wire.KindJoined && slices.Contains(e.Members, ann.ID()) })
	first := ann.Say(wire.Room, "1", "before")
	ann.Say(pair, "2", "in private")
	ben.Hears(first.Seq)
	ben.MarkRead(wire.Room, first.Seq)
	seen := ben.Events[len(ben.Events)-1].Seq

	s.Restart(t)
	if bye := ben.Ended(); bye.Code != wire.CodeStopping {
		t.Errorf("the last word is %+v", bye)
	}
	ann, ben = s.Resume(t, "Ann", ann.Key), s.Resume(t, "Ben", ben.Key)
	again := ann.Say(wire.Room, "1", "before")
	if again.Seq != first.Seq || !again.Time.Equal(first.Time.Time) {
		t.Errorf("sent again it is %+v, was %+v", again, first)
	}
	if missed, synced := ben.Sync(seen); synced.Gap || synced.Through < seen || slices.ContainsFunc(missed, func(e wire.Event) bool { return e.Seq <= seen }) {
		t.Errorf("Ben, who saw %d, got %+v and %+v", seen, missed, synced)
	}
	if room := ben.Convs[wire.Room]; room.Unread != 0 || room.Read != first.Seq {
		t.Errorf("Ben's room is %+v", room)
	}
	if private := ben.Convs[pair]; private.Unread != 1 {
		t.Errorf("Ben's pair is %+v", private)
	}
	if !ben.Members[ann.ID()].Online {
		t.Error("Ann, who was there before, is shown as gone")
	}
}

func TestPresence(t *testing.T) {
	s := Start(t, func(c *app.Config) { c.Presence.Grace = time.Millisecond })
	ann := s.Register(t, "Ann")
	ben := s.Register(t, "Ben")
	tells := func(kind wire.Kind, id uint64) {
		t.Helper()
		Await(ann, func(e wire.Event) bool { return e.Kind == kind && slices.Contains(e.Members, id) })
	}
	tells(wire.KindJoined, ben.ID())
	ben.Close()
	tells(wire.KindLeft, ben.ID())
}

// Many members write at once while others come and go. In the end all have seen
// the same events in the same order, and nobody lacks one.
func TestCrowd(t *testing.T) {
	s := Start(t, func(c *app.Config) { c.Peers.Burst = 1000 })
	watcher := s.Register(t, "Watcher")
	const writers, each = 8, 40
	var crowd sync.WaitGroup
	for w := range writers {
		crowd.Go(func() {
			c := s.Register(t, fmt.Sprint("Writer ", 'a'+rune(w)))
			for i := range each {
				c.Say(wire.Room, fmt.Sprint(i), "hello")
				if i%10 == 9 { // cut off, back at once
					c.Close()
					c = s.Resume(t, fmt.Sprint("Writer ", 'a'+rune(w)), c.Key)
					c.Say(wire.Room, fmt.Sprint(i), "hello") // not sure that it arrived
				}
			}
		})
	}
	crowd.Wait()
	last := watcher.Say(wire.Room, "end", "that was all")
	watcher.Hears(last.Seq)
	messages := 0
	for i, e := range watcher.Events {
		if e.Kind == wire.KindMessage {
			messages++
		}
		if i > 0 && e.Seq != watcher.Events[i-1].Seq+1 {
			t.Fatalf("event %d follows %d", e.Seq, watcher.Events[i-1].Seq)
		}
	}
	if messages != writers*each+1 {
		t.Errorf("%d messages, want %d", messages, writers*each+1)
	}
	late := s.Register(t, "Late")
	history, _ := late.Sync(watcher.Welcome.Seq)
	for _, e := range watcher.Events {
		if !slices.ContainsFunc(history, func(h wire.Event) bool { return h.Seq == e.Seq && h.Text == e.Text && h.CID == e.CID }) {
			t.Fatalf("the log lacks %+v", e)
		}
	}
}

func TestMembersGetTheGroup(t *testing.T) {
	s := Start(t, func(c *app.Config) { c.Multicast = app.DefaultConfig().Multicast })
	g := s.Register(t, "Ann").Welcome.Group
	if g.Addr != "224.111.1.1:5007" || len(g.ID) != 8 || len(g.Key) != 32 {
		t.Errorf("the group is %+v", g)
	}
	if g := Start(t).Register(t, "Ann").Welcome.Group; g.Addr != "" || g.Key != nil {
		t.Errorf("without multicast the group is %+v", g)
	}
}

func TestLogHoldsNoSecrets(t *testing.T) {
	var log syncBuffer
	s := Start(t, func(c *app.Config) {
		c.Log = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	ann := s.Register(t, "Ann")
	ann.Say(wire.Room, "the-cid", "the text")
	ann.Close()
	s.Dial(t).Refused(wire.Login{ID: 1, Name: "Ann", Password: "the wrong one"})
	s.Stop(t)
	for _, secret := range []string{"the text", "the-cid", Password, "the wrong one"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	if !strings.Contains(log.String(), "logged in") {
		t.Errorf("the log lacks the login:\n%s", &log)
	}
}

type syncBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

func TestFailedStartLeavesNothingBehind(t *testing.T) {
	s := Start(t)
	cfg := Config(t)
	cfg.Listen = s.Addr().String()
	if _, err := app.Start(cfg); err == nil {
		t.Fatal("two servers listen on one address")
	}
	cfg.Listen = "127.0.0.1:0"
	second, err := app.Start(cfg)
	if err != nil {
		t.Fatalf("the folder of a start that failed: %v", err)
	}
	if err := second.Close(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestDataLocked(t *testing.T) {
	s := Start(t)
	cfg := Config(t)
	cfg.Data = s.Config.Data
	if _, err := app.Start(cfg); !errors.Is(err, ledger.ErrLocked) {
		t.Errorf("a second server on the folder: %v", err)
	}
	s.Register(t, "Ann").Say(wire.Room, "1", "still here")
}

func TestIdentityIsKept(t *testing.T) {
	s := Start(t)
	key := s.Key()
	s.Restart(t)
	if s.Key() != key {
		t.Error("the key has changed")
	}
	info, err := os.Stat(filepath.Join(s.Config.Data, "identity.json"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("identity.json: %v, %v", info.Mode(), err)
	}
}

// A member who does not read its last words does not hold the server up for
// longer than it is given.
func TestCloseCutsWhoHangsOn(t *testing.T) {
	s := Start(t, func(c *app.Config) { c.Peers.End = time.Hour })
	ann, ben := s.Register(t, "Ann"), s.DialWebSocket(t)
	ben.LogIn(wire.Register{ID: 1, Name: "Ben", Password: Password})
	ctx, cancel := context.WithCancel(context.Background())
	closed := make(chan error)
	running := s.Server
	s.Server = nil
	go func() { closed <- running.Close(ctx) }()
	for _, c := range []*Client{ann, ben} {
		if bye := Await[wire.Bye](c, nil); bye.Code != wire.CodeStopping {
			t.Errorf("the last word is %+v", bye)
		}
	}
	cancel()
	if err := <-closed; err != nil {
		t.Error(err)
	}
}
