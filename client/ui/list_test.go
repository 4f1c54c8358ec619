package ui_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"lobby/client/ui"
	"lobby/client/ui/uitest"
)

// rows is a list whose rows are known by their keys. Each is 20 tall, or as tall
// as its letters need at the width when letters are set.
type rows struct {
	keys     []uint64
	letters  float32 // width of all letters of a row; 0 for rows of fixed height
	measured int
	state    ui.ListState
	info     ui.ListInfo
	at       map[uint64]ui.Rect // where rows were drawn
	area     ui.Rect
}

func newRows(t *testing.T, n int) (*rows, *uitest.Driver) {
	l := &rows{area: ui.Rect{W: 200, H: 100}}
	for i := range n {
		l.keys = append(l.keys, uint64(1000+i))
	}
	return l, uitest.New(t, 200, 200, func(c *ui.Context) {
		l.at = map[uint64]ui.Rect{}
		l.measured = 0
		l.info = c.List(ui.NewID("list"), l.area, &l.state, l)
	})
}

func (l *rows) Len() int         { return len(l.keys) }
func (l *rows) Key(i int) uint64 { return l.keys[i] }

func (l *rows) Height(i int, width float32) float32 {
	l.measured++
	if l.letters == 0 {
		return 20
	}
	lines := float32(int(l.letters/width) + 1)
	return 20 * lines
}

func (l *rows) Draw(c *ui.Context, i int, r ui.Rect) {
	l.at[l.keys[i]] = r
	c.Fill(r, 0, ui.Dark.Bg2)
}

// append adds rows at the newest end.
func (l *rows) append(keys ...uint64) { l.keys = append(l.keys, keys...) }

// prepend adds older rows in front.
func (l *rows) prepend(n int) {
	first := l.keys[0]
	for i := range uint64(n) {
		l.keys = slices.Insert(l.keys, 0, first-1-i)
	}
}

var listAt = ui.Point{X: 50, Y: 50}

func TestListFollowsTheNewest(t *testing.T) {
	l, d := newRows(t, 10)
	if l.info.First != 5 || l.info.Last != 9 || !l.info.AtEnd || l.info.AtStart {
		t.Errorf("shows %+v", l.info)
	}
	if l.info.Above != 100 || l.info.Below != 0 {
		t.Errorf("%v above and %v below, want 100 and 0", l.info.Above, l.info.Below)
	}
	l.append(2000)
	d.Send()
	if got := l.at[2000]; got != (ui.Rect{Y: 80, W: 200, H: 20}) {
		t.Errorf("the new row is at %+v", got)
	}
}

func TestListOfFewRowsStandsAtTheBottom(t *testing.T) {
	l, d := newRows(t, 2)
	d.Scroll(listAt, 500)
	if got := l.at[1000]; got.Y != 60 {
		t.Errorf("the first of two rows is at %v, want 60", got.Y)
	}
	if !l.info.AtStart || !l.info.AtEnd {
		t.Errorf("all is seen, but %+v", l.info)
	}
	l.keys = nil
	d.Send()
	if l.info.Last >= l.info.First || !l.info.AtEnd {
		t.Errorf("an empty list shows %+v", l.info)
	}
}

func TestWhatIsReadDoesNotMove(t *testing.T) {
	l, d := newRows(t, 100)
	d.Scroll(listAt, 333)
	const read = 1080
	before, seen := l.at[read]
	if !seen {
		t.Fatalf("row %d is not on the screen: %+v", read, l.info)
	}
	for _, change := range []struct {
		name string
		do   func()
	}{
		{"new row", func() { l.append(2000) }},
		{"many new rows", func() { l.append(2001, 2002, 2003, 2004, 2005) }},
		{"older page", func() { l.prepend(50) }},
		{"older and newer", func() { l.prepend(3); l.append(2006) }},
		{"a row below is gone", func() { l.keys = slices.DeleteFunc(l.keys, func(k uint64) bool { return k == 2002 }) }},
		{"a row above is gone", func() { l.keys = slices.DeleteFunc(l.keys, func(k uint64) bool { return k == 1002 }) }},
		{"nothing", func() {}},
	} {
		change.do()
		d.Send()
		if got := l.at[read]; got != before {
			t.Errorf("%s: moved from %+v to %+v", change.name, before, got)
		}
	}
}

func TestWhatIsReadStaysWhenRowsAreLaidOutAnew(t *testing.T) {
	l, d := newRows(t, 100)
	l.letters = 150
	d.Scroll(listAt, 347)
	last := l.info.Last
	key := l.keys[last]
	top, bottom := l.at[key].Y, l.at[key].Bottom()
	if l.info.Ended != last-1 {
		t.Errorf("row %d ends on the screen, want %d", l.info.Ended, last-1)
	}

	l.area.W = 60 // three lines to a row instead of one
	d.Send()
	if l.info.Last != last || l.at[key].Y != top {
		t.Errorf("less wide: row %d at the bottom, from %v on, want %d, from %v on", l.info.Last, l.at[key].Y, last, top)
	}
	l.area.W = 200
	d.Send()
	if got := l.at[key].Bottom(); got != bottom || l.info.Last != last {
		t.Errorf("wide again: %v, want %v", got, bottom)
	}
	l.area.H = 60 // the composer grew
	d.Send()
	if got := l.at[key].Bottom(); l.area.Bottom()-got != 100-bottom {
		t.Errorf("less tall: the row at the bottom ends at %v", got)
	}
}

func TestTheRowAtTheBottomMayGo(t *testing.T) {
	l, d := newRows(t, 100)
	d.Scroll(listAt, 300)
	last := l.info.Last
	above := l.keys[last-1]
	l.keys = slices.Delete(l.keys, last, last+1)
	l.prepend(50)
	d.Send()
	if got := l.keys[l.info.Last]; got != above {
		t.Errorf("row %d is at the bottom, want %d, the one above it", got, above)
	}
}

func TestListScrolls(t *testing.T) {
	l, d := newRows(t, 100)
	d.Scroll(listAt, 25)
	if l.info.AtEnd || l.state.Key != 1098 || l.state.Offset != 5 {
		t.Errorf("after 25 up: %+v, key %d, offset %v", l.info, l.state.Key, l.state.Offset)
	}
	d.Scroll(listAt, -25)
	if !l.info.AtEnd || l.state.Key != 0 {
		t.Errorf("and down again: %+v, key %d", l.info, l.state.Key)
	}
	l.state.ToOldest()
	d.Send()
	if !l.info.AtStart || l.at[1000].Y != 0 {
		t.Errorf("oldest: %+v", l.info)
	}
	l.append(2000)
	l.state.ScrollBy(-40)
	d.Send()
	if l.info.First != 2 {
		t.Errorf("40 down from the oldest the first row is %d, want 2", l.info.First)
	}
	l.state.ToNewest()
	d.Send()
	if !l.info.AtEnd || l.at[2000].Bottom() != 100 {
		t.Errorf("newest: %+v", l.info)
	}
}

func TestListCanBeSentToAKey(t *testing.T) {
	l, d := newRows(t, 100)
	l.state = ui.ListState{Key: 1030}
	d.Send()
	if l.info.Last != 30 || l.at[1030].Bottom() != 100 {
		t.Errorf("row 1030 is at %+v, info %+v", l.at[1030], l.info)
	}
}

func TestListMeasuresOnlyWhatItShows(t *testing.T) {
	l, d := newRows(t, 1_000_000)
	for _, do := range []func(){func() { d.Send() }, func() { d.Scroll(listAt, 60) }, l.state.ToOldest, l.state.ToNewest} {
		do()
		d.Send()
		if l.measured > 40 {
			t.Errorf("%d rows were measured for 5 on the screen", l.measured)
		}
		if len(l.at) > 7 {
			t.Errorf("%d rows were drawn for 5 on the screen", len(l.at))
		}
	}
}

func TestScrollBarAppearsAndCanBeDragged(t *testing.T) {
	l, d := newRows(t, 100)
	bar := func() (ui.Rect, bool) {
		for _, cmd := range d.Out.List {
			if cmd.Kind == ui.CmdRect && cmd.Rect.W < 10 {
				return cmd.Rect, true
			}
		}
		return ui.Rect{}, false
	}
	if _, shown := bar(); shown {
		t.Error("a bar for nobody")
	}
	d.Move(listAt)
	thumb, shown := bar()
	if !shown || thumb.Bottom() != 98 {
		t.Fatalf("the thumb is %+v, want it at the bottom", thumb)
	}
	from := uitest.Center(thumb)
	d.Drag(from, ui.Point{X: from.X, Y: from.Y - 36})
	if thumb, _ = bar(); thumb.Y < 36 || thumb.Y > 38 {
		t.Errorf("dragged to the middle the thumb is %+v", thumb)
	}
	if l.info.First < 40 || l.info.First > 55 {
		t.Errorf("dragged to the middle the first row is %d", l.info.First)
	}
	from = uitest.Center(thumb)
	d.Drag(from, ui.Point{X: from.X, Y: -100})
	if !l.info.AtStart {
		t.Errorf("dragged to the top: %+v", l.info)
	}
	thumb, _ = bar()
	from = uitest.Center(thumb)
	d.Drag(from, ui.Point{X: from.X, Y: 400})
	if !l.info.AtEnd {
		t.Errorf("dragged to the bottom: %+v", l.info)
	}
	d.Send(ui.Event{Kind: ui.PointerLeave})
	d.Wait(2 * time.Second)
	if _, shown := bar(); shown || !d.Out.Wake.IsZero() {
		t.Error("the bar stays, or keeps the window awake")
	}
	d.Scroll(listAt, 30)
	d.Send(ui.Event{Kind: ui.PointerLeave})
	if _, shown := bar(); !shown {
		t.Error("scrolling does not show the bar")
	}
	d.Wait(2 * time.Second)
	if _, shown := bar(); shown {
		t.Error("a moment after scrolling the bar is still there")
	}
}

// swipe moves a finger from from by dy in steps of a 60th of a second.
func swipe(d *uitest.Driver, from ui.Point, dy float32, steps int) {
	d.Touch = true
	d.Down(from, 1, 0)
	for i := 1; i <= steps; i++ {
		d.Now = d.Now.Add(6 * time.Millisecond)
		d.Move(ui.Point{X: from.X, Y: from.Y + dy*float32(i)/float32(steps)})
	}
	d.Up(ui.Point{X: from.X, Y: from.Y + dy})
}

func TestFingersScroll(t *testing.T) {
	l, d := newRows(t, 1000)
	swipe(d, listAt, 40, 8)
	below := l.info.Below
	if below < 40 {
		t.Errorf("a finger that moved by 40 scrolled by %v", below)
	}
	frames := d.Wait(10 * time.Second)
	if l.info.Below < below+50 {
		t.Errorf("after the finger left, the list went on from %v to %v", below, l.info.Below)
	}
	if frames > 300 || !d.Out.Wake.IsZero() {
		t.Errorf("momentum took %d frames and does not end", frames)
	}

	before := l.info.Below
	d.Down(listAt, 1, 0)
	d.Move(ui.Point{X: 50, Y: 55})
	d.Up(ui.Point{X: 50, Y: 55})
	d.Wait(time.Second)
	if l.info.Below != before {
		t.Errorf("a tap scrolled from %v to %v", before, l.info.Below)
	}
}

func TestMomentumEnds(t *testing.T) {
	l, d := newRows(t, 20)
	swipe(d, listAt, 90, 4)
	d.Wait(time.Minute)
	if !l.info.AtStart || !d.Out.Wake.IsZero() {
		t.Errorf("at the oldest row: %+v, wakes at %v", l.info, d.Out.Wake)
	}

	l, d = newRows(t, 6)
	swipe(d, listAt, 60, 8)
	if frames := d.Wait(time.Minute); !l.info.AtStart || frames > 3 {
		t.Errorf("at the oldest row: %+v, %d more frames", l.info, frames)
	}

	l, d = newRows(t, 1000)
	swipe(d, listAt, 60, 8)
	d.Down(listAt, 1, 0)
	before := l.info.Below
	d.Wait(time.Second)
	if l.info.Below != before {
		t.Error("a finger does not hold what is moving")
	}
	d.Move(ui.Point{X: 50, Y: 70})
	d.Move(ui.Point{X: 50, Y: 90})
	before = l.info.Below
	d.Now = d.Now.Add(200 * time.Millisecond)
	d.Up(ui.Point{X: 50, Y: 90})
	d.Wait(time.Second)
	if l.info.Below != before {
		t.Error("a finger that had come to rest flings")
	}
}

func TestReducedMotion(t *testing.T) {
	l, _ := newRows(t, 1000)
	d := uitest.New(t, 200, 200, func(c *ui.Context) {
		c.SetReducedMotion(true)
		l.info = c.List(ui.NewID("list"), l.area, &l.state, l)
	})
	l.at = map[uint64]ui.Rect{}
	swipe(d, listAt, 60, 8)
	before := l.info.Below
	d.Wait(time.Second)
	if before < 60 || l.info.Below != before {
		t.Errorf("went on from %v to %v", before, l.info.Below)
	}
}

func TestAFingerThatScrollsDoesNotClick(t *testing.T) {
	clicks := 0
	var st ui.ScrollState
	d := uitest.New(t, 200, 100, func(c *ui.Context) {
		c.ScrollArea(ui.NewID("area"), c.Bounds(), &st, 500, func(r ui.Rect) {
			if c.Button(ui.NewID("all"), r, "all", ui.ButtonOptions{}).Clicked {
				clicks++
			}
		})
	})
	swipe(d, ui.Point{X: 50, Y: 80}, -40, 4)
	if clicks != 0 || st.Y < 40 {
		t.Errorf("%d clicks, scrolled by %v", clicks, st.Y)
	}
	d.Wait(time.Minute)
	d.ClickAt(ui.Point{X: 50, Y: 50}, 1)
	if clicks != 1 {
		t.Errorf("%d clicks after a tap", clicks)
	}
}

func TestScrollArea(t *testing.T) {
	var st ui.ScrollState
	height := float32(400)
	d := uitest.New(t, 200, 100, func(c *ui.Context) {
		c.ScrollArea(ui.NewID("area"), c.Bounds(), &st, height, func(r ui.Rect) {
			for i := range 10 {
				label := fmt.Sprint("row ", i)
				c.Button(ui.NewID(label), ui.Rect{X: r.X, Y: r.Y + 40*float32(i), W: 100, H: 30}, label, ui.ButtonOptions{})
			}
		})
	})
	at := ui.Point{X: 50, Y: 50}
	d.Scroll(at, -30)
	if st.Y != 30 || d.Find(ui.RoleButton, "row 1").Rect.Y != 10 {
		t.Errorf("scrolled by %v, row 1 at %+v", st.Y, d.Find(ui.RoleButton, "row 1").Rect)
	}
	d.Scroll(at, -1000)
	if st.Y != 300 {
		t.Errorf("scrolled to the end is %v, want 300", st.Y)
	}
	height = 150
	d.Send()
	if st.Y != 50 {
		t.Errorf("of less content %v is above, want 50", st.Y)
	}
	height = 400
	st.Y = 0
	for range 6 {
		d.Press(ui.KeyTab)
	}
	if r := d.Focused().Rect; r.Y < 0 || r.Bottom() > 100 {
		t.Errorf("Tab leads to %q at %+v, out of sight", d.Focused().Label, r)
	}
	for range 5 {
		d.Press(ui.KeyTab, ui.Shift)
	}
	if r := d.Focused().Rect; r.Y < 0 || d.Focused().Label != "row 0" {
		t.Errorf("Shift+Tab leads to %q at %+v", d.Focused().Label, r)
	}
}
