package ui

import (
	"math"
	"time"
)

// scrollMotion is how something goes on scrolling when the finger has left it.
type scrollMotion struct {
	id    ID
	speed float32 // logical pixels per second
	at    time.Time
	delta float32 // in this frame
}

const (
	flingHalfLife = 220 * time.Millisecond // in which the speed halves
	flingLeast    = 30                     // speed at which it stops
	flingMost     = 6000
	flingStale    = 80 * time.Millisecond // a finger that rested this long does not fling
	frameTime     = time.Second / 60
)

// follow keeps a running mean of the finger's speed.
func (t *touchDrag) follow(dy float32, now time.Time) {
	t.since += dy
	dt := now.Sub(t.lastAt)
	if dt <= 0 {
		return
	}
	speed := t.since / float32(dt.Seconds())
	if dt > flingStale {
		t.speed = 0
	}
	t.speed += (speed - t.speed) * 0.5
	t.lastAt, t.since = now, 0
}

// fling lets what the finger moved go on.
func (c *Context) fling() {
	t := &c.pointer.touch
	if c.in.Now.Sub(t.lastAt) > flingStale || c.still {
		return
	}
	c.motion = scrollMotion{id: t.scroller, speed: max(-flingMost, min(flingMost, t.speed)), at: c.in.Now}
}

// routeMotion advances the motion to this frame's time. The way covered is the
// integral of the decaying speed, whatever the frame rate.
func (c *Context) routeMotion() {
	m := &c.motion
	m.delta = 0
	if m.id == 0 {
		return
	}
	dt := c.in.Now.Sub(m.at)
	if dt > 0 {
		decay := math.Ln2 / flingHalfLife.Seconds()
		left := math.Exp(-decay * dt.Seconds())
		m.delta = m.speed * float32((1-left)/decay)
		m.speed *= float32(left)
		m.at = c.in.Now
	}
	if m.speed < flingLeast && m.speed > -flingLeast {
		m.speed = 0
	}
}

// scrolled returns how far the wheel, a finger and its momentum move what id
// scrolls in this frame; positive shows what is above.
func (c *Context) scrolled(id ID) float32 {
	var delta float32
	if c.pointer.wheel.id == id {
		delta += c.pointer.wheel.delta
	}
	if c.pointer.touch.scroller == id {
		delta += c.pointer.touch.moved
	}
	if c.motion.id == id {
		delta += c.motion.delta
		if c.motion.speed == 0 {
			c.motion = scrollMotion{}
		} else {
			c.WakeIn(frameTime, "motion")
		}
	}
	return delta
}

// stopMotion ends the momentum of id, which has come to its end.
func (c *Context) stopMotion(id ID) {
	if c.motion.id == id {
		c.motion = scrollMotion{}
	}
}

// SetReducedMotion turns momentum off for people who asked for less motion.
func (c *Context) SetReducedMotion(on bool) { c.still = on }
