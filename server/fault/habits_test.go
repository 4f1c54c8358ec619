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
type habits struct {
	rng    *rand.Rand
	twice  chan<- wire.Send // takes messages to be sent a second time elsewhere
	active bool             // types, reads and looks around
	broken func() bool      // nothing can be stored at this moment: there is no use in trying again
	cids   int
}

// act is called after whatever the client took in.
func (h *habits) act(c *client) {
	if c.state.Phase != model.PhaseChat {
		return
	}
	if !h.broken() {
		h.tryAgain(c)
	}
	if !h.active {
		return
	}
	for c.state.Unsent() < 1+h.rng.IntN(6) {
		h.write(c)
	}
	switch h.rng.IntN(12) {
	case 0:
		h.open(c)
	case 1:
		c.perform(c.state.Do(model.LoadOlder{Conv: c.state.Active}))
	case 2, 3, 4:
		h.read(c)
	}
}

// tryAgain presses the button at what was refused for good.
func (h *habits) tryAgain(c *client) {
	for _, conv := range c.state.Convs {
		for _, p := range slices.Clone(conv.Pending) {
			if p.Failed != nil && p.Failed.RetryMS == 0 {
				c.perform(c.state.Do(model.Retry{Conv: p.Conv, CID: p.CID}))
			}
		}
	}
}

func (h *habits) write(c *client) {
	h.cids++
	conv := wire.Room
	if others := c.state.Others(); len(others) > 0 && h.rng.IntN(3) == 0 {
		conv = wire.Pair(c.state.Self.ID, others[h.rng.IntN(len(others))].ID)
	}
	c.say(conv, fmt.Sprintf("%s-%d", c.label, h.cids), h.text())
}

// text is short as a rule, and now and then as long as one may be.
func (h *habits) text() string {
	words := []string{"hello", "今天的會議", "改到下午三點", "👋🏽", "second\nline", `"quoted"`, "<b>", "e\u0301", "好"}
	if h.rng.IntN(50) == 0 {
		return strings.Repeat("長", wire.MaxText)
	}
	said := make([]string, 1+h.rng.IntN(8))
	for i := range said {
		said[i] = words[h.rng.IntN(len(words))]
	}
	return strings.Join(said, " ")
}

func (h *habits) open(c *client) {
	convs := slices.Sorted(maps.Keys(c.state.Convs))
	c.perform(c.state.Do(model.Open{Conv: convs[h.rng.IntN(len(convs))]}))
}

// read sees what is shown up to some row.
func (h *habits) read(c *client) {
	if rows := c.state.Shown().Rows; len(rows) > 0 {
		upto := rows[len(rows)-1-h.rng.IntN(min(5, len(rows)))].Seq
		c.perform(c.state.Do(model.Seen{Conv: c.state.Active, Upto: upto}))
	}
}

// transmits is told of each request on its way out.
func (h *habits) transmits(r wire.Request) {
	send, ok := r.(wire.Send)
	if !ok || h.twice == nil || h.rng.IntN(8) != 0 {
		return
	}
	select {
	case h.twice <- send:
	default: // the other connection has enough to do
	}
}

// pause is how long the member looks at a broken connection.
func (h *habits) pause() time.Duration { return time.Duration(h.rng.IntN(400)) * time.Millisecond }
