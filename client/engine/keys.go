package engine

import (
	"math"
	"time"

	"lobby/client/ui"
)

// press is a key that was pressed, or repeats while it is held.
type press struct {
	key    ui.Key
	mods   ui.Mods
	repeat bool
	after  int // how many texts were typed in this frame before it
}

// afterAll is where a press stands of which the order is not known: people
// type text and then press Enter more often than the other way round.
const afterAll = math.MaxInt

// wanted reports whether a key counts as such and is not typed as text.
func wanted(k ui.Key, mods ui.Mods, editing bool) bool {
	switch {
	case k == ui.KeyNone:
		return false
	case mods&(ui.Command|ui.Alt) != 0:
		return true
	case k == ui.KeySpace:
		return !editing
	}
	return k < ui.KeySpace || k > ui.KeySlash
}

// letterKeys are the keys whose place differs between keyboard layouts, so
// that what is written on them decides.
var letterKeys = map[string]ui.Key{
	"a": ui.KeyA, "c": ui.KeyC, "f": ui.KeyF, "k": ui.KeyK, "u": ui.KeyU, "v": ui.KeyV,
	"x": ui.KeyX, "y": ui.KeyY, "z": ui.KeyZ, "+": ui.KeyPlus, "=": ui.KeyPlus,
	"-": ui.KeyMinus, "0": ui.KeyZero, ",": ui.KeyComma, "/": ui.KeySlash,
}

// A held key repeats after a first delay, then at an even pace: what desktops
// have as their setting unless told otherwise.
const (
	repeatDelay = 400 * time.Millisecond
	repeatPace  = time.Second / 30
)

// repeater repeats the key that was pressed last while it is held.
type repeater struct {
	key  press
	code int // the physical key
	at   time.Time
}

func (r *repeater) press(now time.Time, k press, code int) {
	k.repeat = true
	*r = repeater{key: k, code: code, at: now.Add(repeatDelay)}
}

// due reports whether the key is to be repeated now. When frames come too
// slowly repeats are left out, so that none run on after the key is released.
func (r *repeater) due(now time.Time, held func(code int) bool) (press, bool) {
	if r.at.IsZero() {
		return press{}, false
	}
	if !held(r.code) {
		r.stop()
		return press{}, false
	}
	if now.Before(r.at) {
		return press{}, false
	}
	r.at = r.at.Add(repeatPace)
	if r.at.Before(now) {
		r.at = now.Add(repeatPace)
	}
	return r.key, true
}

func (r *repeater) stop() { *r = repeater{} }
