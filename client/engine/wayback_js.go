package engine

import "lobby/client/ui"

// wayBack gives the browser's way back to what is open in the page. While there is
// something that Escape closes, an entry of the history stands for it; going back
// from that entry presses Escape. What is closed otherwise takes its entry along, so
// that no step back is without effect.
type wayBack struct {
	pushed  bool // the entry is there, and the page is at it
	leaving bool // the program itself goes back from it
}

// layerState is what the history keeps for the entry.
const layerState = "layer"

// begin makes the entry that the page was loaded at one for nothing that is open: at
// another one, a page before this may have had something open.
func (b *wayBack) begin() {
	window.Get("history").Call("replaceState", nil, "")
}

func (b *wayBack) follow(open bool) {
	history := window.Get("history")
	switch {
	case b.leaving || open == b.pushed:
	case open:
		history.Call("pushState", layerState, "")
		b.pushed = true
	default:
		b.leaving = true
		history.Call("back")
	}
}

// moved is told of every step through the history that was taken, and reports
// whether that asks for what is open to be closed.
func (b *wayBack) moved() (closes bool) {
	state := window.Get("history").Get("state")
	at := state.Truthy() && state.String() == layerState
	switch {
	case b.leaving:
		b.leaving, b.pushed = false, at
	case at && !b.pushed: // forward, to what is not there any more
		b.leaving = true
		window.Get("history").Call("back")
	case !at && b.pushed:
		b.pushed = false
		return true
	}
	return false
}

// wentBack answers a step through the history.
func (g *game) wentBack() {
	if g.wayBack.moved() {
		g.keys.pending = append(g.keys.pending, press{key: ui.KeyEscape})
	}
}

// answer leaves the keys as they are: Alt and the left arrow are the browser's.
func (b *wayBack) answer(keys []press) []press { return keys }
