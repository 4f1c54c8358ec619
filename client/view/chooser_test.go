package view

import (
	"fmt"
	"slices"
	"testing"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/client/ui/uitest"
	"lobby/shared/wire"
)

// folderOf is a folder in the home of the tests' user.
func folderOf(path string, up []string, entries ...model.FolderEntry) model.Folder {
	f := model.Folder{Path: path, Entries: entries}
	for _, p := range append(up, path) {
		name := p
		for i, r := range p {
			if r == '/' && i > 0 {
				name = p[i+1:]
			}
		}
		f.Up = append(f.Up, model.FolderPart{Name: name, Path: p})
	}
	for i := range f.Entries {
		f.Entries[i].Path = path + "/" + f.Entries[i].Name
		f.Entries[i].Modified = uitest.Start
		f.Entries[i].Hidden = f.Entries[i].Name[0] == '.'
	}
	return f
}

var home = folderOf("/home", []string{"/"},
	model.FolderEntry{Name: "相片", Folder: true}, model.FolderEntry{Name: ".config", Folder: true},
	model.FolderEntry{Name: "報告2.pdf", Size: 2_300_000}, model.FolderEntry{Name: "報告10.pdf", Size: 10}, model.FolderEntry{Name: "Notes.txt", Size: 999})

// choosing opens the dialog on the home folder.
func choosing(t *testing.T, q model.Question) *rig {
	t.Helper()
	r := newRig(t, 1280, 800)
	r.logIn(offers(5, 3, wire.Room))
	r.asks(q)
	r.lists(home)
	return r
}

// asks opens the dialog.
func (r *rig) asks(q model.Question) {
	r.t.Helper()
	q.Era = r.app.state.Era
	r.happen(model.NoDialog{Question: q})
}

// lists answers the question for a folder.
func (r *rig) lists(f model.Folder) {
	r.t.Helper()
	all := took[model.ListFolder](r)
	if len(all) != 1 {
		r.t.Fatalf("%d folders are looked at", len(all))
	}
	r.happen(model.Listed{Asked: all[0].Path, Folder: f})
}

// Who knows a path types or pastes it in place of a name.
func TestChooserTakesAPath(t *testing.T) {
	r := choosing(t, model.Question{Conv: wire.Room})
	r.Paste("/media/disk/")
	r.Press(ui.KeyEnter)
	if got := took[model.ListFolder](r); len(got) != 1 || got[0].Path != "/media/disk" {
		t.Errorf("looks at %+v", got)
	}
}

// A name with a line break, a tab or a mark that turns it around stands on one line, in
// its order, and the file is found by the name that it has.
func TestChooserShowsHostileNames(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn(offers(5, 3, wire.Room))
	r.asks(model.Question{Conv: wire.Room})
	r.lists(folderOf("/ho\nme", []string{"/"}, model.FolderEntry{Name: "a\nb\tc.txt"}, model.FolderEntry{Name: "報告\u202egnp.exe"}))
	if names, _ := r.entries(); !slices.Equal(names, []string{"a?b?c.txt", "報告?gnp.exe"}) {
		t.Errorf("shows %q", names)
	}
	r.Find(ui.RoleHeading, "/ho?me")
	r.Press(ui.KeyDown)
	r.Press(ui.KeyEnter)
	r.wantExamined("/ho\nme/a\nb\tc.txt")
}

// The path of a file leads to it, in its folder; Enter once more takes it.
func TestChooserTakesTheFileOfAPath(t *testing.T) {
	r := choosing(t, model.Question{Conv: wire.Room})
	r.Paste("/home/報告2.pdf")
	r.Press(ui.KeyEnter)
	beside := home
	beside.At = "/home/報告2.pdf"
	r.lists(beside)
	r.wantChosen("報告2.pdf")
	r.Press(ui.KeyEnter)
	r.wantExamined("/home/報告2.pdf")
}

// entries are the rows of the dialog, and which of them are chosen.
func (r *rig) entries() (names, chosen []string) {
	list := r.Find(ui.RoleList, "檔案與資料夾").Rect
	for _, n := range r.All(ui.RoleOption, "") {
		if n.Rect.Intersect(list).Empty() || n.Rect.X < list.X {
			continue
		}
		names = append(names, n.Label)
		if n.Selected {
			chosen = append(chosen, n.Label)
		}
	}
	return names, chosen
}

func (r *rig) wantChosen(want ...string) {
	r.t.Helper()
	if _, got := r.entries(); !slices.Equal(got, want) {
		r.t.Errorf("chosen are %q, want %q", got, want)
	}
}

func (r *rig) wantExamined(want ...string) {
	r.t.Helper()
	got := took[model.Examine](r)
	if len(got) != 1 || got[0].Conv != wire.Room || !slices.Equal(got[0].Paths, want) || r.app.state.Chooser != nil {
		r.t.Errorf("looks at %+v, want %q", got, want)
	}
}

func TestChooserByKeys(t *testing.T) {
	r := choosing(t, model.Question{Conv: wire.Room})
	r.Find(ui.RoleDialog, "選擇要傳送的檔案")
	if names, chosen := r.entries(); !slices.Equal(names, []string{"相片", "報告2.pdf", "報告10.pdf", "Notes.txt"}) || chosen != nil {
		t.Fatalf("it lists %q, of which %q are chosen", names, chosen)
	}
	if n := r.Find(ui.RoleOption, "報告2.pdf").Note; n != "2.3 MB · 2026/11/21" {
		t.Errorf("of a file it says %q", n)
	}
	for _, step := range []struct {
		key  ui.Key
		mods ui.Mods
		want []string
	}{
		{ui.KeyDown, 0, []string{"相片"}},
		{ui.KeyDown, 0, []string{"報告2.pdf"}},
		{ui.KeyDown, ui.Shift, []string{"報告2.pdf", "報告10.pdf"}},
		{ui.KeyUp, ui.Shift, []string{"報告2.pdf"}},
		{ui.KeyEnd, 0, []string{"Notes.txt"}},
		{ui.KeyHome, 0, []string{"相片"}},
		{ui.KeyPageDown, 0, []string{"Notes.txt"}},
		{ui.KeyPageUp, 0, []string{"相片"}},
		{ui.KeyA, ui.Command, []string{"相片", "報告2.pdf", "報告10.pdf", "Notes.txt"}},
		{ui.KeyEnd, 0, []string{"Notes.txt"}},
	} {
		r.Press(step.key, step.mods)
		r.wantChosen(step.want...)
	}
	r.Type(" ")
	r.Press(ui.KeyUp)
	r.Press(ui.KeyUp)
	r.Type(" ")
	r.wantChosen("報告2.pdf", "Notes.txt")
	r.Press(ui.KeyUp)
	r.Press(ui.KeyEnter)
	r.wantExamined("/home/報告2.pdf", "/home/Notes.txt")
	if got := r.Focused().Label; got != "訊息" {
		t.Errorf("afterwards the focus is on %q", got)
	}
}

// What is typed faster than frames come is taken in the order in which it was typed.
func TestChooserInOneSlowFrame(t *testing.T) {
	r := choosing(t, model.Question{Conv: wire.Room})
	key := func(k ui.Key) ui.Event { return ui.Event{Kind: ui.KeyPress, Key: k} }
	text := func(s string) ui.Event { return ui.Event{Kind: ui.Text, Text: s} }
	r.Send(key(ui.KeyDown), text(" "), key(ui.KeyDown), key(ui.KeyDown), text(" "), key(ui.KeyUp))
	r.wantChosen("相片", "報告10.pdf")
	if at := r.app.chooser.at; at != 1 {
		t.Errorf("the cursor is at row %d", at)
	}
	r.Send(text("N"), text(" "), key(ui.KeyBackspace))
	if names, _ := r.entries(); !slices.Equal(names, []string{"Notes.txt"}) {
		t.Errorf("N finds %q", names)
	}
	r.Press(ui.KeyBackspace)
	r.Compose("ㄅ")
	r.Press(ui.KeyHome) // the input method's
	if at := r.app.chooser.at; at > 0 {
		t.Errorf("while something is composed the cursor moves to row %d", at)
	}
}

func TestChooserGoesThroughFolders(t *testing.T) {
	r := choosing(t, model.Question{Conv: wire.Room})
	r.Press(ui.KeyDown)
	r.Press(ui.KeyEnter)
	photos := folderOf("/home/相片", []string{"/", "/home"})
	r.lists(photos)
	r.Find(ui.RoleHeading, "相片")
	r.Find(ui.RoleStatus, "這個資料夾沒有檔案")
	r.Press(ui.KeyBackspace)
	r.lists(home)
	r.wantChosen("相片") // where it came from
	r.DoubleClick(ui.RoleOption, "相片")
	r.lists(photos)
	r.Press(ui.KeyUp, ui.Alt)
	r.lists(home)
	r.Click(ui.RoleButton, "開啟")
	r.lists(photos)
	r.Click(ui.RoleButton, "/")
	if got := took[model.ListFolder](r); len(got) != 1 || got[0].Path != "/" {
		t.Fatalf("looks at %+v", got)
	}
	r.happen(model.Listed{Asked: "/", Problem: &model.Problem{Code: model.CodeForbidden, Field: "/"}})
	r.Find(ui.RoleAlert, "沒有權限查看「/」。")
	r.Find(ui.RoleHeading, "相片")
	r.Click(ui.RoleButton, "傳送這個資料夾")
	r.wantExamined("/home/相片")
}

func TestChooserFiltersAndSendsAFolder(t *testing.T) {
	r := choosing(t, model.Question{Conv: wire.Room})
	r.Type("NOTE")
	if names, chosen := r.entries(); !slices.Equal(names, []string{"Notes.txt"}) || !slices.Equal(chosen, names) {
		t.Errorf("NOTE finds %q, of which %q are chosen", names, chosen)
	}
	r.Type("x")
	r.Find(ui.RoleStatus, "找不到「NOTEx」")
	for range 5 {
		r.Press(ui.KeyBackspace)
	}
	if got := took[model.ListFolder](r); len(got) != 0 {
		t.Errorf("taking letters away leads to %+v", got)
	}
	r.Click(ui.RoleSwitch, "隱藏的檔案")
	r.Find(ui.RoleOption, ".config")
	r.Click(ui.RoleOption, "相片")
	r.Click(ui.RoleButton, "傳送資料夾")
	r.wantExamined("/home/相片")
}

func TestChooserByMouse(t *testing.T) {
	r := choosing(t, model.Question{Conv: wire.Room})
	press := func(label string, mods ui.Mods) {
		t.Helper()
		at := uitest.Center(r.Find(ui.RoleOption, label).Rect)
		r.Down(at, 1, mods)
		r.Up(at)
	}
	press("相片", 0)
	press("報告10.pdf", ui.Shift)
	r.wantChosen("相片", "報告2.pdf", "報告10.pdf")
	press("報告2.pdf", ui.Command)
	r.wantChosen("相片", "報告10.pdf")
	press("Notes.txt", 0)
	press("報告2.pdf", ui.Command)
	r.wantChosen("報告2.pdf", "Notes.txt")
	r.Click(ui.RoleButton, "傳送 2 個項目")
	r.wantExamined("/home/報告2.pdf", "/home/Notes.txt")

	r.asks(model.Question{Conv: wire.Room, Offer: 7})
	r.lists(home)
	press("報告2.pdf", 0)
	press("Notes.txt", ui.Command) // only one can be the file of an offer
	r.wantChosen("Notes.txt")
	r.DoubleClick(ui.RoleOption, "Notes.txt")
	r.wantExamined("/home/Notes.txt")
	r.asks(model.Question{Conv: wire.Room})
	r.Press(ui.KeyEscape)
	if r.app.state.Chooser != nil {
		t.Error("Escape does not close it")
	}
}

func TestChooserOfAPlace(t *testing.T) {
	r := choosing(t, model.Question{Offer: 5, Save: true, Name: "合照.jpg"})
	r.Find(ui.RoleDialog, "選擇儲存位置")
	if f := r.Focused(); f.Label != "檔案名稱" || f.Value != "合照.jpg" {
		t.Errorf("the focus is on %+v", f)
	}
	r.Find(ui.RoleStatus, "已有的檔案不會被取代。")
	r.DoubleClick(ui.RoleOption, "Notes.txt")
	r.Find(ui.RoleStatus, "已有同名的檔案，新檔案的名稱會加上編號。")
	r.DoubleClick(ui.RoleOption, "相片")
	r.lists(folderOf("/home/相片", []string{"/", "/home"}))
	r.Click(ui.RoleTextbox, "檔案名稱")
	r.Press(ui.KeyEnter)
	if got := took[model.Transmit](r); len(got) == 0 || r.app.state.Chooser != nil {
		t.Errorf("Enter leads to %+v", got)
	}
	if o := r.app.state.Offers[5]; o.Transfer == nil {
		t.Error("the file is not fetched")
	}
}

// Of a long list only what is in sight is drawn, and the cursor stays there.
func TestChooserOfManyFiles(t *testing.T) {
	var many []model.FolderEntry
	for i := range model.MaxListed {
		many = append(many, model.FolderEntry{Name: fmt.Sprintf("%05d.jpg", i)})
	}
	f := folderOf("/home", []string{"/"}, many...)
	f.More = true
	r := newRig(t, 390, 780)
	r.logIn()
	r.asks(model.Question{Conv: wire.Room})
	r.lists(f)
	r.Find(ui.RoleStatus, "只列出前 10000 個項目。")
	for _, c := range []struct {
		key  ui.Key
		want string
	}{{ui.KeyEnd, "09999.jpg"}, {ui.KeyHome, "00000.jpg"}} {
		want := c.want
		r.Press(c.key)
		list, row := r.Find(ui.RoleList, "檔案與資料夾").Rect, r.Find(ui.RoleOption, want).Rect
		if names, _ := r.entries(); row.Intersect(list) != row || len(names) > 20 {
			t.Errorf("%s is at %+v of %+v, among %d", want, row, list, len(names))
		}
	}
	for _, n := range r.Out.Nodes {
		if n.Rect.X < 0 || n.Rect.Right() > 390 {
			t.Errorf("%s is at %+v", n.Label, n.Rect)
		}
	}
}
