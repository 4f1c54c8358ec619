package fault

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"

	"lobby/client/model"
	"lobby/shared/wire"
)

// A server is restored from a backup, and its log grows past what a client saw of the
// one before it. The client, to which the number that it stopped at means nothing
// there, shows what the restored server has, and nothing else.
func TestRestoredPastWhatWasSeen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server := newLobbyd(filepath.Join(dir, "data"))
	if err := server.start(); err != nil {
		t.Fatalf("%v: %s", err, server.log)
	}
	t.Cleanup(func() { server.kill() })
	w := newWitness()
	lines := [2]*proxy{newProxy(t, server.Addr), newProxy(t, server.Addr)}
	var clients [2]*client
	for i, name := range []string{"Ann", "Ben"} {
		clients[i] = startClient(t, w, name, name, lines[i].addr())
		clients[i].in(func(*model.State) { clients[i].habits = newHabits(0, i, name, &echo{}, &chaos{witness: w}) }) // dials soon
		if err := clients[i].register(); err != nil {
			t.Fatal(err)
		}
	}
	ann, ben := clients[0], clients[1]
	says := func(c *client, about string, n int) {
		t.Helper()
		c.in(func(*model.State) {
			for i := range n {
				c.say(wire.Room, fmt.Sprint(about, i), about)
			}
		})
		if err := c.await("its words to be stored", func(s *model.State) bool { return s.Unsent() == 0 }); err != nil {
			t.Fatal(err)
		}
	}
	backup := filepath.Join(dir, "backup.tar.gz")
	says(ann, "before", 5)
	lobbyctl(t, "backup", "--to", backup, "--data", server.data)
	says(ben, "lost", 10)
	if err := ann.await("what is lost", func(s *model.State) bool { return s.Convs[wire.Room].Newest >= 15 }); err != nil {
		t.Fatal(err)
	}
	end := lines[0].cutOff()
	if err := server.kill(); err != nil {
		t.Fatal(err)
	}
	restored := filepath.Join(dir, "restored")
	lobbyctl(t, "restore", "--from", backup, "--data", restored)
	server.data = restored
	if err := server.start(); err != nil {
		t.Fatalf("%v: %s", err, server.log)
	}
	if err := ben.awaitUp(); err != nil {
		t.Fatal(err)
	}
	says(ben, "new", 40)
	end()
	if err := ann.await("what is new", func(s *model.State) bool {
		rows := s.Convs[wire.Room].Rows
		return s.Link.Status == model.LinkUp && len(rows) > 0 && rows[len(rows)-1].Text == "new"
	}); err != nil {
		t.Fatal(err)
	}
	says(ann, "last", 1)
	for _, c := range clients {
		if err := c.await("all there is", func(s *model.State) bool {
			c.perform(s.Do(model.LoadOlder{Conv: wire.Room}))
			rows := s.Convs[wire.Room].Rows
			return !s.Convs[wire.Room].More && rows[len(rows)-1].Text == "last"
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := server.stop(); err != nil {
		t.Fatal(err)
	}
	log, err := readLog(restored)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range clients {
		c.in(func(s *model.State) {
			for _, err := range auditModel(s, log) {
				t.Errorf("%s: %v", c.label, err)
			}
		})
	}
}

// lobbyctl runs a command of the server's program to its end.
func lobbyctl(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command(lobbydBin, args...).CombinedOutput(); err != nil {
		t.Fatalf("%q: %v\n%s", args, err, out)
	}
}
