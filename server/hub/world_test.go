package hub

import (
	"bytes"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"

	"go.uber.org/goleak"

	"lobby/server/ledger"
	"lobby/shared/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a hub on a real ledger in a temporary folder. Its tests run in a
// bubble of synctest, where settle means that everything that was set going has
// come to rest, on the disk too.
type world struct {
	t       *testing.T
	dir     string
	members []wire.Member
	edit    func(*Options)
	gate    chan struct{} // if set, what is stored reaches the hub when it is closed

	ledger *ledger.Ledger
	hub    *Hub
	desks  []*desk
}

// inWorld runs a test with members of ids 1, 2, ... as many as are wanted.
func inWorld(t *testing.T, members int, edit func(*Options), test func(*testing.T, *world)) {
	dir := filepath.Join(t.TempDir(), "log")
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, dir: dir, edit: edit}
		for id := range members {
			w.members = append(w.members, wire.Member{ID: uint64(id) + 1, Name: "member"})
		}
		w.start()
		defer func() { w.stop() }()
		test(t, w)
	})
}

func (w *world) start() {
	var past Past
	l, err := ledger.Open(w.dir, ledger.Options{
		Replay: past.Replay,
		Committed: func(done []ledger.Commit) {
			if w.gate != nil {
				<-w.gate
			}
			w.hub.Committed(done)
		},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.ledger = l
	o := Options{Ledger: l, Members: w.members, Past: &past, Server: "test"}
	if w.edit != nil {
		w.edit(&o)
	}
	w.hub = New(o)
}

func (w *world) stop() {
	w.hub.Close()
	if err := w.ledger.Close(); err != nil {
		w.t.Error(err)
	}
}

func settle() { synctest.Wait() }

// desk is a peer that keeps what it is handed.
type desk struct {
	*Session
	t     *testing.T
	block chan struct{} // if set, Answer waits until it is closed

	mu    sync.Mutex
	lines []byte
	bye   *wire.Bye
}

func (d *desk) Deliver(chunks [][]byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.bye == nil {
		d.lines = append(d.lines, bytes.Join(chunks, nil)...)
	}
}

func (d *desk) Answer(chunk []byte) error {
	if d.block != nil {
		<-d.block
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.bye != nil {
		return errors.New("closed")
	}
	d.lines = append(d.lines, chunk...)
	return nil
}

func (d *desk) End(bye wire.Bye) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.bye == nil {
		d.bye = &bye
	}
}

// ended returns the bye that the desk was given, the zero one if none.
func (d *desk) ended() wire.Bye {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.bye == nil {
		return wire.Bye{}
	}
	return *d.bye
}

// taken settles and returns what has come since the last call.
func (d *desk) taken() []wire.Message {
	d.t.Helper()
	settle()
	d.mu.Lock()
	lines := d.lines
	d.lines = nil
	d.mu.Unlock()
	var all []wire.Message
	for line := range bytes.Lines(lines) {
		if len(line) > wire.MaxMessage {
			d.t.Errorf("message of %d bytes", len(line))
		}
		m, err := wire.DecodeAnswer(line)
		if err != nil {
			d.t.Fatalf("decode %q: %v", line, err)
		}
		all = append(all, m)
	}
	return all
}

// of keeps the messages of one type.
func of[M wire.Message](all []wire.Message) []M {
	var some []M
	for _, m := range all {
		if m, ok := m.(M); ok {
			some = append(some, m)
		}
	}
	return some
}

// only returns the one message of a type among all.
func only[M wire.Message](t *testing.T, all []wire.Message) M {
	t.Helper()
	some := of[M](all)
	if len(some) != 1 {
		t.Fatalf("%d messages of type %T, want 1, in %+v", len(some), *new(M), all)
	}
	return some[0]
}

// joinQuietly logs a member in and forgets what everyone was told of that.
func (w *world) joinQuietly(member uint64) *desk {
	w.t.Helper()
	joined := w.join(member, [32]byte{byte(member)})
	waitTicks()
	for _, d := range w.desks {
		d.taken()
	}
	return joined
}

func (w *world) join(member uint64, device [32]byte) *desk {
	w.t.Helper()
	d := &desk{t: w.t}
	s, err := w.hub.Join(1, wire.Member{ID: member, Name: "member"}, device, d)
	if err != nil {
		w.t.Fatal(err)
	}
	d.Session = s
	w.desks = append(w.desks, d)
	return d
}

func (d *desk) say(conv, cid, text string) {
	d.Send(wire.Send{ID: 7, Conv: conv, CID: cid, Text: text})
}
