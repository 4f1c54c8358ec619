package ui

import (
	"fmt"
	"time"
)

// Stats tell what the last frame that was painted cost.
type Stats struct {
	Build, Paint time.Duration
	Commands     int
	Dirty        Rect   // what was painted, in logical pixels of the window
	Caches       string // how many entries the caches hold
}

// WantStats asks the window for the Stats of its frames in Input.
func (c *Context) WantStats() { c.out.Debug = true }

// Stats returns what the window told, with the caches of this package.
func (c *Context) Stats() Stats {
	s := c.in.Stats
	s.Commands = len(c.lists[1-c.turn])
	s.Caches = fmt.Sprintf("lines %d, cut %d, passages %d%s",
		c.text.wrapped.len(), c.text.cut.len(), c.text.passages.len(), s.Caches)
	return s
}
