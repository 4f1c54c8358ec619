package engine

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"lobby/client/ui"
)

var theText = sync.OnceValue(NewText)

// at returns the program's text at a scale.
func at(scale float64) *Text {
	t := theText()
	t.setScale(scale)
	return t
}

func TestAdvanceCacheIsBounded(t *testing.T) {
	var c advanceCache
	f := ui.Font{Size: 15}
	for i := range 20 * advanceEntries {
		c.put(f, fmt.Sprint(i), float32(i))
	}
	if n := len(c.young) + len(c.old); n > 2*advanceEntries {
		t.Errorf("%d entries are kept", n)
	}
	newest := fmt.Sprint(20*advanceEntries - 1)
	if w, ok := c.get(f, newest); !ok || w != 20*advanceEntries-1 {
		t.Errorf("the newest entry is %v, %v", w, ok)
	}
	if _, ok := c.get(ui.Font{Size: 16}, newest); ok {
		t.Error("another size gives the same entry")
	}

	c.clear()
	long := strings.Repeat("長", 10_000)
	for i := range 1000 {
		c.put(f, long+fmt.Sprint(i), 1)
	}
	if c.bytes > advanceBytes || len(c.young)+len(c.old) > 2*advanceBytes/len(long)+1 {
		t.Errorf("%d bytes in %d entries", c.bytes, len(c.young))
	}
}

func TestAdvanceCacheKeepsWhatIsUsed(t *testing.T) {
	var c advanceCache
	f := ui.Font{Size: 15}
	c.put(f, "used", 7)
	for i := range 5 * advanceEntries {
		c.put(f, fmt.Sprint(i), 1)
		if w, ok := c.get(f, "used"); !ok || w != 7 {
			t.Fatalf("lost after %d others", i)
		}
	}
}

// Beside Latin letters no sign is as wide as an ideograph.
func TestSignsInLatinAreNarrow(t *testing.T) {
	text := at(1)
	for _, weight := range []ui.Weight{ui.Regular, ui.Bold} {
		f := ui.Font{Size: 20, Weight: weight}
		for _, sign := range []string{"‘", "’", "“", "”", "·"} {
			between := text.Advance(f, "n"+sign+"t") - text.Advance(f, "n") - text.Advance(f, "t")
			if between <= 0 || between > 12 {
				t.Errorf("%s between letters of weight %v is %v of 20 pixels wide", sign, weight, between)
			}
			if w := text.Advance(f, "好"+sign+"嗎") - 40; w != 20 {
				t.Errorf("%s between ideographs of weight %v is %v of 20 pixels wide", sign, weight, w)
			}
		}
	}
}

func TestAdvance(t *testing.T) {
	text := at(1)
	f := ui.Font{Size: 20}
	if w := text.Advance(f, ""); w != 0 {
		t.Errorf("nothing is %v wide", w)
	}
	if w := text.Advance(f, "好"); w != 20 {
		t.Errorf("an ideograph of 20 pixels is %v wide", w)
	}
	for _, s := range []string{"Hello, World!", "明天的 demo", "好🎉嗎", "👨\u200d👩\u200d👧", "é Ω Ж"} {
		one := text.Advance(f, s)
		if one <= 0 || one != text.Advance(f, s) {
			t.Errorf("%q is %v wide, then %v", s, one, text.Advance(f, s))
		}
		// A caret must not wander when the window moves to another monitor.
		generation := text.Generation()
		at(2)
		two := text.Advance(f, s)
		if d := two - one; d > 0.25 || d < -0.25 {
			t.Errorf("%q is %v wide at scale 1 and %v at 2", s, one, two)
		}
		if text.Generation() == generation {
			t.Error("a new scale did not make kept layouts stale")
		}
		at(1)
	}
	if bold := text.Advance(ui.Font{Weight: ui.Bold, Size: 20}, "Wide"); bold <= text.Advance(f, "Wide") {
		t.Error("bold letters are not wider")
	}
}

func TestMetrics(t *testing.T) {
	ascent, descent := at(1).Metrics(ui.Font{Size: 100})
	if ascent < 80 || ascent > 130 || descent < 10 || descent > 40 {
		t.Errorf("ascent %v, descent %v of 100 pixels", ascent, descent)
	}
}

func TestArrivedFace(t *testing.T) {
	whole := theText()
	text := newText()
	latin, bold := *whole.faces[slotLatin], *whole.faces[slotLatinBold] // a face knows its place
	text.arrive(slotRegular, &latin)
	text.arrive(slotBold, &bold)
	if !text.settle() || text.settle() {
		t.Error("faces settle once")
	}
	before := text.Generation()
	if text.order[ui.Regular][0].covers.has('好') {
		t.Fatal("the Latin face has ideographs")
	}
	text.arrive(slotRegular, whole.faces[slotRegular])
	text.settle()
	if text.Generation() == before || !text.order[ui.Regular][0].covers.has('好') || !text.order[ui.Bold][1].covers.has('好') {
		t.Error("the face that arrived is not used")
	}
}

func BenchmarkAdvance(b *testing.B) {
	text := at(1)
	f := ui.Font{Size: 15}
	b.Run("seen", func(b *testing.B) {
		for b.Loop() {
			text.Advance(f, "明天網路程式設計的 demo 幾點開始？")
		}
	})
	b.Run("new", func(b *testing.B) {
		var n int
		for b.Loop() {
			n++
			text.Advance(f, fmt.Sprint("明天網路程式設計的 demo 幾點開始？", n))
		}
	})
}
