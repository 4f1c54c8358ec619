package fault

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"lobby/client/model"
	"lobby/shared/wire"
)

// defaultTime is how long things break when FAULT_TIME does not say.
const defaultTime = 6 * time.Second

// longest is how long a number of steps may take.
const longest = 5 * time.Minute

// diskBytes is the size of the server's disk: far more than a run fills.
const diskBytes = 256 << 20

// maxSync is how many events the server sends to who missed them: few, so that
// clients are often away for longer.
const maxSync = 40

// members are who chats, and on how many devices.
var members = []struct {
	name, label string
	devices     int
}{
	{"Ann", "ann", 2}, {"Ben", "ben", 1}, {"王小明", "wang", 2}, {"Dora", "dora", 1}, {"Emil", "emil", 1},
}

// TestFaults lets members chat while connections and processes break, and then
// holds everything that anyone was told against the log.
//
// FAULT_SEED chooses what breaks and after how many answers of the server, and what
// each client writes; FAULT_TIME for how long, or FAULT_STEPS how much of the schedule
// is done. How goroutines and processes take turns between two answers is the
// machine's to decide, and how long a slow line or a start that is killed take is told
// in time.
func TestFaults(t *testing.T) {
	t.Parallel()
	seed, lasting := settings(t)
	steps := math.MaxInt
	if text := os.Getenv("FAULT_STEPS"); text != "" {
		var err error
		if steps, err = strconv.Atoi(text); err != nil {
			t.Fatalf("FAULT_STEPS: %v", err)
		}
		lasting = longest
	}
	t.Logf("seed %d, for %v", seed, lasting)
	f := setUp(t, seed)
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("repeat with: make fault FAULT_SEED=%d FAULT_STEPS=%d\n%s", seed, len(f.chaos.done), f.chaos.head())
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), lasting)
	defer cancel()
	if err := errors.Join(f.runChaos(ctx, seed, steps), f.settle(), f.end()); err != nil {
		t.Errorf("%v\nthe end of the server's log:\n%s", err, f.chaos.server.log.tail())
	}
	for _, err := range f.witness.wrong {
		t.Error(err)
	}
	f.checkSeed(t, seed)
	f.report(t)
}

// checkSeed holds that what broke, and what was written, is what the seed alone draws.
func (f *fixture) checkSeed(t *testing.T, seed uint64) {
	t.Helper()
	s := newSchedule(seed, len(f.chaos.clients))
	for i, done := range f.chaos.done {
		if want := s.next(); want.String() != done.String() {
			t.Errorf("step %d was\n%v, and the seed draws\n%v", i+1, done, want)
		}
	}
	for i, c := range f.chaos.clients {
		w := newWords(seed, i, c.label)
		for range c.habits.words.said {
			if m := w.next(); f.witness.typed[m.cid].text != m.text {
				t.Errorf("%s is %q, and the seed draws %q", m.cid, f.witness.typed[m.cid].text, m.text)
			}
		}
	}
}

func settings(t *testing.T) (seed uint64, lasting time.Duration) {
	t.Helper()
	seed, lasting = rand.Uint64()>>32, defaultTime
	var err error
	if text := os.Getenv("FAULT_SEED"); text != "" {
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatalf("FAULT_SEED: %v", err)
		}
	}
	if text := os.Getenv("FAULT_TIME"); text != "" {
		if lasting, err = time.ParseDuration(text); err != nil {
			t.Fatalf("FAULT_TIME: %v", err)
		}
	}
	return seed, lasting
}

// fixture is a server, its members, and what stands between them.
type fixture struct {
	witness *witness
	chaos   *chaos
	echoes  []*echo
	noDisk  error // why the disk can't be filled
}

func setUp(t *testing.T, seed uint64) *fixture {
	t.Helper()
	f := &fixture{witness: newWitness()}
	f.chaos = &chaos{witness: f.witness}
	data := filepath.Join(t.TempDir(), "data")
	if f.chaos.disk, f.noDisk = smallDisk(t, diskBytes); f.noDisk == nil {
		data = filepath.Join(f.chaos.disk, "data")
	}
	f.chaos.server = newLobbyd(data, "--max-sync", strconv.Itoa(maxSync))
	if err := f.chaos.server.start(); err != nil {
		t.Fatalf("%v: %s", err, f.chaos.server.log)
	}
	t.Cleanup(func() { f.chaos.server.kill() })
	f.chaos.noErrors = f.chaos.server.failsNothing()
	for _, m := range members {
		f.addMember(t, seed, m.name, m.label, m.devices)
	}
	for _, c := range f.chaos.clients {
		c.in(func(*model.State) { c.habits.active = true })
	}
	return f
}

func (f *fixture) addMember(t *testing.T, seed uint64, name, label string, devices int) {
	t.Helper()
	e, err := newEcho(name, f.chaos.server.Addr, f.witness)
	if err != nil {
		t.Fatal(err)
	}
	f.echoes = append(f.echoes, e)
	for n := range devices {
		p := newProxy(t, f.chaos.server.Addr)
		c := startClient(t, f.witness, fmt.Sprintf("%s-%d", label, n+1), name, p.addr())
		c.in(func(*model.State) {
			c.habits = newHabits(seed, len(f.chaos.clients), c.label, e, f.chaos)
		})
		enter := c.register
		if n > 0 {
			enter = c.logIn
		}
		if err := enter(); err != nil {
			t.Fatal(err)
		}
		f.chaos.proxies, f.chaos.clients = append(f.chaos.proxies, p), append(f.chaos.clients, c)
	}
}

// runChaos breaks things until ctx ends, or so many steps are done.
func (f *fixture) runChaos(ctx context.Context, seed uint64, steps int) error {
	var echoing sync.WaitGroup
	ctx, cancel := context.WithCancel(ctx)
	for _, e := range f.echoes {
		echoing.Go(func() { e.run(ctx) })
	}
	err := f.chaos.run(ctx, newSchedule(seed, len(f.chaos.clients)), steps)
	cancel()
	echoing.Wait()
	return err
}

// settle lets everything that was typed arrive everywhere, and pages every
// client back to the beginning.
func (f *fixture) settle() error {
	for _, c := range f.chaos.clients {
		c.in(func(*model.State) { c.habits.active = false })
	}
	for _, c := range f.chaos.clients {
		if err := c.await("everything to be sent", func(s *model.State) bool {
			return s.Link.Status == model.LinkUp && s.Unsent() == 0
		}); err != nil {
			return err
		}
	}
	if err := f.missMuch(); err != nil {
		return err
	}
	for _, c := range f.chaos.clients {
		c.in(func(*model.State) { c.say(wire.Room, c.label+"-last", "the last of "+c.label) })
	}
	var errs []error
	for _, c := range f.chaos.clients {
		errs = append(errs, f.awaitWhole(c))
	}
	return errors.Join(errs...)
}

// missMuch cuts the last client off until it has missed more than it is sent when
// it is back.
func (f *fixture) missMuch() error {
	n := len(f.chaos.clients) - 1
	away, others := f.chaos.clients[n], f.chaos.clients[:n]
	gaps := f.witness.gaps()
	end := f.chaos.proxies[n].cutOff()
	for i := range maxSync + 1 {
		c := others[i%n]
		c.in(func(*model.State) { c.say(wire.Room, fmt.Sprintf("%s-missed-%d", c.label, i), "missed") })
	}
	for _, c := range others {
		if err := c.await("what is missed to be sent", func(s *model.State) bool { return s.Unsent() == 0 }); err != nil {
			return err
		}
	}
	end()
	return away.await("a gap", func(s *model.State) bool { return f.witness.gaps() > gaps })
}

// awaitWhole waits until a client has seen the last words of all and everything
// before, and has told how far its member has read.
func (f *fixture) awaitWhole(c *client) error {
	if err := c.await("everyone's last words", func(s *model.State) bool {
		said := 0
		for _, r := range s.Convs[wire.Room].Rows {
			if r.Kind == wire.KindMessage && len(r.Text) > 12 && r.Text[:12] == "the last of " {
				said++
			}
		}
		return said == len(f.chaos.clients) && s.Unsent() == 0
	}); err != nil {
		return err
	}
	if err := c.await("everyone to be online", func(s *model.State) bool {
		for _, m := range s.Members {
			if !m.Online {
				return false
			}
		}
		return true
	}); err != nil {
		return err
	}
	for _, conv := range c.convs() {
		c.do(model.Open{Conv: conv})
		if err := c.await("the beginning of "+conv, func(s *model.State) bool {
			c.perform(s.Do(model.LoadOlder{Conv: conv})) // one at a time is under way
			return !s.Convs[conv].More
		}); err != nil {
			return err
		}
	}
	return c.await("its marks to be stored", func(s *model.State) bool {
		for id, conv := range s.Convs {
			if min(conv.Read, conv.Newest) > c.marks[id] {
				return false
			}
		}
		return true
	})
}

func (c *client) convs() (ids []string) {
	c.in(func(s *model.State) {
		for id := range s.Convs {
			ids = append(ids, id)
		}
	})
	return ids
}

// end stops the server and holds everyone against what it has stored.
func (f *fixture) end() error {
	if err := f.chaos.server.stop(); err != nil {
		return fmt.Errorf("stop the server: %w", err)
	}
	if err := f.chaos.server.log.trouble(); err != nil {
		return err
	}
	for _, c := range f.chaos.clients {
		if err := c.await("the end of its connection", func(s *model.State) bool { return s.Link.Status != model.LinkUp }); err != nil {
			return err
		}
	}
	log, err := readLog(f.chaos.server.data)
	if err != nil {
		return fmt.Errorf("read the log: %w", err)
	}
	f.witness.audit(log)
	for _, c := range f.chaos.clients {
		c.in(func(s *model.State) {
			for _, err := range auditModel(s, log) {
				f.witness.complain("%s: %w", c.label, err)
			}
		})
	}
	return nil
}

func (f *fixture) report(t *testing.T) {
	n := f.witness.counts
	forgotten := 0
	for _, m := range f.witness.typed {
		if m.forgotten {
			forgotten++
		}
	}
	t.Logf("%d messages of %d clients, %d acknowledged, %d sent a second time on another connection, %d forgotten by killed clients",
		n.messages, len(f.chaos.clients), n.acks, n.resent, forgotten)
	t.Logf("%d steps to answer %d, %d of them before their place as no answer came", len(f.chaos.done), f.witness.answers(), n.early)
	t.Logf("%d kills (%d in a system call) and %d stops of the server, %d jumps of its clock, %d restarts and %d kills of clients, %d logins",
		n.kills, n.inCalls, n.stops, n.jumps, n.restarts, n.crashes, n.logins)
	t.Logf("%d cuts, %d stalls, %d slow lines, %d reconnects, %d of them after too much was missed", n.cuts, n.stalls, n.slow, n.reconnects, n.gaps)
	if f.noDisk != nil {
		t.Logf("the disk was not filled: %v", f.noDisk)
	} else {
		t.Logf("the disk was full %d times; requests refused: %v", n.full, n.refused)
	}
	if f.chaos.noErrors != nil {
		t.Logf("the disk never answered with errors: %v", f.chaos.noErrors)
	} else {
		t.Logf("the disk answered with errors for %d whiles", n.errors)
	}
	if !t.Failed() {
		t.Logf("doubles 0, losses 0, strangers' messages 0, models that differ from the log 0")
	}
}
