package view

import (
	"slices"
	"strings"
	"testing"
	"time"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/client/ui/uitest"
	"lobby/shared/wire"
)

// textAt returns where a drawn text begins, in the middle of its line, and the size
// of its font, which is how wide the tests' face draws a Chinese character.
func (r *rig) textAt(text string) (begin ui.Point, em float32) {
	r.t.Helper()
	for _, cmd := range r.Out.List {
		if cmd.Kind == ui.CmdText && strings.Contains(cmd.Text, text) {
			before := (&uitest.Measurer{}).Advance(cmd.Font, cmd.Text[:strings.Index(cmd.Text, text)])
			return ui.Point{X: cmd.Rect.X + before, Y: cmd.Rect.Y + cmd.Rect.H/2}, cmd.Font.Size
		}
	}
	r.t.Fatalf("%q is not drawn", text)
	return
}

func TestSelectInOneMessage(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn(said(1, 2, 0, "明天網路程式設計"), said(2, 3, 1, "hello brave world"))
	at, em := r.textAt("明天網路程式設計")
	r.Drag(ui.Point{X: at.X + 2*em, Y: at.Y}, ui.Point{X: at.X + 4*em, Y: at.Y})
	r.Press(ui.KeyC, ui.Command)
	if r.Clipboard != "網路" {
		t.Errorf("dragging copied %q", r.Clipboard)
	}
	if got := r.Focused().Label; got != "訊息" {
		t.Errorf("the focus went to %q", got)
	}
	at, em = r.textAt("hello brave world")
	brave := ui.Point{X: at.X + 4*em, Y: at.Y}
	r.ClickAt(brave, 1)
	r.ClickAt(brave, 2)
	r.Press(ui.KeyC, ui.Command)
	if r.Clipboard != "brave" {
		t.Errorf("a double click copied %q", r.Clipboard)
	}
	r.ClickAt(brave, 3)
	r.Press(ui.KeyC, ui.Command)
	if r.Clipboard != "hello brave world" {
		t.Errorf("a triple click copied %q", r.Clipboard)
	}
	r.Clipboard = ""
	r.ClickAt(brave, 1)
	r.Press(ui.KeyC, ui.Command)
	if r.Clipboard != "" {
		t.Errorf("a click copied %q", r.Clipboard)
	}
}

// Several messages are copied with who said them and when, whichever way the
// pointer went, and the day where it is not one.
func TestSelectAcrossMessages(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn(
		said(1, 2, 0, "第一句話"),
		wire.Event{Seq: 2, Time: at(1), Kind: wire.KindJoined, Conv: wire.Room, Members: []uint64{4}},
		said(3, 3, 2, "二\n三"), said(4, 3, 3, "最後一句"),
	)
	from, em := r.textAt("第一句話")
	to, _ := r.textAt("最後一句")
	from.X += 2 * em
	to.X += 2 * em
	want := "[下午 6:02] 怡君：句話\n[下午 6:04] Mei：二\n三\n[下午 6:05] Mei：最後"
	r.Drag(from, to)
	r.Press(ui.KeyC, ui.Command)
	if r.Clipboard != want {
		t.Errorf("copied %q, want %q", r.Clipboard, want)
	}
	r.Clipboard = ""
	r.Drag(to, from)
	r.happen(model.Received{Message: said(5, 2, 4, "又一句")}) // it stays with its text
	r.Press(ui.KeyC, ui.Command)
	if r.Clipboard != want {
		t.Errorf("backwards copied %q, want %q", r.Clipboard, want)
	}
	r.happen(model.Received{Message: said(6, 2, 24*60, "隔天")})
	next, _ := r.textAt("隔天")
	to, _ = r.textAt("最後一句")
	to.X += 2 * em
	r.Drag(to, ui.Point{X: next.X + em, Y: next.Y})
	r.Press(ui.KeyC, ui.Command)
	if want := "11月21日 星期六\n[下午 6:05] Mei：一句\n[下午 6:06] 怡君：又一句\n11月22日 星期日\n[下午 6:02] 怡君：隔"; r.Clipboard != want {
		t.Errorf("over two days copied %q, want %q", r.Clipboard, want)
	}
}

// The composer's selection and the log's exclude each other.
func TestOneSelectionAtATime(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn(said(1, 2, 0, "明天網路程式設計"))
	r.Type("草稿")
	at, em := r.textAt("明天網路")
	r.Drag(at, ui.Point{X: at.X + 2*em, Y: at.Y})
	r.Press(ui.KeyA, ui.Command)
	r.Press(ui.KeyC, ui.Command)
	if r.Clipboard != "草稿" {
		t.Errorf("copied %q, want what was selected last", r.Clipboard)
	}
	r.Drag(at, ui.Point{X: at.X + 2*em, Y: at.Y})
	r.Press(ui.KeyC, ui.Command)
	if r.Clipboard != "明天" {
		t.Errorf("copied %q, want what was selected last", r.Clipboard)
	}
}

// A pointer that is held above the log moves it, and selects on.
func TestSelectingScrolls(t *testing.T) {
	r := newRig(t, 1280, 800)
	var events []wire.Event
	for i := range 60 {
		events = append(events, said(uint64(i+1), uint64(2+i%2), i, "第"+strings.Repeat("一", i)+"句"))
	}
	r.logIn(events...)
	last, em := r.textAt("第" + strings.Repeat("一", 59) + "句")
	r.Down(ui.Point{X: last.X + em, Y: last.Y}, 1, 0)
	r.Move(ui.Point{X: last.X, Y: -60})
	for range 600 {
		r.Wait(time.Second / 60)
	}
	r.Up(ui.Point{X: last.X, Y: -60})
	r.Press(ui.KeyC, ui.Command)
	if lines := strings.Split(r.Clipboard, "\n"); len(lines) != 60 || !strings.HasSuffix(lines[0], "怡君：第句") || !strings.HasSuffix(lines[59], "Mei：第") {
		t.Errorf("copied %d lines: %.200q", len(lines), r.Clipboard)
	}
}

func TestLinkOpensByClickAlone(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn(said(1, 2, 0, "投影片：http://192.168.1.20:7070/臺#demo，請看"))
	const address, target = "http://192.168.1.20:7070/臺#demo", "http://192.168.1.20:7070/%E8%87%BA#demo"
	link := r.Find(ui.RoleLink, address)
	if link.Note != target {
		t.Errorf("the link is said to lead to %q", link.Note)
	}
	if r.Has(ui.RoleText, target) {
		t.Error("the target is told before anybody asks")
	}
	r.Move(ui.Point{X: link.Rect.X + 20, Y: link.Rect.Y + 5})
	r.Find(ui.RoleText, target)
	if r.Out.Cursor != ui.CursorPointer {
		t.Error("the pointer does not say that there is a link")
	}
	if len(r.Opened) != 0 {
		t.Fatalf("opened %q by itself", r.Opened)
	}
	r.Click(ui.RoleLink, address)
	if !slices.Equal(r.Opened, []string{target}) {
		t.Fatalf("a click opened %q", r.Opened)
	}
	r.Press(ui.KeyTab, ui.Shift)
	for range 20 {
		if r.Focused().Role == ui.RoleLink {
			break
		}
		r.Press(ui.KeyTab, ui.Shift)
	}
	r.Press(ui.KeyEnter)
	if len(r.Opened) != 2 {
		t.Errorf("Tab and Enter do not open the link; the focus is on %+v", r.Focused())
	}
}

// An address is broken only where it is longer than a line.
func TestLinksStayWhole(t *testing.T) {
	r := newRig(t, 390, 780)
	short := "https://a.example/x-y/z-1/q?r=s-t"
	long := "https://a.example/" + strings.Repeat("long-way/", 10)
	r.logIn(said(1, 2, 0, "請看這裡的網頁"+short+"，謝謝"), said(2, 3, 1, "還有"+long))
	text := r.Text()
	if !strings.Contains(text, short) {
		t.Errorf("the short address is broken:\n%s", text)
	}
	if n := r.Find(ui.RoleLink, long); n.Rect.H < 2*22 {
		t.Errorf("the long address has %v", n.Rect)
	}
	if n := len(r.All(ui.RoleLink, "")); n != 2 {
		t.Errorf("%d links, want 2", n)
	}
}
