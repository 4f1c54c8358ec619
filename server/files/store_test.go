package files

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"lobby/shared/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const patience = 30 * time.Second

// log stands in for the event log: what is recorded is taken in at once.
type log struct {
	store  *Store
	events []wire.Event
}

func (l *log) record(e wire.Event) error {
	l.events = append(l.events, e)
	l.store.Take(e)
	return nil
}

// open opens the store on a folder, with the events of before.
func openStore(t *testing.T, dir string, l *log, o Options) *Store {
	t.Helper()
	s, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range l.events {
		s.Replay(e)
	}
	l.store = s
	if err := s.Start(l.record); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// offer makes an offer of member 1 to the room.
func (l *log) offer(t *testing.T, seq uint64, size int64) {
	t.Helper()
	if f := l.store.Reserve(1, size); f != nil {
		t.Fatal(f)
	}
	l.record(wire.Event{Seq: seq, Time: wire.At(time.Now()), Kind: wire.KindOffer, Conv: wire.Room, From: 1, File: &wire.File{Name: "x", Size: size}})
}

func upload(t *testing.T, s *Store, seq uint64) *Upload {
	t.Helper()
	ticket, f := s.Issue(1, [32]byte{1}, seq, true)
	if f != nil {
		t.Fatal(f)
	}
	u, err := s.Upload(ticket, [32]byte{1})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func download(t *testing.T, s *Store, seq uint64, offset int64) *Download {
	t.Helper()
	ticket, f := s.Issue(2, [32]byte{2}, seq, false)
	if f != nil {
		t.Fatal(f)
	}
	d, err := s.Download(ticket, [32]byte{2}, offset)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func newContent(size int) ([]byte, []byte) {
	data := make([]byte, size)
	rand.NewChaCha8([32]byte{7}).Read(data)
	sum := sha256.Sum256(data)
	return data, sum[:]
}

// readAll reads behind the writer until the end, or an error.
func (d *Download) readAll() (data, sum []byte, err error) {
	buf := make([]byte, 50_000)
	for {
		n, sum, err := d.Next(context.Background(), buf, patience)
		if err == nil && n == 0 && sum == nil {
			err = errors.New("nothing came in time")
		}
		if err != nil || sum != nil {
			return data, sum, err
		}
		data = append(data, buf[:n]...)
	}
}

func TestManyReadBehindOneWriter(t *testing.T) {
	l := &log{}
	s := openStore(t, t.TempDir(), l, Options{})
	data, sum := newContent(3*checkpointBytes + 12345)
	l.offer(t, 1, int64(len(data)))
	results := make(chan error)
	for range 3 {
		d := download(t, s, 1, 0)
		go func() {
			got, gotSum, err := d.readAll()
			if err == nil && (!bytes.Equal(got, data) || !bytes.Equal(gotSum, sum)) {
				err = errors.New("other bytes")
			}
			results <- errors.Join(err, d.Close())
		}()
	}
	u := upload(t, s, 1)
	for rest := data; len(rest) > 0; {
		n := min(len(rest), wire.MaxData)
		if err := u.Write(rest[:n]); err != nil {
			t.Fatal(err)
		}
		rest = rest[n:]
	}
	if err := u.Finish(sum); err != nil {
		t.Fatal(err)
	}
	if err := u.Close(); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
}

// After a crash an upload goes on from what was on the disk for certain, and
// what was written after that is written again: at most twice a checkpoint.
func TestUploadAfterACrash(t *testing.T) {
	dir, l := t.TempDir(), &log{}
	s := openStore(t, dir, l, Options{})
	data, sum := newContent(5 * checkpointBytes)
	l.offer(t, 1, int64(len(data)))
	u := upload(t, s, 1)
	const written = 4*checkpointBytes + 777
	for at := 0; at < written; at += 65_000 {
		if err := u.Write(data[at:min(at+65_000, written)]); err != nil {
			t.Fatal(err)
		}
	}
	u.hold.spool.fail(errors.New("the process is gone")) // nothing more reaches the disk

	again := &log{events: l.events}
	s = openStore(t, dir, again, Options{})
	u2 := upload(t, s, 1)
	held := u2.Held()
	t.Logf("%d of %d bytes are sent again", written-held, written)
	if written-held > 2*checkpointBytes {
		t.Errorf("%d bytes have to be sent again", written-held)
	}
	if err := u2.Write(data[held:]); err != nil {
		t.Fatal(err)
	}
	if err := u2.Finish(sum); err != nil {
		t.Fatal(err)
	}
	d := download(t, s, 1, 100)
	if got, _, err := d.readAll(); err != nil || !bytes.Equal(got, data[100:]) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	for _, c := range []io.Closer{u, u2, d} {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestNewUploadTakesTheOldOnesPlace(t *testing.T) {
	l := &log{}
	s := openStore(t, t.TempDir(), l, Options{})
	data, sum := newContent(1000)
	l.offer(t, 1, 1000)
	old := upload(t, s, 1)
	if err := old.Write(data[:400]); err != nil {
		t.Fatal(err)
	}
	next := upload(t, s, 1)
	if err := old.Write(data[400:]); !errors.Is(err, errReplaced) {
		t.Errorf("the old one still writes: %v", err)
	}
	if held := next.Held(); held != 400 {
		t.Errorf("the new one begins at %d", held)
	}
	old.Close()
	if err := errors.Join(next.Write(data[400:]), next.Finish(sum), next.Close()); err != nil {
		t.Error(err)
	}
}

// An offer that ends ends its transfers, and its files go.
func TestEndedOfferEndsItsTransfers(t *testing.T) {
	dir, l := t.TempDir(), &log{}
	s := openStore(t, dir, l, Options{})
	l.offer(t, 1, 1000)
	u, d := upload(t, s, 1), download(t, s, 1, 0)
	done := make(chan error)
	go func() {
		_, _, err := d.readAll()
		done <- err
	}()
	l.record(wire.Event{Kind: wire.KindFile, Conv: wire.Room, Offer: 1, State: wire.StateCancelled})
	var f *wire.Fault
	if err := <-done; !errors.As(err, &f) || f.Code != wire.CodeOffer {
		t.Errorf("the download ends with %v", err)
	}
	if err := u.Write([]byte("x")); !errors.As(err, &f) || f.Code != wire.CodeOffer {
		t.Errorf("the upload ends with %v", err)
	}
	s.Close() // waits for the removal, which comes before the transfers have left
	if _, err := u.hold.spool.file.Stat(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("the file is removed while it is open: %v", err)
	}
	u.Close()
	d.Close()
	if names, err := os.ReadDir(dir); err != nil || len(names) > 0 {
		t.Errorf("there is %v, %v", names, err)
	}
	if len(s.members) > 0 || s.bytes != 0 {
		t.Errorf("counted still: %v, %d bytes", s.members, s.bytes)
	}
}

// What was not brought to the disk when the last transfer left is told of, with
// the offer; an offer's end and a client's mistake are no errors of the disk.
func TestCloseTellsOfTheLastCheckpoint(t *testing.T) {
	l := &log{}
	s := openStore(t, t.TempDir(), l, Options{})
	l.offer(t, 7, 10)
	u := upload(t, s, 7)
	if err := u.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(s.notePath(7), 0o700); err != nil { // so that no note can take its place
		t.Fatal(err)
	}
	if err := u.Close(); err == nil || !strings.Contains(err.Error(), "offer 7") {
		t.Errorf("the last checkpoint has failed, and Close says %v", err)
	}

	l.offer(t, 8, 1)
	u = upload(t, s, 8)
	if err := u.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	if f := (*wire.Fault)(nil); !errors.As(u.Finish(nil), &f) {
		t.Error("other bytes are taken")
	}
	if err := u.Close(); err != nil {
		t.Errorf("after a client's mistake: %v", err)
	}
}

func TestTicketGrowsOld(t *testing.T) {
	var later atomic.Int64
	l := &log{}
	s := openStore(t, t.TempDir(), l, Options{Clock: func() time.Time { return time.Now().Add(time.Duration(later.Load())) }})
	l.offer(t, 1, 10)
	ticket, _ := s.Issue(1, [32]byte{1}, 1, true)
	later.Store(int64(wire.TicketLife + time.Second))
	var f *wire.Fault
	if _, err := s.Upload(ticket, [32]byte{1}); !errors.As(err, &f) || f.Code != wire.CodeTicket {
		t.Errorf("%v", err)
	}
}

// However many tickets a member asks for, few are kept.
func TestTicketsAreBounded(t *testing.T) {
	l := &log{}
	s := openStore(t, t.TempDir(), l, Options{})
	l.offer(t, 1, 10)
	for range 10 * maxTickets {
		if _, f := s.Issue(1, [32]byte{1}, 1, true); f != nil {
			t.Fatal(f)
		}
	}
	if n := len(s.tickets.passes); n > maxTickets {
		t.Errorf("%d tickets are kept", n)
	}
}

func TestTransfersOfAMemberAreBounded(t *testing.T) {
	l := &log{}
	s := openStore(t, t.TempDir(), l, Options{Transfers: 1})
	l.offer(t, 1, 10)
	d := download(t, s, 1, 0)
	ticket, _ := s.Issue(2, [32]byte{2}, 1, false)
	var f *wire.Fault
	if _, err := s.Download(ticket, [32]byte{2}, 0); !errors.As(err, &f) || f.Code != wire.CodeBusy || f.RetryMS == 0 {
		t.Errorf("%v", err)
	}
	d.Close()
	download(t, s, 1, 0).Close()
}
