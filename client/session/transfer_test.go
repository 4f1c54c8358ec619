package session

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"lobby/client/model"
	"lobby/server/servertest"
	"lobby/shared/wire"
)

// carrier is a client with a folder of its own for what it fetches.
type carrier struct {
	*client
	downloads string
}

func startCarrier(t testing.TB, server, name string, edits ...func(*Config)) carrier {
	t.Helper()
	c := carrier{downloads: filepath.Join(t.TempDir(), "downloads")}
	c.client = startClient(t, tempStore(t), server, func(cfg *Config) {
		cfg.Downloads = c.downloads
		for _, edit := range edits {
			edit(cfg)
		}
	})
	c.register(server, name)
	return c
}

// newFile makes a file of so many bytes, the same for a name.
func newFile(t testing.TB, name string, size int) (path string, content []byte) {
	t.Helper()
	content = make([]byte, size)
	rand.NewChaCha8(sha256.Sum256([]byte(name))).Read(content)
	path = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path, content
}

// offered waits until an offer of a name is known, and returns its number.
func (c carrier) offered(name string) (seq uint64) {
	c.t.Helper()
	c.await("the offer of "+name, func(s *model.State) bool {
		for _, o := range s.Offers {
			if o.File.Name == name {
				seq = o.Seq
			}
		}
		return seq != 0
	})
	return seq
}

func (c carrier) awaitOffer(what string, seq uint64, met func(o *model.Offer) bool) {
	c.t.Helper()
	c.await(what, func(s *model.State) bool { o := s.Offers[seq]; return o != nil && met(o) })
}

func (c carrier) awaitDone(seq uint64) (path string) {
	c.t.Helper()
	c.awaitOffer("the file", seq, func(o *model.Offer) bool {
		if o.Transfer == nil || o.Transfer.Status != model.TransferDone {
			return false
		}
		path = o.Transfer.Path
		return true
	})
	return path
}

// folder lists what lies in the folder for downloads.
func (c carrier) folder() []string {
	entries, _ := os.ReadDir(c.downloads)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func same(t testing.TB, path string, want []byte) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s has %d bytes, want %d equal ones: %v", path, len(got), len(want), err)
	}
}

func TestFileFromOneClientToAnother(t *testing.T) {
	server := servertest.Start(t)
	addr := server.Addr().String()
	ann, ben := startCarrier(t, addr, "Ann"), startCarrier(t, addr, "Ben")
	conv := wire.Pair(1, 2)
	path, content := newFile(t, "報告.pdf", 2_000_000)

	ann.do(model.SendFiles{Conv: conv, Paths: []string{path}})
	seq := ben.offered("報告.pdf")
	ben.await("the question", func(s *model.State) bool { return slices.Contains(s.Asking, seq) && s.Convs[conv].Unread == 1 })
	ben.do(model.AcceptOffer{Offer: seq})
	got := ben.awaitDone(seq)
	if got != filepath.Join(ben.downloads, "報告.pdf") {
		t.Errorf("it is at %s", got)
	}
	same(t, got, content)
	sum := sha256.Sum256(content)
	ann.awaitOffer("the receipt", seq, func(o *model.Offer) bool { return o.End == wire.StateReceived && bytes.Equal(o.SHA256, sum[:]) })

	// The same name again, of another file, gets a number, and what is there stays.
	if err := os.WriteFile(path, content[1:], 0o600); err != nil {
		t.Fatal(err)
	}
	ann.do(model.SendFiles{Conv: conv, Paths: []string{path}})
	var again uint64
	ben.await("the second offer", func(s *model.State) bool {
		if len(s.Asking) > 0 {
			again = s.Asking[0]
		}
		return again != 0
	})
	ben.do(model.AcceptOffer{Offer: again})
	if got := ben.awaitDone(again); filepath.Base(got) != "報告 (2).pdf" {
		t.Errorf("the second is at %s", got)
	}
	if names := ben.folder(); !slices.Equal(names, []string{"報告 (2).pdf", "報告.pdf"}) {
		t.Errorf("the folder has %q", names)
	}
}

func TestSaveAsTakesTheChosenPlace(t *testing.T) {
	server := servertest.Start(t)
	addr := server.Addr().String()
	ann, ben := startCarrier(t, addr, "Ann"), startCarrier(t, addr, "Ben")
	path, content := newFile(t, "x.bin", 100_000)
	ann.do(model.SendFiles{Conv: wire.Pair(1, 2), Paths: []string{path}})
	seq := ben.offered("x.bin")
	chosen := filepath.Join(t.TempDir(), "chosen.bin")
	if err := os.WriteFile(chosen, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	ben.in(func(s *model.State) { ben.inbox.Push(model.ChosenPlace{Era: s.Era, Offer: seq, Path: chosen}) })
	if got := ben.awaitDone(seq); got != chosen {
		t.Errorf("it is at %s", got)
	}
	same(t, chosen, content)
}

func TestDeclinedFileIsNeverRead(t *testing.T) {
	server := servertest.Start(t)
	addr := server.Addr().String()
	ann, ben := startCarrier(t, addr, "Ann"), startCarrier(t, addr, "Ben")
	path, _ := newFile(t, "x.bin", 100_000)
	ann.do(model.SendFiles{Conv: wire.Pair(1, 2), Paths: []string{path}})
	seq := ben.offered("x.bin")
	ben.do(model.DeclineOffer{Offer: seq})
	declined := func(o *model.Offer) bool { return o.End == wire.StateDeclined && o.Transfer == nil }
	ann.awaitOffer("the answer", seq, declined)
	ben.awaitOffer("the answer", seq, declined)
	if n := count[model.Moved](ann.client) + count[model.Carried](ann.client) + count[model.Carried](ben.client); n > 0 {
		t.Errorf("%d transfers were begun", n)
	}
	if names, _ := filepath.Glob(filepath.Join(server.Config.Data, "files", "*")); len(names) > 0 {
		t.Errorf("the server has %q", names)
	}
}

// The receiver is away when the file is offered, and the sender when it is
// wanted; each comes back.
func TestEachIsAwayInTurn(t *testing.T) {
	server := servertest.Start(t)
	addr := server.Addr().String()
	annStore, benStore := t.TempDir(), t.TempDir()
	downloads := t.TempDir()
	start := func(dir string) carrier {
		c := carrier{downloads: downloads}
		c.client = startClient(t, openStore(t, dir), addr, func(cfg *Config) { cfg.Downloads = downloads })
		return c
	}
	ann, ben := start(annStore), start(benStore)
	ann.register(addr, "Ann")
	ben.register(addr, "Ben")
	ben.close()
	path, content := newFile(t, "x.bin", 500_000)
	conv := wire.Pair(1, 2)
	ann.do(model.SendFiles{Conv: conv, Paths: []string{path}})
	ann.offered("x.bin")
	ann.close()

	ben = start(benStore)
	ben.awaitUp()
	ben.await("the mark of something new", func(s *model.State) bool { return s.Convs[conv] != nil && s.Convs[conv].Unread == 1 })
	ben.do(model.Open{Conv: conv})
	seq := ben.offered("x.bin")
	ben.do(model.AcceptOffer{Offer: seq})
	ben.awaitOffer("the answer on the disk", seq, func(o *model.Offer) bool { return o.Accepted })
	ben.close()

	ann = start(annStore)
	ann.awaitOffer("the upload", seq, func(o *model.Offer) bool { return o.Ready })
	ann.close()
	ben = start(benStore)
	same(t, ben.awaitDone(seq), content)
}

func TestRoomOfferIsForEveryone(t *testing.T) {
	server := servertest.Start(t)
	addr := server.Addr().String()
	ann := startCarrier(t, addr, "Ann")
	path, content := newFile(t, "x.bin", 300_000)
	ann.do(model.SendFiles{Conv: wire.Room, Paths: []string{path}})
	seq := ann.offered("x.bin")
	ann.awaitOffer("the upload", seq, func(o *model.Offer) bool { return o.Ready })
	for _, name := range []string{"Ben", "Cy"} {
		c := startCarrier(t, addr, name)
		c.offered("x.bin")
		c.do(model.AcceptOffer{Offer: seq})
		same(t, c.awaitDone(seq), content)
	}
	ann.do(model.CancelOffer{Offer: seq})
	ann.awaitOffer("the end", seq, func(o *model.Offer) bool { return o.End == wire.StateCancelled })
}

func TestChangedFileIsToldAndNotDelivered(t *testing.T) {
	server := servertest.Start(t)
	addr := server.Addr().String()
	ann, ben := startCarrier(t, addr, "Ann"), startCarrier(t, addr, "Ben")
	path, content := newFile(t, "x.bin", 100_000)
	ann.do(model.SendFiles{Conv: wire.Pair(1, 2), Paths: []string{path}})
	seq := ben.offered("x.bin")
	content[7] ^= 1
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, time.Time{}, time.Now().Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	ben.do(model.AcceptOffer{Offer: seq})
	awaitEvent(ann.client, func(e model.Carried) bool { return e.Problem != nil && e.Problem.Code == model.CodeChanged })
	ben.awaitOffer("the end", seq, func(o *model.Offer) bool { return o.End == wire.StateCancelled && o.Transfer == nil })
	ben.close()
	if names := ben.folder(); len(names) > 0 {
		t.Errorf("the receiver has %q", names)
	}
}

func TestMissingFileIsTold(t *testing.T) {
	server := servertest.Start(t)
	ann := startCarrier(t, server.Addr().String(), "Ann")
	path, _ := newFile(t, "good.bin", 10)
	ann.do(model.SendFiles{Conv: wire.Room, Paths: []string{filepath.Join(t.TempDir(), "missing"), path}})
	ann.await("what is wrong", func(s *model.State) bool { return s.Notice != nil && s.Notice.Code == model.CodeFile })
	ann.offered("good.bin")
}

// lineCutter dials connections that break by chance once they have carried much.
type lineCutter struct {
	cuts atomic.Int64 // left
	seed uint64
	n    atomic.Uint64
}

func (c *lineCutter) dial(ctx context.Context, addr string) (net.Conn, error) {
	nc, err := dialServer(ctx, addr)
	if err != nil {
		return nil, err
	}
	random := rand.New(rand.NewPCG(c.seed, c.n.Add(1)))
	return &weakConn{Conn: nc, cutter: c, left: 50_000 + random.Int64N(3_000_000)}, nil
}

type weakConn struct {
	net.Conn
	cutter *lineCutter
	left   int64
	moved  atomic.Int64
}

func (c *weakConn) spend(n int) {
	if c.moved.Add(int64(n)) > c.left && c.cutter.cuts.Add(-1) >= 0 {
		c.Conn.Close()
	}
}

func (c *weakConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.spend(n)
	return n, err
}

func (c *weakConn) Write(p []byte) (int, error) {
	c.spend(len(p))
	return c.Conn.Write(p)
}

// Both lines break and the server restarts, by a seed: the bytes are equal.
func TestTransferThroughCutsAndRestarts(t *testing.T) {
	seed := rand.Uint64()
	t.Log("seed", seed)
	server := servertest.Start(t)
	addr := server.Addr().String()
	lines := [2]*lineCutter{{seed: seed}, {seed: seed + 1}}
	var ends [2]carrier
	for i, l := range lines {
		ends[i] = startCarrier(t, addr, fmt.Sprint("member", i), func(cfg *Config) { cfg.Dial, cfg.Window = l.dial, 200_000 })
	}
	path, content := newFile(t, "x.bin", 12_000_000)
	ends[0].do(model.SendFiles{Conv: wire.Pair(1, 2), Paths: []string{path}})
	seq := ends[1].offered("x.bin")
	for _, l := range lines {
		l.cuts.Store(2)
	}
	ends[1].do(model.AcceptOffer{Offer: seq})
	awaitEvent(ends[0].client, func(e model.Carried) bool { return true })
	server.Restart(t)
	same(t, ends[1].awaitDone(seq), content)
	ends[1].close()
	if names := ends[1].folder(); !slices.Equal(names, []string{"x.bin"}) {
		t.Errorf("the folder has %q", names)
	}
}

// Many small files go in one go, and none of them is refused or left for being
// too many.
func TestManySmallFiles(t *testing.T) {
	server := servertest.Start(t)
	addr := server.Addr().String()
	ann, ben := startCarrier(t, addr, "Ann"), startCarrier(t, addr, "Ben")
	const files = 200
	dir := t.TempDir()
	var paths []string
	for n := range files {
		path := filepath.Join(dir, fmt.Sprintf("%04d.txt", n))
		if err := os.WriteFile(path, []byte(path), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	begun := time.Now()
	ann.do(model.SendFiles{Conv: wire.Pair(1, 2), Paths: paths})
	ben.await("all offers", func(s *model.State) bool { return len(s.Asking) == files })
	ben.in(func(s *model.State) {
		for _, seq := range slices.Clone(s.Asking) {
			ben.perform(s.Do(model.AcceptOffer{Offer: seq}))
		}
	})
	ann.await("all receipts", func(s *model.State) bool {
		for _, o := range s.Offers {
			if o.End != wire.StateReceived {
				return false
			}
		}
		return true
	})
	t.Logf("%d files in %v", files, time.Since(begun).Round(time.Millisecond))
	if names := ben.folder(); len(names) != files {
		t.Errorf("the folder has %d files", len(names))
	}
}
