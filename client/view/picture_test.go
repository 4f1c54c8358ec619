package view

import (
	"strings"
	"testing"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/client/ui/uitest"
	"lobby/shared/wire"
)

// album stands in for the decoding of pictures: the test says what has come and
// what is broken.
type album struct {
	here   map[string]bool // previews under "preview", files under their path
	broken map[string]bool
	asked  map[string]ui.Point // sizes
	large  bool                // what is larger than a card is still being decoded
}

func newAlbum() *album {
	return &album{here: map[string]bool{}, broken: map[string]bool{}, asked: map[string]ui.Point{}}
}

func (a *album) Picture(src ui.PictureSource, w, h float32) (ui.Picture, ui.PictureState) {
	name := src.Path
	if src.Data != nil {
		name = "preview"
	}
	a.asked[name] = ui.Point{X: w, Y: h}
	switch {
	case a.broken[name]:
		return ui.Picture{}, ui.PictureBroken
	case a.here[name] && !(a.large && w > cardWidth):
		return ui.Picture{ID: src.ID, Version: 1}, ui.PictureReady
	}
	return ui.Picture{}, ui.PictureComing
}

// photo is an offer of a picture of w by h pixels with a preview.
func photo(seq, from uint64, conv string, w, h int) wire.Event {
	e := offers(seq, from, conv)
	e.File.Width, e.File.Height, e.File.Preview = w, h, []byte{0xff, 0xd8}
	return e
}

// drawn are the pictures of the last frame.
func (r *rig) drawn() []ui.Cmd {
	var found []ui.Cmd
	for _, cmd := range r.Out.List {
		if cmd.Kind == ui.CmdPicture {
			found = append(found, cmd)
		}
	}
	return found
}

func (r *rig) rowOf(value string) ui.Rect {
	r.t.Helper()
	for _, n := range r.All(ui.RoleRow, "") {
		if n.Value == value {
			return n.Rect
		}
	}
	r.t.Fatalf("there is no row %q", value)
	return ui.Rect{}
}

// fetched lets the file of an offer in the room come.
func (r *rig) fetched(offer uint64, path string) {
	r.t.Helper()
	r.app.do(model.AcceptOffer{Offer: offer})
	r.ticket(offer, false)
	r.happen(model.Carried{Offer: offer, Path: path})
}

// The place of a picture is kept from the start: nothing moves when its preview
// comes, nor when the file was fetched and decoded.
func TestPictureComesIntoItsPlace(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn(said(1, 2, 0, "先來的"), photo(2, 3, wire.Room, 4000, 3000))
	place := r.Find(ui.RoleButton, "放大圖片").Rect
	if place.W != cardWidth-2*cardPadding || place.H != 312 {
		t.Errorf("the place is %+v", place)
	}
	before := r.rowOf("先來的")
	if len(r.drawn()) > 0 {
		t.Error("a picture is drawn that has not come")
	}
	r.album.here["preview"] = true
	r.Send()
	if got := r.drawn(); len(got) != 1 || got[0].Rect != place || r.rowOf("先來的") != before {
		t.Errorf("the preview is drawn as %+v", got)
	}
	preview := r.drawn()[0].Picture
	r.fetched(2, "/home/合照.jpg")
	place = r.Find(ui.RoleButton, "放大圖片").Rect
	if got := r.drawn(); len(got) != 1 || got[0].Picture != preview {
		t.Errorf("while the file is decoded %+v is drawn", got)
	}
	r.album.here["/home/合照.jpg"] = true
	r.Send()
	if got := r.drawn(); len(got) != 1 || got[0].Picture == preview || got[0].Rect != place {
		t.Errorf("the picture is drawn as %+v", got)
	}
	if got := r.album.asked["/home/合照.jpg"]; got.X != place.W || got.Y != place.H {
		t.Errorf("it was decoded to %+v for %+v", got, place)
	}
}

// What one offers oneself is here from the start.
func TestOwnPictureIsShownFromItsFile(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	file := model.LocalFile{Conv: wire.Room, CID: "o", Path: "/a/合照.jpg", Name: "合照.jpg", Size: 4_200_000, Mime: "image/jpeg", Width: 300, Height: 400, Preview: []byte{1}}
	r.album.here["/a/合照.jpg"] = true
	r.happen(model.Examined{Era: r.app.state.Era, Conv: wire.Room, Files: []model.LocalFile{file}})
	sent := requests[wire.Offer](r)
	if len(sent) != 1 || sent[0].Width != 300 || sent[0].Height != 400 || len(sent[0].Preview) != 1 {
		t.Fatalf("offered is %+v", sent)
	}
	r.happen(model.Answered{Request: sent[0], Message: wire.Sent{CID: "o", Seq: 5, Time: at(0)}})
	if got := r.drawn(); len(got) != 1 || got[0].Rect.W/got[0].Rect.H != 0.75 {
		t.Errorf("it is drawn as %+v", got)
	}
}

func TestBrokenPreviewIsAFileLikeAnyOther(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.album.broken["preview"] = true
	r.logIn(photo(2, 3, wire.Room, 4000, 3000))
	if r.Has(ui.RoleButton, "放大圖片") || len(r.drawn()) > 0 {
		t.Error("there is a place for a picture that can't be shown")
	}
	r.wantCard("4.2 MB · JPEG 4000 × 3000", "另存…", "接受")
	whole := r.rowOf("合照.jpg")
	r = newRig(t, 1280, 800)
	r.logIn(offers(2, 3, wire.Room))
	if plain := r.rowOf("合照.jpg"); plain.H != whole.H {
		t.Errorf("the card is %v tall, a file's %v", whole.H, plain.H)
	}
}

// What was fetched and what was sent is found again after a restart.
func TestPictureIsShownAfterARestart(t *testing.T) {
	r := newRig(t, 1280, 1200)
	r.logIn(photo(2, 3, wire.Room, 400, 300))
	r.fetched(2, "/home/合照.jpg")
	saved := took[model.SaveCargo](r)
	if len(saved) == 0 {
		t.Fatal("nothing is remembered")
	}
	r = newRig(t, 1280, 1200)
	r.album.here["/home/合照.jpg"] = true
	r.happen(model.Started{Cargo: []model.Cargo{saved[len(saved)-1].Cargo}})
	r.logIn(photo(2, 3, wire.Room, 400, 300))
	r.wantCard("4.2 MB · 已儲存", "開啟", "開啟資料夾")
	if len(r.drawn()) != 1 {
		t.Error("the picture is not shown")
	}
}

// While a picture is decoded for the window it is shown as it is in the log, and a
// preview has one size for both, so that neither is decoded in turns.
func TestLargePictureBeginsWithTheSmallOne(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.album.here["preview"], r.album.here["/home/合照.jpg"] = true, true
	r.logIn(photo(2, 3, wire.Room, 4000, 3000))
	r.fetched(2, "/home/合照.jpg")
	small := r.drawn()[0].Picture
	r.album.large = true
	r.Click(ui.RoleButton, "放大圖片")
	got := r.drawn()
	if len(got) != 2 || got[1].Picture != small {
		t.Errorf("drawn is %+v", got)
	}
	if asked := r.album.asked["preview"]; max(asked.X, asked.Y) != previewSide {
		t.Errorf("the preview is wanted in %+v", asked)
	}
}

// Whatever shape a sender claims, its place fits into the card.
func TestClaimedShapes(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {65535, 1}, {1, 65535}, {65535, 65535}, {20, 3000}} {
		for _, width := range []float32{1280, 390, 240} {
			r := newRig(t, width, 700)
			r.album.here["preview"] = true
			r.logIn(photo(2, 3, wire.Room, size[0], size[1]))
			place := r.Find(ui.RoleButton, "放大圖片").Rect
			card := r.rowOf("合照.jpg")
			if place.W < pictureLeast || place.H < pictureLeast || place.H > pictureMost || place.Right() > card.Right() {
				t.Errorf("%v in a window of %v is shown in %+v of %+v", size, width, place, card)
			}
		}
	}
}

func TestPictureIsShownLarge(t *testing.T) {
	r := newRig(t, 1280, 1200)
	r.album.here["preview"] = true
	first, second := photo(2, 3, wire.Room, 4000, 3000), photo(3, 3, wire.Room, 3000, 4000)
	second.File.Name = "第二張.jpg"
	r.logIn(first, said(4, 2, 0, "好看"), second)
	clickFirst := func() { r.ClickAt(uitest.Center(r.All(ui.RoleButton, "放大圖片")[0].Rect), 1) }
	clickFirst()
	if d := r.Find(ui.RoleDialog, "合照.jpg"); d.Note != "1 / 2" || !r.Has(ui.RoleStatus, "這是預覽。接收檔案後就能看到完整的圖片。") {
		t.Errorf("it is shown as %+v", d)
	}
	large := r.drawn()[len(r.drawn())-1]
	if large.Rect.H < 600 || large.Rect.W <= large.Rect.H {
		t.Errorf("it is drawn in %+v", large.Rect)
	}
	r.Press(ui.KeyLeft)
	r.Press(ui.KeyRight)
	r.Press(ui.KeyRight)
	if d := r.Find(ui.RoleDialog, "第二張.jpg"); d.Note != "2 / 2" {
		t.Errorf("the next is %+v", d)
	}
	r.Press(ui.KeyLeft)
	r.Find(ui.RoleDialog, "合照.jpg")
	r.Press(ui.KeyEscape)
	if len(r.All(ui.RoleDialog, "")) > 0 {
		t.Error("Escape does not close it")
	}
	r.fetched(2, "/home/合照.jpg")
	clickFirst()
	r.effects = nil
	buttons := r.All(ui.RoleButton, "開啟資料夾")
	r.ClickAt(uitest.Center(buttons[len(buttons)-1].Rect), 1) // the other is below, on the card
	if got := took[model.ShowFile](r); len(got) != 1 || !got[0].Folder || got[0].Path != "/home/合照.jpg" {
		t.Errorf("shows %+v", got)
	}
	r.ClickAt(ui.Point{X: 640, Y: 600}, 1)
	if len(r.All(ui.RoleDialog, "")) > 0 {
		t.Error("a click does not close it")
	}
}

// The question shows the picture, as large as a low window lets it be.
func TestQuestionShowsThePicture(t *testing.T) {
	for height, want := range map[float32]bool{800: true, 480: true, 300: false} {
		r := newRig(t, 390, height)
		r.album.here["preview"] = true
		r.logIn()
		r.happen(model.Received{Message: photo(5, 3, pairWith3, 4032, 3024)})
		d := r.Find(ui.RoleDialog, "Mei 想傳送檔案給你")
		if got := r.drawn(); (len(got) == 1) != want {
			t.Errorf("in a window of %v there is %+v", height, got)
		}
		if d.Rect.Y < 0 || d.Rect.Bottom() > height {
			t.Errorf("in a window of %v the question is at %+v", height, d.Rect)
		}
	}
}

func TestHashIsShownAndCopied(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn(offers(2, 3, wire.Room))
	hash := make([]byte, wire.HashSize)
	hash[0], hash[31] = 0x12, 0xab
	ready := comes(3, 2, wire.Room, wire.StateReady).(model.Received)
	e := ready.Message.(wire.Event)
	e.SHA256 = hash
	r.happen(model.Received{Message: e})
	if r.Has(ui.RoleButton, "複製 SHA-256") {
		t.Error("something is said to be checked that was not fetched")
	}
	r.fetched(2, "/home/合照.jpg")
	r.wantCard("4.2 MB · 已儲存 · SHA-256 已核對 · 12000000…000000ab", "開啟", "開啟資料夾")
	n := r.Find(ui.RoleButton, "複製 SHA-256")
	r.Move(uitest.Center(n.Rect))
	if full := "SHA-256 12" + strings.Repeat("0", 60) + "ab"; !r.Has(ui.RoleText, full) {
		t.Error("pointing at it does not show all of it")
	}
	r.Click(ui.RoleButton, "複製 SHA-256")
	if want := "12" + strings.Repeat("0", 60) + "ab"; r.Clipboard != want {
		t.Errorf("copied is %q", r.Clipboard)
	}
}

// cards is a conversation with an offer in every state.
func cards(r *rig) {
	r.logIn()
	r.app.do(model.Open{Conv: pairWith3})
	r.album.here["preview"] = true
	hash := make([]byte, wire.HashSize)
	seq, numbered := uint64(10), uint64(100)
	offer := func(from uint64, states ...wire.State) uint64 {
		seq++
		r.happen(model.Received{Message: offers(seq, from, pairWith3)})
		r.app.do(model.LaterOffer{Offer: seq})
		for _, state := range states {
			numbered++
			r.happen(model.Received{Message: wire.Event{Seq: numbered, Time: at(1), Kind: wire.KindFile, Conv: pairWith3, From: 3, Offer: seq, State: state, SHA256: hash}})
		}
		return seq
	}
	offer(1)
	for _, end := range []wire.State{wire.StateReceived, wire.StateDeclined, wire.StateCancelled, wire.StateExpired} {
		offer(1, wire.StateReady, end)
		offer(3, end)
	}
	offer(1, wire.StateAccepted, wire.StateReady)
	offer(3)
	moving := func(done int64, rate float64) uint64 {
		o := offer(3)
		r.app.do(model.AcceptOffer{Offer: o})
		r.happen(comes(numbered+1000+o, o, pairWith3, wire.StateAccepted))
		r.ticket(o, false)
		r.happen(model.Moved{Offer: o, Done: done, Rate: rate})
		return o
	}
	moving(2_700_000, 11_200)
	paused := moving(1_000_000, 100)
	r.app.do(model.PauseTransfer{Offer: paused})
	failed := moving(1_000_000, 100)
	r.happen(model.Carried{Offer: failed, Problem: &model.Problem{Code: model.CodeFile, Detail: "write /home/user/Downloads/photo.jpg.part: no space left on device"}})
	done := moving(4_200_000, 100)
	r.happen(comes(numbered+2000, done, pairWith3, wire.StateReady), model.Carried{Offer: done, Path: "/home/合照.jpg"})
	r.happen(model.Received{Message: photo(seq+1, 3, pairWith3, 4032, 3024)})
	r.app.do(model.LaterOffer{Offer: seq + 1})
	r.Send()
}

// question is the one whether a picture is wanted.
func question(r *rig) {
	r.logIn(talk()...)
	r.album.here["preview"] = true
	r.happen(model.Received{Message: photo(50, 3, pairWith3, 4032, 3024)})
}

// largePicture is one in a window of its own.
func largePicture(r *rig) {
	r.album.here["preview"] = true
	r.logIn(photo(2, 3, wire.Room, 4032, 3024))
	r.app.openViewer(2)
	r.Send()
}

// The number of an offer means another picture to another account or server: what was
// decoded or found broken there is not shown for it.
func TestPicturesOfAnotherServer(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn(photo(2, 3, wire.Room, 400, 300))
	r.album.here["preview"] = true
	r.Send()
	first := r.drawn()[0].Picture
	r.album.here["preview"], r.album.broken["preview"] = false, true
	r.Send()
	if len(r.drawn()) > 0 || r.Has(ui.RoleButton, "放大圖片") {
		t.Error("a broken picture is shown")
	}
	r.app.do(model.LogOut{})
	r.app.do(model.LogIn{Server: "other.example", Name: "建宏", Password: "long enough"})
	r.album.here["preview"], r.album.broken["preview"] = true, false
	r.logIn(photo(2, 3, wire.Room, 400, 300))
	if got := r.drawn(); len(got) != 1 || got[0].Picture == first {
		t.Errorf("after another login %+v is drawn, %+v before", got, first)
	}
}
