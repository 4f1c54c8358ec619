//go:build !js

package engine

import (
	"log/slog"
	"sync"

	board "github.com/atotto/clipboard"

	"lobby/client/ui"
)

// clipboard exchanges text with other programs. On Linux that means running a
// small program (xclip, xsel or wl-copy), so it is never done in a frame.
// Where there is none, what was copied can still be pasted in this window.
type clipboard struct {
	mu      sync.Mutex
	arrived []ui.Event
	reading bool
	copied  string
	writes  chan string
}

// serve does what a frame wished for.
func (c *clipboard) serve(out ui.Output, o *Options) {
	if out.Copy != "" {
		c.write(out.Copy, o.Log)
	}
	if out.Paste {
		c.read(o)
	}
}

// write keeps the order of what is copied: one goroutine writes, the newest
// text wins where it is slow.
func (c *clipboard) write(text string, log *slog.Logger) {
	c.mu.Lock()
	c.copied = text
	c.mu.Unlock()
	if c.writes == nil {
		c.writes = make(chan string, 1)
		go func() {
			for text := range c.writes {
				if err := board.WriteAll(text); err != nil {
					log.Warn("copying to the system's clipboard failed; it can be pasted in this window only", "error", err)
				}
			}
		}()
	}
	select {
	case <-c.writes:
	default:
	}
	c.writes <- text
}

// read takes files or a picture where there are some, else text.
func (c *clipboard) read(o *Options) {
	c.mu.Lock()
	busy := c.reading
	c.reading = true
	c.mu.Unlock()
	if busy {
		return
	}
	go func() {
		paths, err := copiedFiles(o.Pasted)
		if err != nil {
			o.Log.Warn("what was copied could not be made a file", "error", err)
		}
		bringPasted(paths)
		text := ""
		if len(paths) == 0 {
			text, err = board.ReadAll()
		}
		c.mu.Lock()
		defer Wake()
		defer c.mu.Unlock()
		c.reading = false
		if len(paths) == 0 && err != nil {
			o.Log.Warn("reading the system's clipboard failed", "error", err)
			text = c.copied
		}
		if text != "" {
			c.arrived = append(c.arrived, ui.Event{Kind: ui.Paste, Text: text})
		}
	}()
}

// take returns what was pasted since the last frame.
func (c *clipboard) take() []ui.Event {
	c.mu.Lock()
	defer c.mu.Unlock()
	events := c.arrived
	c.arrived = nil
	return events
}
