package view

import (
	"slices"
	"strings"
	"testing"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/shared/wire"
)

// offers is an offer of a picture by a member, in a conversation.
func offers(seq, from uint64, conv string) wire.Event {
	return wire.Event{
		Seq: seq, Time: at(0), Kind: wire.KindOffer, Conv: conv, From: from, CID: "o",
		File: &wire.File{Name: "合照.jpg", Size: 4_200_000, Mime: "image/jpeg"},
	}
}

func comes(seq, offer uint64, conv string, state wire.State) model.Event {
	return model.Received{Message: wire.Event{Seq: seq, Time: at(0), Kind: wire.KindFile, Conv: conv, Offer: offer, State: state}}
}

// cardSays is what the only card says, and the labels of its buttons.
func (r *rig) cardSays() (note string, buttons []string) {
	for _, n := range r.All(ui.RoleRow, "") {
		if n.Value == "合照.jpg" {
			note = n.Note
		}
	}
	for _, n := range r.All(ui.RoleButton, "") {
		sign := n.Label == "暫停" || n.Label == "繼續"
		if sign || n.Note == "合照.jpg" && n.Value == "" {
			buttons = append(buttons, n.Label)
		}
	}
	return note, buttons
}

func (r *rig) wantCard(note string, buttons ...string) {
	r.t.Helper()
	gotNote, got := r.cardSays()
	if gotNote != note || !slices.Equal(got, buttons) {
		r.t.Errorf("the card says %q with %q, want %q with %q", gotNote, got, note, buttons)
	}
}

const pairWith3 = "d1-3"

// ticket answers the request for one.
func (r *rig) ticket(offer uint64, upload bool) {
	r.t.Helper()
	r.happen(model.Answered{Request: wire.Transfer{Offer: offer, Upload: upload}, Message: wire.Ticket{Ticket: make([]byte, wire.TicketSize)}})
}

func TestOfferIsAskedAcceptedAndFetched(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.happen(model.Received{Message: offers(5, 3, pairWith3)})
	if d := r.Find(ui.RoleDialog, "Mei 想傳送檔案給你"); d.Note != "合照.jpg" {
		t.Errorf("the question is %+v", d)
	}
	r.Click(ui.RoleButton, "接受")
	if r.Has(ui.RoleDialog, "Mei 想傳送檔案給你") {
		t.Error("the question is still there")
	}
	if got := requests[wire.Respond](r); !slices.Equal(got, []wire.Respond{{Offer: 5, State: wire.StateAccepted}}) {
		t.Errorf("asked for %+v", got)
	}
	r.happen(comes(6, 5, pairWith3, wire.StateAccepted))
	r.app.do(model.Open{Conv: pairWith3})
	r.Send()
	r.wantCard("4.2 MB · 等待中…", "取消")
	r.ticket(5, false)
	r.wantCard("4.2 MB · 0% · 等待對方傳送", "暫停", "取消")
	r.happen(model.Moved{Offer: 5, Done: 2_100_000, Rate: 1_050_000})
	r.wantCard("4.2 MB · 50% · 1.1 MB/s · 剩下 2 秒", "暫停", "取消")
	r.Click(ui.RoleButton, "暫停")
	if got := took[model.Halt](r); len(got) != 1 || got[0].Discard {
		t.Errorf("pausing halts %+v", got)
	}
	r.wantCard("4.2 MB · 已暫停於 50%", "繼續", "取消")
	r.Click(ui.RoleButton, "繼續")
	r.ticket(5, false)
	r.happen(model.Carried{Offer: 5, Path: "/tmp/合照.jpg"})
	r.wantCard("4.2 MB · 已儲存", "開啟", "開啟資料夾")
	r.effects = nil
	r.Click(ui.RoleButton, "開啟資料夾")
	if got := took[model.ShowFile](r); !slices.Equal(got, []model.ShowFile{{Path: "/tmp/合照.jpg", Folder: true}}) {
		t.Errorf("shows %+v", got)
	}
}

// requests returns the requests of a type that were to be transmitted.
func requests[R wire.Request](r *rig) []R {
	var out []R
	for _, tr := range took[model.Transmit](r) {
		if req, ok := tr.Request.(R); ok {
			out = append(out, req)
		}
	}
	return out
}

func TestDeclineAndSaveAsFromTheCard(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.Type("我在寫字") // the offer waits as a card
	r.happen(model.Received{Message: offers(5, 3, pairWith3)})
	if len(r.All(ui.RoleDialog, "")) > 0 {
		t.Error("a question came over what is being written")
	}
	r.app.do(model.Open{Conv: pairWith3})
	r.app.do(model.LaterOffer{Offer: 5})
	r.Send()
	r.wantCard("4.2 MB · JPEG", "拒絕", "另存…", "接受")
	r.effects = nil
	r.Click(ui.RoleButton, "另存…")
	if got := took[model.ChoosePlace](r); !slices.Equal(got, []model.ChoosePlace{{Era: r.app.state.Era, Offer: 5, Name: "合照.jpg"}}) {
		t.Errorf("asks for %+v", got)
	}
	r.Click(ui.RoleButton, "拒絕")
	if got := requests[wire.Respond](r); !slices.Equal(got, []wire.Respond{{Offer: 5, State: wire.StateDeclined}}) {
		t.Errorf("asked for %+v", got)
	}
	for state, note := range map[wire.State]string{wire.StateDeclined: "已拒絕"} {
		r.happen(comes(6, 5, pairWith3, state))
		r.wantCard("4.2 MB · " + note)
	}
}

func TestSendersCard(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.app.do(model.Open{Conv: pairWith3})
	r.happen(model.Examined{Era: r.app.state.Era, Conv: pairWith3, Files: []model.LocalFile{{Conv: pairWith3, CID: "o", Path: "/a/合照.jpg", Name: "合照.jpg", Size: 4_200_000, Mime: "image/jpeg"}}})
	if got := requests[wire.Offer](r); len(got) != 1 || got[0].Name != "合照.jpg" {
		t.Fatalf("asked for %+v", got)
	}
	r.happen(model.Received{Message: offers(5, 1, pairWith3)})
	r.wantCard("4.2 MB · 等待對方回答", "取消")
	r.happen(comes(6, 5, pairWith3, wire.StateAccepted))
	r.ticket(5, true)
	r.happen(model.Moved{Offer: 5, Done: 420_000})
	r.wantCard("4.2 MB · 10%", "暫停", "取消")
	r.happen(model.Carried{Offer: 5, Problem: &model.Problem{Code: model.CodeFile, Detail: "gone"}})
	r.wantCard("無法讀取或寫入檔案：gone", "再試一次", "取消")
	r.happen(comes(7, 5, pairWith3, wire.StateReady))
	r.wantCard("4.2 MB · 已上傳，等待對方下載", "取消")
	r.happen(comes(8, 5, pairWith3, wire.StateReceived))
	r.wantCard("4.2 MB · 已送達")
}

// Where a browser has to keep what is fetched, a large file needs a place, and
// one that can't have a place is not asked for.
func TestOfferThatIsTooLarge(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.app.o.Saving = Saving{Choose: true, Most: 1_000_000}
	r.logIn()
	r.happen(model.Received{Message: offers(5, 3, pairWith3)})
	if !r.Has(ui.RoleButton, "另存…") || r.Has(ui.RoleButton, "接受") {
		t.Error("the file can be accepted without a place")
	}
	r.app.do(model.LaterOffer{Offer: 5})
	r.app.do(model.Open{Conv: pairWith3})
	r.Send()
	r.wantCard("4.2 MB · JPEG", "拒絕", "另存…")
	r.app.o.Saving.Choose = false
	r.Send()
	r.wantCard("4.2 MB · JPEG · 太大了，瀏覽器無法接收，請用桌面程式", "拒絕")
	r.happen(model.Received{Message: offers(6, 3, pairWith3)})
	if len(r.All(ui.RoleDialog, "")) > 0 {
		t.Error("a question came that can't be answered")
	}
}

// A page that was loaded again has lost the file, and asks for it.
func TestLostFileIsChosenAgain(t *testing.T) {
	r := newRig(t, 1280, 800)
	file := model.LocalFile{Conv: pairWith3, CID: "o", Offer: 5, Name: "合照.jpg", Size: 4_200_000, Mime: "image/jpeg"}
	r.happen(model.Started{Cargo: []model.Cargo{{Server: "class.example:7070", Member: 1, Sends: []model.LocalFile{file}}}})
	r.logIn()
	r.happen(model.Received{Message: offers(5, 1, pairWith3)})
	r.app.do(model.Open{Conv: pairWith3})
	r.Send()
	r.wantCard("網頁重新載入後找不到這個檔案，請再選一次", "再選一次檔案", "取消")
	if r.app.Unfinished() {
		t.Error("a page that is left would lose what it has lost")
	}
	r.effects = nil
	r.Click(ui.RoleButton, "再選一次檔案")
	if got := took[model.ChooseFiles](r); !slices.Equal(got, []model.ChooseFiles{{Era: r.app.state.Era, Conv: pairWith3, Offer: 5}}) {
		t.Errorf("asks for %+v", got)
	}
	found := file
	found.Path, found.Size = "handle", 1
	r.happen(model.Examined{Era: r.app.state.Era, Conv: pairWith3, Offer: 5, Files: []model.LocalFile{found}})
	r.wantCard("網頁重新載入後找不到這個檔案，請再選一次", "再選一次檔案", "取消")
	found.Size = file.Size
	r.happen(model.Examined{Era: r.app.state.Era, Conv: pairWith3, Offer: 5, Files: []model.LocalFile{found}})
	r.wantCard("4.2 MB · 等待對方回答", "取消")
	if !r.app.Unfinished() {
		t.Error("a page may be left that has a file to send")
	}
}

// The same of a folder asks for a folder, and for the one that it was.
func TestLostFolderIsChosenAgain(t *testing.T) {
	r := newRig(t, 1280, 800)
	folder := model.LocalFile{Conv: pairWith3, CID: "o", Offer: 5, Name: "合照.jpg", Size: 4_200_000, Mime: "image/jpeg", Mark: []byte("as it was")}
	r.happen(model.Started{Cargo: []model.Cargo{{Server: "class.example:7070", Member: 1, Sends: []model.LocalFile{folder}}}})
	r.logIn()
	r.happen(model.Received{Message: offers(5, 1, pairWith3)})
	r.app.do(model.Open{Conv: pairWith3})
	r.Send()
	r.effects = nil
	r.Click(ui.RoleButton, "再選一次檔案")
	if got := took[model.ChooseFiles](r); !slices.Equal(got, []model.ChooseFiles{{Era: r.app.state.Era, Conv: pairWith3, Offer: 5, Folder: true}}) {
		t.Errorf("asks for %+v", got)
	}
	found := folder
	found.Path, found.Mark = "handle", []byte("written to")
	r.happen(model.Examined{Era: r.app.state.Era, Conv: pairWith3, Offer: 5, Files: []model.LocalFile{found}})
	r.wantCard("網頁重新載入後找不到這個檔案，請再選一次", "再選一次檔案", "取消")
	found.Mark = folder.Mark
	r.happen(model.Examined{Era: r.app.state.Era, Conv: pairWith3, Offer: 5, Files: []model.LocalFile{found}})
	r.wantCard("4.2 MB · 等待對方回答", "取消")
}

func TestDroppedFilesAreOffered(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.app.Frame(ui.Input{W: 1280, H: 800, Dropped: []string{"/a", "/b"}})
	if got := took[model.Examine](r); len(got) != 1 || got[0].Conv != wire.Room || !slices.Equal(got[0].Paths, []string{"/a", "/b"}) {
		t.Errorf("looks at %+v", got)
	}
}

// What is dropped onto a member in the list is for that member, whatever is shown;
// what is pasted is for who is talked to, wherever the pointer is.
func TestFilesDroppedOntoAMemberAreOfferedThere(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	row := r.Find(ui.RoleOption, "Mei").Rect
	over := ui.Event{Kind: ui.PointerMove, Pos: ui.Point{X: row.X + row.W/2, Y: row.Y + row.H/2}}
	r.app.Frame(ui.Input{W: 1280, H: 800, Events: []ui.Event{over}, Pasted: []string{"/p"}})
	if got := took[model.Examine](r); len(got) != 1 || got[0].Conv != wire.Room {
		t.Errorf("of what was pasted it looks at %+v", got)
	}
	r.app.Frame(ui.Input{W: 1280, H: 800, Dropped: []string{"/a"}})
	if got := took[model.Examine](r); len(got) != 1 || got[0].Conv != pairWith3 || !slices.Equal(got[0].Paths, []string{"/a"}) {
		t.Errorf("of what was dropped it looks at %+v", got)
	}
	if shown := r.app.state.Active; shown != pairWith3 {
		t.Errorf("it shows %s", shown)
	}
}

// What is dropped while something hides to whom it would go is not sent, and that is said.
func TestFilesDroppedOntoADialogAreNotOffered(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.Press(ui.KeyComma, ui.Command)
	drop := ui.Input{W: 1280, H: 800, Dropped: []string{"/a"}}
	r.app.Frame(drop)
	r.Press(ui.KeyEscape)
	const words = "檔案沒有送出。請先關閉上面的畫面，再把檔案放到對話裡。"
	if r.Find(ui.RoleAlert, words); len(took[model.Examine](r)) > 0 {
		t.Error("it looks at what was dropped")
	}
	r.app.Frame(drop)
	r.Send()
	if len(took[model.Examine](r)) != 1 || len(r.All(ui.RoleAlert, words)) > 0 {
		t.Error("what is dropped again is not offered, or the notice stays")
	}
}

// Of several files that were sent at once, the one that the server refuses is named.
func TestRefusedFileIsNamed(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn()
	r.happen(model.Examined{Era: r.app.state.Era, Conv: wire.Room, Files: []model.LocalFile{
		{Conv: wire.Room, CID: "1", Path: "/a", Name: "a.txt", Size: 5}, {Conv: wire.Room, CID: "2", Path: "/b", Name: "big.bin", Size: 1 << 40},
	}})
	for _, tr := range took[model.Transmit](r) {
		if offer, ok := tr.Request.(wire.Offer); ok && offer.CID == "2" {
			r.happen(model.Answered{Request: offer, Message: wire.Fault{Code: wire.CodeQuota, Field: "size"}})
		}
	}
	r.Find(ui.RoleAlert, "「big.bin」：檔案太大，伺服器沒有空間。")
	r.happen(model.Examined{Era: r.app.state.Era, Conv: wire.Room, Files: []model.LocalFile{{Conv: wire.Room, CID: "3", Path: "/c", Name: "c", Size: 5}}})
	if len(r.All(ui.RoleAlert, "")) > 0 {
		t.Error("it is told of still when the next file is offered")
	}
}

func TestSizes(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 B", 999: "999 B", 1000: "1.0 kB", 18_400_000: "18.4 MB", 999_949: "999.9 kB", 999_950: "1.0 MB",
		20_000_000_000: "20.0 GB", 1 << 53: "9.0 PB",
	} {
		if got := sizeText(n); got != want {
			t.Errorf("%d is written %s, want %s", n, got, want)
		}
	}
	for _, c := range []struct{ name, mime, want string }{
		{"a.jpg", "", "JPG"}, {"a", "", ""}, {"a.verylong", "", ""},
		{"a.txt", "text/plain", "TXT"}, {"a.mp3", "audio/mpeg", "MP3"},
		{"a.jpg", "image/jpeg", "JPEG"}, {"a", "application/pdf", "PDF"},
		{"a.b", "application/octet-stream", "B"}, {"a", "application/octet-stream", ""},
	} {
		if got := kindText(wire.File{Name: c.name, Mime: c.mime}); got != c.want {
			t.Errorf("%s of type %s is a %s, want %s", c.name, c.mime, got, c.want)
		}
	}
}

// A card has room for its words in a narrow window too.
func TestCardInNarrowWindow(t *testing.T) {
	r := newRig(t, 390, 780)
	r.logIn(offers(5, 3, wire.Room))
	note, buttons := r.cardSays()
	if !strings.HasPrefix(note, "4.2 MB") || !slices.Equal(buttons, []string{"另存…", "接受"}) {
		t.Errorf("the card says %q with %q", note, buttons)
	}
	for _, n := range r.All(ui.RoleButton, "") {
		if n.Note == "合照.jpg" && (n.Rect.X < 0 || n.Rect.Right() > 390) {
			t.Errorf("%s is at %+v", n.Label, n.Rect)
		}
	}
}

// What is said after a card, by the same member, stands clear of its edge.
func TestTextStandsClearOfCards(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn(offers(5, 3, wire.Room), said(6, 3, 0, "這個檔案"), said(7, 3, 0, "請看一下"))
	rows := r.All(ui.RoleRow, "Mei")
	if len(rows) != 3 {
		t.Fatalf("%d rows:\n%s", len(rows), r.Tree())
	}
	if grown := rows[1].Rect.H - rows[2].Rect.H; grown != cardGap-r.app.theme.Space.LineGap {
		t.Errorf("the row below the card is %v higher than the next", grown)
	}
}
