package engine

import (
	"math"
	"time"

	"lobby/client/ui"
)

// A press counts on with the ones before it when it comes this soon after the
// last one and this near to it.
const (
	clickTime     = 500 * time.Millisecond
	clickDistance = 5 // logical pixels
)

// clicks counts single, double and triple clicks.
type clicks struct {
	at     time.Time
	pos    ui.Point
	button ui.Button
	n      int
}

// press returns which one of a row of clicks a press is; after the third a new
// row begins.
func (c *clicks) press(now time.Time, pos ui.Point, button ui.Button) int {
	near := math.Hypot(float64(pos.X-c.pos.X), float64(pos.Y-c.pos.Y)) <= clickDistance
	if button == c.button && near && now.Sub(c.at) <= clickTime {
		c.n = c.n%3 + 1
	} else {
		c.n = 1
	}
	c.at, c.pos, c.button = now, pos, button
	return c.n
}
