package engine

import (
	"fmt"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/hajimehoshi/ebiten/v2/text/v2"

	"lobby/client/ui"
)

// face is one font file.
type face struct {
	source *text.GoTextFaceSource
	brush  brush // sets its text in place of source, if not nil
	covers *coverage
	color  bool // its glyphs are pictures with colours of their own
	system bool // it is not the program's own
	latin  bool // its signs are as wide as they need, not as an ideograph
	sizes  map[float64]*text.GoTextFace
}

// maxSizes bounds how many sizes of a face are kept. A program uses about ten;
// more come only from changes of scale.
const maxSizes = 64

func newFace(file font.Resource, color bool) (*face, error) {
	source, err := text.NewGoTextFaceSource(file)
	if err != nil {
		return nil, fmt.Errorf("reading a font: %w", err)
	}
	parsed, ok := source.UnsafeInternal().(*font.Face)
	if !ok {
		return nil, fmt.Errorf("reading a font: unexpected type %T", source.UnsafeInternal())
	}
	has := func(r rune) bool {
		_, ok := parsed.Cmap.Lookup(r)
		return ok
	}
	return &face{source: source, covers: newCoverage(has), color: color}, nil
}

// advance returns the width of a text, at a size in device pixels per em.
func (f *face) advance(s string, size float64) float64 {
	if f.brush != nil {
		return f.brush.advance(s, size)
	}
	return text.AdvanceAt(s, len(s), f.at(size))
}

// at returns the face at a size in device pixels per em.
func (f *face) at(size float64) *text.GoTextFace {
	if g := f.sizes[size]; g != nil {
		return g
	}
	if f.sizes == nil || len(f.sizes) >= maxSizes {
		f.sizes = make(map[float64]*text.GoTextFace)
	}
	g := &text.GoTextFace{Source: f.source, Size: size}
	f.sizes[size] = g
	return g
}

// The places for faces in a Text.
const (
	slotRegular = iota
	slotBold
	slotLatin
	slotLatinBold
	slotEmoji
	slotBrowser // all that a browser can show
	slotBrowserBold
	slots
	slotSystem = slots // the faces of the system, after all others
)

// searched says in which order faces are asked for a glyph.
var searched = [2][]int{
	ui.Regular: {slotRegular, slotLatin, slotEmoji, slotBrowser},
	ui.Bold:    {slotBold, slotRegular, slotLatinBold, slotLatin, slotEmoji, slotBrowserBold},
}

// Text measures and sets text in the program's own faces. It implements
// ui.Measurer.
//
// Apart from arrive it belongs to the goroutine that runs frames.
type Text struct {
	faces [slots]*face
	order [2][]*face // by ui.Weight: where glyphs are looked for, first match wins
	small small

	scale      float64 // device pixels per logical pixel
	generation uint64
	advances   advanceCache
	runs       []run // scratch

	system  []*face       // the system's, in the order in which they were needed
	missing map[rune]bool // characters that no face had; a face was asked for
	seeker  systemFaces

	mu      sync.Mutex
	arrived []arrival
}

type arrival struct {
	slot int
	face *face
}

// maxMissing bounds how many different characters the system is asked for. More
// than that are not text.
const maxMissing = 4096

func newText() *Text {
	t := &Text{scale: 1, missing: make(map[rune]bool)}
	t.seeker.arrive = func(f *face) {
		t.arrive(slotSystem, f)
		Wake()
	}
	return t
}

// miss has a face looked for that has r.
func (t *Text) miss(r rune) {
	if !t.missing[r] && len(t.missing) < maxMissing {
		t.missing[r] = true
		t.seeker.want(r)
	}
}

// NewText loads the program's faces. In a browser these are small ones that
// can set the login form; the others follow while the program runs.
func NewText() *Text {
	t := newText()
	t.load()
	t.settle()
	return t
}

// Advance returns the width of one line of text, in logical pixels.
func (t *Text) Advance(f ui.Font, s string) float32 {
	if s == "" {
		return 0
	}
	if w, ok := t.advances.get(f, s); ok {
		return w
	}
	var px float64
	for _, r := range t.split(f.Weight, s) {
		px += r.face.advance(r.text, float64(f.Size)*t.scale)
	}
	w := float32(px / t.scale)
	t.advances.put(f, s, w)
	return w
}

// Metrics returns the ascent and descent of a line, in logical pixels. They
// are the text face's; the colour face's taller box is left out, so that an
// emoji does not move the line it stands in.
func (t *Text) Metrics(f ui.Font) (ascent, descent float32) {
	m := t.order[f.Weight][0].at(float64(f.Size)).Metrics()
	return float32(m.HAscent), float32(m.HDescent)
}

// Generation grows when a face has arrived or the scale has changed.
func (t *Text) Generation() uint64 { return t.generation }

// split cuts s into runs of one face each. The result is valid until the next
// call.
func (t *Text) split(w ui.Weight, s string) []run {
	if t.small.sets(w, s) {
		t.runs = append(t.runs[:0], run{t.small.faces[w], s})
		return t.runs
	}
	t.runs = appendRuns(t.runs[:0], s, t.order[w], t.miss)
	return t.runs
}

// setScale says how many device pixels a logical pixel has.
func (t *Text) setScale(scale float64) {
	if scale == t.scale {
		return
	}
	t.scale = scale
	t.generation++
	t.advances.clear()
}

// arrive hands over a face from any goroutine; it is used from the next frame
// on.
func (t *Text) arrive(slot int, f *face) {
	t.mu.Lock()
	t.arrived = append(t.arrived, arrival{slot, f})
	t.mu.Unlock()
}

// settle puts arrived faces in their places and reports whether anything may look
// different in them.
func (t *Text) settle() bool {
	t.mu.Lock()
	arrived := t.arrived
	t.arrived = nil
	t.mu.Unlock()
	if len(arrived) == 0 {
		return false
	}
	differs := false
	for _, a := range arrived {
		differs = differs || t.small.outgrown(a, t.missing)
		if a.slot == slotSystem {
			t.system = append(t.system, a.face)
			continue
		}
		a.face.latin = a.slot == slotLatin || a.slot == slotLatinBold
		t.faces[a.slot] = a.face
	}
	for w, slots := range searched {
		t.order[w] = t.order[w][:0]
		for _, slot := range slots {
			if f := t.faces[slot]; f != nil {
				t.order[w] = append(t.order[w], f)
			}
		}
		t.order[w] = append(t.order[w], t.system...)
	}
	if differs {
		t.generation++
		t.advances.clear()
		t.small.renew(t.missing)
	}
	return differs
}
