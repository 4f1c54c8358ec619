package fault

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"lobby/client/model"
	"lobby/shared/wire"
)

// habits are what the member at a client does. But for their construction they
// belong to the client's goroutine.
//
// What is written in the n-th message, and what is done at the n-th event that the
// client sees, depends on the seed and the client alone: each has draws of its own,
// of which as many are used each time.
type habits struct {
	words   *words
	moves   *rand.Rand       // one for each event
	pauses  *rand.Rand       // one for each lost connection
	twice   chan<- wire.Send // takes messages to be sent a second time elsewhere
	doubled map[string]bool  // by cid, those it takes
	active  bool             // types, reads and looks around
	waiting int              // how many messages may be unsent before it waits with the next
	mayTalk func() bool      // false until the next thing has broken
	broken  func() bool      // nothing can be stored at this moment: there is no use in trying again
}

func newHabits(seed uint64, client int, label string, e *echo, x *chaos) *habits {
	use := uint64(100 + 10*client)
	return &habits{
		words: newWords(seed, client, label), moves: source(seed, use+1), pauses: source(seed, use+2),
		twice: e.sends, doubled: make(map[string]bool), waiting: 1, mayTalk: x.mayTalk, broken: x.broken.Load,
	}
}

// act is called after each event that the client took in.
func (h *habits) act(c *client) {
	if c.state.Phase != model.PhaseChat || !h.active {
		return
	}
	waiting, move, which := 1+h.moves.IntN(6), h.moves.IntN(12), h.moves.Uint32()
	h.waiting = waiting
	switch move {
	case 0:
		h.open(c, int(which))
	case 1:
		c.perform(c.state.Do(model.LoadOlder{Conv: c.state.Active}))
	case 2, 3, 4:
		h.read(c, int(which))
	}
}

// talk is called when the client has taken in what there was.
func (h *habits) talk(c *client) {
	for h.active && c.state.Phase == model.PhaseChat && c.state.Unsent() < h.waiting && h.mayTalk() {
		h.write(c)
	}
}

// tryAgain presses the button at what was refused for good.
func (h *habits) tryAgain(c *client) {
	if c.state.Phase != model.PhaseChat || h.broken() {
		return
	}
	for _, conv := range c.state.Convs {
		for _, p := range slices.Clone(conv.Pending) {
			if p.Failed != nil && p.Failed.RetryMS == 0 {
				c.perform(c.state.Do(model.Retry{Conv: p.Conv, CID: p.CID}))
			}
		}
	}
}

func (h *habits) write(c *client) {
	m := h.words.next()
	conv := wire.Room
	if m.to > 0 { // the member that stands so far behind this one in a circle
		conv = wire.Pair(c.state.Self.ID, (c.state.Self.ID-1+uint64(m.to))%uint64(len(members))+1)
	}
	h.doubled[m.cid] = m.twice
	c.say(conv, m.cid, m.text)
}

func (h *habits) open(c *client, which int) {
	convs := slices.Sorted(maps.Keys(c.state.Convs))
	c.perform(c.state.Do(model.Open{Conv: convs[which%len(convs)]}))
}

// read sees what is shown up to some row.
func (h *habits) read(c *client, which int) {
	if rows := c.state.Shown().Rows; len(rows) > 0 {
		upto := rows[len(rows)-1-which%min(5, len(rows))].Seq
		c.perform(c.state.Do(model.Seen{Conv: c.state.Active, Upto: upto}))
	}
}

// transmits is told of each request on its way out.
func (h *habits) transmits(r wire.Request) {
	send, ok := r.(wire.Send)
	if !ok || !h.doubled[send.CID] {
		return
	}
	select {
	case h.twice <- send:
	default: // the other connection has enough to do
	}
}

// pause is how long the member looks at a broken connection.
func (h *habits) pause() time.Duration { return time.Duration(h.pauses.IntN(200)) * time.Millisecond }

// words are the messages of a client, one after the other.
type words struct {
	rng   *rand.Rand
	label string
	said  int
}

// message is what a member writes.
type message struct {
	cid, text string
	to        int  // 0 is the room; else how many members further the other is
	twice     bool // is sent a second time
}

func newWords(seed uint64, client int, label string) *words {
	return &words{rng: source(seed, uint64(100+10*client)), label: label}
}

func (w *words) next() message {
	w.said++
	m := message{cid: fmt.Sprintf("%s-%d", w.label, w.said), twice: w.rng.IntN(8) == 0, text: w.text()}
	if w.rng.IntN(3) == 0 {
		m.to = upTo(w.rng, len(members)-1)
	}
	return m
}

// text is short as a rule, and now and then as long as one may be.
func (w *words) text() string {
	all := []string{"hello", "今天的會議", "改到下午三點", "👋🏽", "second\nline", `"quoted"`, "<b>", "e\u0301", "好"}
	if w.rng.IntN(50) == 0 {
		return strings.Repeat("長", wire.MaxText)
	}
	said := make([]string, upTo(w.rng, 8))
	for i := range said {
		said[i] = all[w.rng.IntN(len(all))]
	}
	return strings.Join(said, " ")
}
