package view

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lobby/client/model"
	"lobby/client/ui"
	"lobby/client/ui/uitest"
	"lobby/shared/wire"
)

// longPast is a conversation of which the client has the newest page only.
type longPast struct {
	*rig
	events []wire.Event
}

func newLongPast(t testing.TB, n int) *longPast {
	p := &longPast{rig: newRig(t, 1100, 800)}
	for i := range n {
		p.events = append(p.events, p.say(uint64(i+1), i))
	}
	p.happen(
		model.Welcomed{Welcome: wire.Welcome{Re: 1, Member: everyone[0], Seq: uint64(n)}, Server: "class.example:7070"},
		model.Received{Message: wire.Members{Members: everyone}},
		model.Received{Message: wire.Convs{Convs: []wire.Conv{{Conv: wire.Room, Newest: uint64(n), Read: uint64(n)}}}},
		model.Received{Message: wire.Ready{Re: 1}},
	)
	p.answer()
	return p
}

// say makes an event of one of several kinds and lengths, hours apart at times.
func (p *longPast) say(seq uint64, i int) wire.Event {
	minutes := i * 7
	if i%5 == 4 {
		return wire.Event{Seq: seq, Time: at(minutes), Kind: wire.KindJoined, Conv: wire.Room, Members: []uint64{uint64(2 + i%3)}}
	}
	text := fmt.Sprint("訊息 ", seq, " ", strings.Repeat("說得多一點，", i*i%23))
	return said(seq, uint64(1+i%4), minutes, text)
}

// answer answers the pages of history that were asked for.
func (p *longPast) answer() {
	p.t.Helper()
	for _, tr := range took[model.Transmit](p.rig) {
		h, ok := tr.Request.(wire.History)
		if !ok {
			continue
		}
		end := len(p.events)
		if h.Before > 0 {
			end = min(end, int(h.Before-1))
		}
		from := max(0, end-h.Limit)
		p.happen(model.Answered{Request: h, Message: wire.Page{Conv: wire.Room, Events: slices.Clone(p.events[from:end]), More: from > 0, Last: true}})
	}
}

// reading returns the lowest row that is whole on the screen, and how far its end and
// its beginning are above the log's end, in pixels of the window.
func (p *longPast) reading() (row ui.ID, end, begin float32) {
	log := p.Find(ui.RoleLog, "訊息記錄").Rect
	for _, n := range p.rows() {
		if n.Rect.Bottom() <= log.Bottom()+edge {
			row, end, begin = n.ID, log.Bottom()-n.Rect.Bottom(), log.Bottom()-n.Rect.Y
		}
	}
	return row, end, begin
}

// edge is how near to the log's end, in pixels, a row's end can't be told to be on
// one side of it or the other. Such a row may keep its end or, as one that is cut
// off, its beginning.
const edge = 0.06

// rows are the messages and the lines on who joined, from above.
func (p *longPast) rows() []ui.Node {
	log := p.Find(ui.RoleLog, "訊息記錄").Rect
	return slices.DeleteFunc(slices.Clone(p.Out.Nodes), func(n ui.Node) bool {
		inside := n.Rect.X >= log.X && n.Rect.Right() <= log.Right() && n.Rect.Bottom() > log.Y && n.Rect.Y < log.Bottom()
		return !inside || n.Role != ui.RoleRow && n.Role != ui.RoleStatus
	})
}

// Whatever happens around it, what is being read stays where it is.
func TestWhatIsBeingReadNeverMoves(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := newLongPast(t, 400)
		log := p.Find(ui.RoleLog, "訊息記錄").Rect
		over := ui.Point{X: log.X + 300, Y: log.Y + 50}
		for range rapid.IntRange(1, 12).Draw(rt, "turns of the wheel") {
			p.Scroll(over, rapid.Float32Range(40, 900).Draw(rt, "up"))
			p.answer()
		}
		p.Scroll(over, 400)
		for range 12 {
			row, end, begin := p.reading()
			what := rapid.SampledFrom([]string{"page", "message", "many", "own", "joined", "width", "height", "size", "draft", "notice"}).Draw(rt, "what happens")
			next := uint64(len(p.events) + 1)
			arrive := func() {
				e := p.say(next, int(next))
				next++
				p.events = append(p.events, e)
				p.happen(model.Received{Message: e})
			}
			switch what {
			case "page":
				p.Scroll(over, 0)
				p.answer()
			case "message":
				arrive()
			case "many":
				for range 30 {
					arrive()
				}
			case "own", "joined":
				for i := range 5 {
					if (next+uint64(i))%5 == 4 {
						arrive()
					}
				}
				arrive()
			case "width":
				p.Resize(rapid.Float32Range(420, 1900).Draw(rt, "width"), p.H)
			case "height":
				p.Resize(p.W, rapid.Float32Range(500, 1200).Draw(rt, "height"))
			case "size":
				p.happen()
				p.Press(rapid.SampledFrom([]ui.Key{ui.KeyPlus, ui.KeyMinus, ui.KeyZero}).Draw(rt, "key"), ui.Command)
			case "draft":
				p.Type("字")
				p.Press(ui.KeyEnter, ui.Shift)
			case "notice":
				p.app.composer.refused = rapid.SampledFrom([]string{"", "drop.covered"}).Draw(rt, "notice")
				p.Send()
			}
			rows := p.rows()
			i := slices.IndexFunc(rows, func(n ui.Node) bool { return n.ID == row })
			if i < 0 {
				rt.Fatalf("%s: what was read is no longer on the screen", what)
			}
			bottom := p.Find(ui.RoleLog, "訊息記錄").Rect.Bottom()
			moved := math.Abs(float64(bottom-rows[i].Rect.Bottom()-end)) > 1
			if math.Abs(float64(end)) <= edge {
				moved = moved && math.Abs(float64(bottom-rows[i].Rect.Y-begin)) > 1
			}
			if moved {
				rt.Fatalf("%s: %q was %v above the end of the log and is %v now", what, rows[i].Label+rows[i].Value, end, bottom-rows[i].Rect.Bottom())
			}
		}
	})
}

// The next page is asked for before its first row is needed, one at a time.
func TestOlderPagesComeBeforeTheyAreNeeded(t *testing.T) {
	p := newLongPast(t, 1000)
	log := p.Find(ui.RoleLog, "訊息記錄").Rect
	over := ui.Point{X: log.X + 300, Y: log.Y + 50}
	for i := 0; !p.shows("這是對話的開頭。"); i++ {
		if i > 2000 {
			t.Fatal("the beginning never comes")
		}
		p.Scroll(over, 300)
		first := p.All(ui.RoleRow, "")[0]
		if first.Rect.Y > log.Y+200 && !p.shows("這是對話的開頭。") {
			t.Fatalf("turn %d shows a gap above %q", i, first.Value)
		}
		pages := 0
		for _, e := range p.effects {
			if tr, ok := e.(model.Transmit); ok {
				if _, ok := tr.Request.(wire.History); ok {
					pages++
				}
			}
		}
		if pages > 1 {
			t.Fatalf("%d pages are asked for at once", pages)
		}
		p.answer()
	}
}

// A message is read when its end was on the screen of a window that has the
// keyboard and nothing lies over it.
func TestUnreadUntilReallySeen(t *testing.T) {
	r := newRig(t, 1280, 800)
	r.logIn(longTalk(60)...)
	unread := func(want string) {
		t.Helper()
		if got := r.app.Title(); got != want {
			t.Errorf("the title is %q, want %q", got, want)
		}
	}
	r.Press(ui.KeyPageUp)
	r.happen(model.Received{Message: said(61, 2, 61, strings.Repeat("很長的一則訊息。", 40))})
	unread("(1) Lobby")
	r.Find(ui.RoleButton, "1 則新訊息") // the way there says how many

	log := r.Find(ui.RoleLog, "訊息記錄").Rect
	for range 200 { // its beginning comes into sight, which is not all of it
		r.Scroll(uitest.Center(log), -10)
		if r.shows("很長的一則訊息") {
			break
		}
	}
	unread("(1) Lobby")
	r.Press(ui.KeySlash, ui.Command) // a dialog lies over it
	r.app.logOf(wire.Room).list.ToNewest()
	r.Send()
	unread("(1) Lobby")
	r.Press(ui.KeyEscape)
	unread("Lobby")

	r.Unfocused = true
	r.Send(ui.Event{Kind: ui.FocusLost})
	r.happen(model.Received{Message: said(62, 3, 62, "有人嗎")})
	unread("(1) Lobby")
	if !r.Has(ui.RoleText, "新訊息") {
		t.Errorf("no line stands above what came while nobody looked:\n%s", r.Tree())
	}
	r.Unfocused = false
	r.Send()
	unread("Lobby")
	if !r.Has(ui.RoleText, "新訊息") {
		t.Error("the line goes as soon as it is looked at")
	}
}

// A notice takes a place of its own, so that the newest message is above it.
func TestNoticeHidesNoMessage(t *testing.T) {
	for _, size := range []struct{ w, h float32 }{{1280, 800}, {390, 700}} {
		r := newRig(t, size.w, size.h)
		r.logIn(longTalk(60)...)
		newest := func() float32 {
			rows := r.All(ui.RoleRow, "")
			return rows[len(rows)-1].Rect.Bottom()
		}
		calm := newest()
		r.app.composer.refused = "drop.covered"
		r.Send()
		if notice := r.Find(ui.RoleAlert, "").Rect; newest() > notice.Y {
			t.Errorf("%v: the newest message ends at %v, below the notice at %v", size, newest(), notice.Y)
		}
		r.Click(ui.RoleButton, "關閉")
		if newest() != calm {
			t.Errorf("%v: the newest message ends at %v, and at %v before the notice", size, newest(), calm)
		}
	}
}
