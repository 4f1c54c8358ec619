package app_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"lobby/server/app"
	"lobby/server/servertest"
	"lobby/shared/wire"
)

// content returns bytes that are the same for a seed.
func content(seed uint64, size int) []byte {
	data := make([]byte, size)
	var key [32]byte
	key[0], key[1] = byte(seed), byte(seed>>8)
	rand.NewChaCha8(key).Read(data)
	return data
}

// spooled lists what lies in the folder for files.
func spooled(t *testing.T, s *servertest.Server) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(s.Config.Data, "files", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// awaitNoSpool waits until nothing is spooled any more: that is done beside the
// answer.
func awaitNoSpool(t *testing.T, s *servertest.Server) {
	t.Helper()
	for end := time.Now().Add(servertest.Patience); len(spooled(t, s)) > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("still spooled: %v", spooled(t, s))
		}
	}
}

// What the sender says of a picture reaches the others and the log as it is.
func TestPictureIsOfferedWithItsPreview(t *testing.T) {
	s := servertest.Start(t)
	ann, ben := s.Register(t, "Ann"), s.Register(t, "Ben")
	want := wire.File{Name: "合照.jpg", Size: 4_200_000, Mime: "image/jpeg", Width: 4032, Height: 3024, Preview: content(2, wire.MaxPreview)}
	id := ann.NextID()
	ann.Write(wire.Offer{ID: id, Conv: wire.Room, CID: "c", Name: want.Name, Size: want.Size, Mime: want.Mime, Width: want.Width, Height: want.Height, Preview: want.Preview})
	offer := servertest.Answer[wire.Sent](ann, id).Seq
	page, _ := ann.History(wire.Room, offer+1, 1)
	for _, e := range append(page, ben.Hears(offer)) {
		if e.Seq != offer || !reflect.DeepEqual(*e.File, want) {
			t.Errorf("event %d has the file %+v", e.Seq, e.File)
		}
	}
}

func TestFileGoesFromOneToTheOther(t *testing.T) {
	s := servertest.Start(t)
	ann, ben := s.Register(t, "Ann"), s.Register(t, "Ben")
	conv := wire.Pair(ann.ID(), ben.ID())
	data := content(1, 3_000_001)

	offer := ann.Offer(conv, "c1", "../../報告.pdf", int64(len(data)))
	if got := ben.Hears(offer); got.Kind != wire.KindOffer || got.From != ann.ID() || got.File.Name != "報告.pdf" || got.File.Size != int64(len(data)) {
		t.Fatalf("the offer is heard as %+v of %+v", got, got.File)
	}
	if again := ann.Offer(conv, "c1", "other", 1); again != offer {
		t.Errorf("the repeated offer is number %d, not %d", again, offer)
	}
	if f := ann.Refused(wire.Transfer{ID: ann.NextID(), Offer: offer, Upload: true}); f.Code != wire.CodeOffer {
		t.Errorf("an upload before the answer: %v", &f)
	}
	if names := spooled(t, s); len(names) > 0 {
		t.Errorf("before the answer there is %v", names)
	}
	ben.Respond(offer, wire.StateAccepted)
	ann.AwaitState(offer, wire.StateAccepted)

	down := s.Download(t, ben, offer, 0) // before anything was sent: it waits
	up, held := s.Upload(t, ann, offer)
	if held != 0 {
		t.Fatalf("the server has %d bytes already", held)
	}
	if err := up.Send(data); err != nil {
		t.Fatal(err)
	}
	if _, ok := up.Finish(data).(wire.Done); !ok {
		t.Fatal("the upload was not taken")
	}
	got, end := down.Fetch()
	sum := sha256.Sum256(data)
	if finished, ok := end.(wire.Finished); !ok || !bytes.Equal(got, data) || !bytes.Equal(finished.SHA256, sum[:]) {
		t.Fatalf("%d bytes arrived, then %#v", len(got), end)
	}
	if e := ann.AwaitState(offer, wire.StateReady); !bytes.Equal(e.SHA256, sum[:]) {
		t.Errorf("ready with %x", e.SHA256)
	}
	ben.Respond(offer, wire.StateReceived)
	ann.AwaitState(offer, wire.StateReceived)
	awaitNoSpool(t, s)
}

func TestDeclinedFileMovesNothing(t *testing.T) {
	s := servertest.Start(t)
	ann, ben := s.Register(t, "Ann"), s.Register(t, "Ben")
	offer := ann.Offer(wire.Pair(ann.ID(), ben.ID()), "c", "x", 1000)
	ben.Hears(offer)
	ben.Respond(offer, wire.StateDeclined)
	ann.AwaitState(offer, wire.StateDeclined)
	for _, c := range []*servertest.Client{ann, ben} {
		if f := c.Refused(wire.Transfer{ID: c.NextID(), Offer: offer, Upload: c == ann}); f.Code != wire.CodeOffer {
			t.Errorf("a ticket for what was declined: %v", &f)
		}
	}
	if f := ben.Refused(wire.Respond{ID: ben.NextID(), Offer: offer, State: wire.StateAccepted}); f.Code != wire.CodeOffer {
		t.Errorf("accepted after declined: %v", &f)
	}
	if names := spooled(t, s); len(names) > 0 {
		t.Errorf("spooled: %v", names)
	}
}

// Each may bring an offer only to the states that are its own to say.
func TestWhoMaySayWhat(t *testing.T) {
	s := servertest.Start(t)
	ann, ben, cy := s.Register(t, "Ann"), s.Register(t, "Ben"), s.Register(t, "Cy")
	direct := ann.Offer(wire.Pair(ann.ID(), ben.ID()), "c1", "x", 5)
	room := ann.Offer(wire.Room, "c2", "x", 5)
	for _, test := range []struct {
		who   *servertest.Client
		offer uint64
		state wire.State
	}{
		{ann, direct, wire.StateAccepted}, {ann, direct, wire.StateDeclined}, {ann, direct, wire.StateReceived},
		{ben, direct, wire.StateCancelled}, {ben, direct, wire.StateReceived},
		{cy, direct, wire.StateAccepted}, {cy, direct, wire.StateDeclined}, {cy, direct, wire.StateCancelled},
		{cy, room, wire.StateAccepted}, {cy, room, wire.StateDeclined}, {cy, room, wire.StateCancelled}, {cy, room, wire.StateReceived},
		{ann, 1 << 40, wire.StateCancelled},
	} {
		if f := test.who.Refused(wire.Respond{ID: test.who.NextID(), Offer: test.offer, State: test.state}); f.Code != wire.CodeOffer {
			t.Errorf("%s of %d: %v", test.state, test.offer, &f)
		}
	}
	for _, test := range []struct {
		who    *servertest.Client
		offer  uint64
		upload bool
	}{{cy, direct, false}, {cy, direct, true}, {ben, direct, true}, {ben, direct, false}, {cy, room, true}, {ann, room, false}} {
		if f := test.who.Refused(wire.Transfer{ID: test.who.NextID(), Offer: test.offer, Upload: test.upload}); f.Code != wire.CodeOffer {
			t.Errorf("a ticket for %d, upload %v: %v", test.offer, test.upload, &f)
		}
	}
}

func TestTicketIsGoodOnceForOneDevice(t *testing.T) {
	s := servertest.Start(t)
	ann, ben := s.Register(t, "Ann"), s.Register(t, "Ben")
	offer := ann.Offer(wire.Room, "c", "x", 5)
	ticket := ann.Ticket(offer, true)
	guess := bytes.Clone(ticket)
	guess[0] ^= 1
	refused := func(what string, c *servertest.Client, first wire.Request) {
		t.Helper()
		f, ok := s.Carry(t, c.Key, first).Read().(wire.Fault)
		if !ok || f.Code != wire.CodeTicket || f.Re != 1 {
			t.Errorf("%s: %v", what, &f)
		}
	}
	refused("guessed", ann, wire.Upload{ID: 1, Ticket: guess})
	good := s.Carry(t, ann.Key, wire.Upload{ID: 1, Ticket: ticket})
	servertest.Answer[wire.Held](good.Client, 1)
	refused("used", ann, wire.Upload{ID: 1, Ticket: ticket})
	refused("another's", ben, wire.Upload{ID: 1, Ticket: ann.Ticket(offer, true)})
	refused("for the other direction", ann, wire.Download{ID: 1, Ticket: ann.Ticket(offer, true)})
	if f := ann.Refused(wire.Upload{ID: ann.NextID(), Ticket: ann.Ticket(offer, true)}); f.Code != wire.CodeTicket {
		t.Errorf("on a connection that is logged in: %v", &f)
	}
}

// A sender that sends something else than it offered delivers nothing.
func TestSenderThatDoesNotKeepItsWord(t *testing.T) {
	s := servertest.Start(t)
	ann, ben := s.Register(t, "Ann"), s.Register(t, "Ben")
	data := content(2, 200_000)
	for what, send := range map[string]func(up *servertest.Carrier) wire.Message{
		"more bytes": func(up *servertest.Carrier) wire.Message {
			up.Send(append(bytes.Clone(data), 'x'))
			return up.Read()
		},
		"fewer bytes": func(up *servertest.Carrier) wire.Message {
			up.Send(data[:100_000])
			return up.Finish(data)
		},
		"other bytes": func(up *servertest.Carrier) wire.Message {
			other := bytes.Clone(data)
			other[77] ^= 1
			up.Send(other)
			return up.Finish(data)
		},
	} {
		t.Run(what, func(t *testing.T) {
			offer := ann.Offer(wire.Room, what[:4], "x", int64(len(data)))
			ben.Hears(offer)
			down := s.Download(t, ben, offer, 0)
			up, _ := s.Upload(t, ann, offer)
			if f, ok := send(up).(wire.Fault); !ok || f.Code != wire.CodeMismatch {
				t.Fatalf("the sender is told %v", &f)
			}
			ann.Respond(offer, wire.StateCancelled)
			if got, end := down.Fetch(); len(got) > len(data) {
				t.Errorf("the receiver got %d bytes", len(got))
			} else if _, finished := end.(wire.Finished); finished {
				t.Error("the receiver was told that the file is whole")
			}
			awaitNoSpool(t, s)
		})
	}
}

// After content that was wrong the same offer can still be kept.
func TestUploadAfterWrongContent(t *testing.T) {
	s := servertest.Start(t)
	ann, ben := s.Register(t, "Ann"), s.Register(t, "Ben")
	data := content(3, 100_000)
	offer := ann.Offer(wire.Room, "c", "x", int64(len(data)))
	up, _ := s.Upload(t, ann, offer)
	up.Send(make([]byte, len(data)))
	up.Finish(data)
	up, held := s.Upload(t, ann, offer)
	if held != 0 {
		t.Fatalf("the server kept %d bytes of it", held)
	}
	up.Send(data)
	if _, ok := up.Finish(data).(wire.Done); !ok {
		t.Fatal("not taken")
	}
	ben.Hears(offer)
	if got, _ := s.Download(t, ben, offer, 0).Fetch(); !bytes.Equal(got, data) {
		t.Errorf("%d bytes arrived", len(got))
	}
}

// The time for a login is not one for transfers.
func TestTransferOutlastsTheTimeForALogin(t *testing.T) {
	t.Parallel()
	s := servertest.Start(t, func(c *app.Config) { c.Peers.Login = time.Second })
	ann, ben := s.Register(t, "Ann"), s.Register(t, "Ben")
	data := content(4, 1000)
	offer := ann.Offer(wire.Room, "c", "x", int64(len(data)))
	ben.Hears(offer)
	up, _ := s.Upload(t, ann, offer)
	down := s.Download(t, ben, offer, 0)
	up.Send(data[:500])
	if bye := s.Dial(t).Ended(); bye.Code != wire.CodeSilent { // of the same age, or younger
		t.Fatalf("who does not log in hears %+v", bye)
	}
	up.Send(data[500:])
	if _, ok := up.Finish(data).(wire.Done); !ok {
		t.Error("the upload was not taken")
	}
	if got, end := down.Fetch(); !bytes.Equal(got, data) {
		t.Errorf("%d bytes arrived, then %#v", len(got), end)
	}
}

// Cuts on both sides and restarts of the server, by a seed: the file arrives
// whole, and hardly anything is sent twice.
func TestTransferSurvivesCutsAndRestarts(t *testing.T) {
	seed := rand.Uint64()
	t.Log("seed", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	s := servertest.Start(t)
	annKey, benKey := servertest.NewKey(t), servertest.NewKey(t)
	ann, ben := s.DialAs(t, annKey), s.DialAs(t, benKey)
	ann.LogIn(wire.Register{ID: ann.NextID(), Name: "Ann", Password: servertest.Password})
	ben.LogIn(wire.Register{ID: ben.NextID(), Name: "Ben", Password: servertest.Password})
	data := content(seed, 8_000_000)
	offer := ann.Offer(wire.Pair(ann.ID(), ben.ID()), "c", "x", int64(len(data)))
	ben.Hears(offer)
	ben.Respond(offer, wire.StateAccepted)
	ann.AwaitState(offer, wire.StateAccepted)

	var sent int64
	for whole := false; !whole; {
		up, held := s.Upload(t, ann, offer)
		n := min(held+random.Int64N(2_500_000), int64(len(data)))
		up.Send(data[held:n])
		sent += up.Data
		if n == int64(len(data)) {
			_, whole = up.Finish(data).(wire.Done)
			continue
		}
		if random.IntN(2) == 0 {
			up.Close()
			continue
		}
		// What was sent is taken in before the server stops or not; it says.
		s.Restart(t)
		ann, ben = s.Resume(t, "Ann", annKey), s.Resume(t, "Ben", benKey)
	}
	var got []byte
	var fetched int64
	for {
		down := s.Download(t, ben, offer, int64(len(got)))
		if random.IntN(3) == 0 {
			record, err := down.Conn.ReadRecord()
			if err != nil {
				t.Fatal(err)
			}
			part, _ := wire.Data(record)
			got = append(got, part...)
			fetched += int64(len(part))
			down.Close()
			continue
		}
		part, end := down.Fetch()
		got = append(got, part...)
		fetched += down.Data
		if _, ok := end.(wire.Finished); ok {
			break
		}
	}
	if !bytes.Equal(got, data) {
		t.Fatalf("%d bytes arrived, of %d", len(got), len(data))
	}
	t.Logf("sent %d bytes and fetched %d of a file of %d", sent, fetched, len(data))
	if fetched != int64(len(data)) {
		t.Errorf("%d bytes were fetched twice", fetched-int64(len(data)))
	}
}

func TestQuotaAndExpiry(t *testing.T) {
	s := servertest.Start(t, func(c *app.Config) {
		c.Files.MemberBytes, c.Files.ServerBytes, c.Files.MemberOffers = 1000, 1500, 3
	})
	ann, ben := s.Register(t, "Ann"), s.Register(t, "Ben")
	offer := func(c *servertest.Client, cid string, size int64) wire.Request {
		return wire.Offer{ID: c.NextID(), Conv: wire.Room, CID: cid, Name: "x", Size: size}
	}
	first := ann.Offer(wire.Room, "1", "x", 900)
	if f := ann.Refused(offer(ann, "2", 101)); f.Code != wire.CodeQuota {
		t.Errorf("beyond the member's room: %v", &f)
	}
	s.Upload(t, ann, first) // from here on it takes the server's room
	if f := ben.Refused(offer(ben, "1", 601)); f.Code != wire.CodeQuota {
		t.Errorf("beyond the server's room: %v", &f)
	}
	if f := ben.Refused(offer(ben, "2", wire.MaxFile)); f.Code != wire.CodeQuota {
		t.Errorf("far beyond: %v", &f)
	}
	ben.Offer(wire.Room, "3", "x", 600)
	ann.Respond(first, wire.StateCancelled)
	var open []uint64
	for i := range 3 {
		open = append(open, ann.Offer(wire.Room, fmt.Sprint("again", i), "x", 300))
	}
	if f := ann.Refused(offer(ann, "many", 0)); f.Code != wire.CodeQuota {
		t.Errorf("a fourth offer: %v", &f)
	}

	// All that is as it was after a restart, until it is too old.
	s.Config.Files.Keep = time.Nanosecond
	s.Restart(t)
	ann = s.Resume(t, "Ann", ann.Key)
	ann.Sync(0)
	for _, offer := range open {
		ann.AwaitState(offer, wire.StateExpired)
	}
}

// What a crash leaves behind of offers that are no more is removed.
func TestStraySpoolsAreRemoved(t *testing.T) {
	s := servertest.Start(t)
	dir := filepath.Join(s.Config.Data, "files")
	for _, name := range []string{"77", "77.json", "77.json.new"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s.Restart(t)
	if names := spooled(t, s); len(names) != 1 || filepath.Base(names[0]) != "notes.txt" {
		t.Errorf("there is %v", names)
	}
}

// A whole file that is gone, as after a backup without it was restored, ends its
// offer.
func TestLostSpoolEndsTheOffer(t *testing.T) {
	s := servertest.Start(t)
	ann := s.Register(t, "Ann")
	data := content(4, 1000)
	offer := ann.Offer(wire.Room, "c", "x", int64(len(data)))
	up, _ := s.Upload(t, ann, offer)
	up.Send(data)
	up.Finish(data)
	s.Stop(t)
	if err := os.RemoveAll(filepath.Join(s.Config.Data, "files")); err != nil {
		t.Fatal(err)
	}
	s.Restart(t)
	ann = s.Resume(t, "Ann", ann.Key)
	ann.Sync(0)
	ann.AwaitState(offer, wire.StateExpired)
}

func TestEmptyFile(t *testing.T) {
	s := servertest.Start(t)
	ann, ben := s.Register(t, "Ann"), s.Register(t, "Ben")
	offer := ann.Offer(wire.Room, "c", "x", 0)
	up, _ := s.Upload(t, ann, offer)
	if _, ok := up.Finish(nil).(wire.Done); !ok {
		t.Fatal("not taken")
	}
	ben.Hears(offer)
	if got, end := s.Download(t, ben, offer, 0).Fetch(); len(got) > 0 {
		t.Errorf("%d bytes", len(got))
	} else if _, ok := end.(wire.Finished); !ok {
		t.Errorf("%#v", end)
	}
}

// A client with a window is sent no more than that ahead of what it says it has
// taken, and hears during an upload how far the server is.
func TestWindowBoundsWhatIsUnderWay(t *testing.T) {
	s := servertest.Start(t)
	ann, ben := s.Register(t, "Ann"), s.Register(t, "Ben")
	data := content(7, 1_000_000)
	const window = 150_000
	offer := ann.Offer(wire.Room, "c1", "x.bin", int64(len(data)))

	up := s.Carry(t, ann.Key, wire.Upload{ID: 1, Ticket: ann.Ticket(offer, true), Window: window})
	servertest.Answer[wire.Held](up.Client, 1)
	for sent, held := 0, 0; sent < len(data); {
		n := min(held+window, len(data)) - sent
		if err := up.Send(data[sent : sent+n]); err != nil {
			t.Fatal(err)
		}
		for sent += n; sent < len(data) && sent >= held+window; {
			held = int(servertest.Answer[wire.Held](up.Client, 1).Held)
		}
	}
	for finished := up.Finish(data); finished != (wire.Done{Re: 2}); finished = up.Read() {
		if _, ok := finished.(wire.Held); !ok {
			t.Fatalf("the upload ended with %+v", finished)
		}
	}

	down := s.Carry(t, ben.Key, wire.Download{ID: 1, Ticket: ben.Ticket(offer, false), Offset: 10_000, Window: window})
	servertest.Answer[wire.Held](down.Client, 1)
	got := data[:10_000:10_000]
	for taken := int64(10_000); taken < int64(len(data)); {
		for allowed := min(taken+window, int64(len(data))); int64(len(got)) < allowed; {
			record, err := down.Conn.ReadRecord()
			if err != nil {
				t.Fatal(err)
			}
			piece, _ := wire.Data(record)
			got = append(got, piece...)
			if int64(len(got)) > allowed {
				t.Fatalf("the server sent up to byte %d, and may only up to %d", len(got), allowed)
			}
		}
		taken = int64(len(got))
		down.Write(wire.Taken{ID: 2, Taken: taken})
	}
	if _, end := down.Fetch(); end == nil || end.Type() != "finished" || !bytes.Equal(got, data) {
		t.Errorf("the download ended with %+v after %d bytes", end, len(got))
	}

}

// On a download a client that says anything but how much it has taken is told so,
// also while there is nothing to be sent.
func TestDownloaderThatTalks(t *testing.T) {
	s := servertest.Start(t)
	ann, ben := s.Register(t, "Ann"), s.Register(t, "Ben")
	offer := ann.Offer(wire.Room, "c1", "x.bin", 1000)
	for _, window := range []int64{0, 500} {
		down := s.Carry(t, ben.Key, wire.Download{ID: 1, Ticket: ben.Ticket(offer, false), Window: window})
		servertest.Answer[wire.Held](down.Client, 1)
		down.Write(wire.Ping{ID: 2})
		if f, ok := down.Read().(wire.Fault); !ok || f.Code != wire.CodeBadMessage || f.Re != 1 {
			t.Errorf("with a window of %d: %+v", window, f)
		}
	}
}

// A member may have so many transfers at a time; one that its client has left
// does not count any more, although nothing was there to be sent to it.
func TestLeftDownloadMakesRoom(t *testing.T) {
	s := servertest.Start(t, func(c *app.Config) { c.Files.Transfers = 1 })
	ann, ben := s.Register(t, "Ann"), s.Register(t, "Ben")
	offer := ann.Offer(wire.Room, "c1", "x.bin", 1000)
	for _, window := range []int64{0, 500, 0} {
		down := s.Carry(t, ben.Key, wire.Download{ID: 1, Ticket: ben.Ticket(offer, false), Window: window})
		servertest.Answer[wire.Held](down.Client, 1)
		down.Leave()
	}
}

// What could not be kept of an upload that was left is in the log, with the
// number of the offer and without the name of the file.
func TestLostCheckpointIsLogged(t *testing.T) {
	var log strings.Builder
	s := servertest.Start(t, func(c *app.Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	ann := s.Register(t, "Ann")
	offer := ann.Offer(wire.Room, "c1", "secret.bin", 1000)
	up, _ := s.Upload(t, ann, offer)
	if err := up.Send(make([]byte, 10)); err != nil {
		t.Fatal(err)
	}
	// Where the note belongs there is a folder, so it can't be written.
	if err := os.Mkdir(filepath.Join(s.Config.Data, "files", fmt.Sprint(offer)+".json"), 0o700); err != nil {
		t.Fatal(err)
	}
	up.Leave()
	s.Stop(t)
	if got := log.String(); !strings.Contains(got, fmt.Sprintf("the spool of offer %d", offer)) || strings.Contains(got, "secret") {
		t.Errorf("the log has %q", got)
	}
}

// An upload that another one has taken the place of is told so, and nothing in
// the log speaks of a failure; nor does it of transfers that a stop has cut.
func TestReplacedAndStoppedTransfersHaveNotFailed(t *testing.T) {
	var log strings.Builder
	s := servertest.Start(t, func(c *app.Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	ann, ben := s.Register(t, "Ann"), s.Register(t, "Ben")
	offer := ann.Offer(wire.Room, "c1", "x.bin", 1000)
	old, _ := s.Upload(t, ann, offer)
	s.Upload(t, ann, offer)
	if err := old.Send(make([]byte, 10)); err != nil {
		t.Fatal(err)
	}
	if f, ok := old.Read().(wire.Fault); !ok || f.Code != wire.CodeOffer {
		t.Errorf("the old upload is told %+v", f)
	}
	s.Download(t, ben, offer, 0)
	s.Stop(t)
	if strings.Contains(log.String(), "level=ERROR") {
		t.Error(log.String())
	}
}
