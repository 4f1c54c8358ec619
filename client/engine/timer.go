package engine

import "time"

// timer wakes the next frame at a moment.
type timer struct {
	t  *time.Timer
	at time.Time
}

// soonest bounds how fast an App can animate by asking to be woken at once.
const soonest = time.Second / 120

// set makes at the only moment to wake at; the zero time is never.
func (t *timer) set(now, at time.Time) {
	if at.Equal(t.at) && at.After(now) {
		return
	}
	t.at = at
	t.stop()
	wait := max(at.Sub(now), soonest)
	switch {
	case at.IsZero():
	case t.t == nil:
		t.t = time.AfterFunc(wait, Wake)
	default:
		t.t.Reset(wait)
	}
}

func (t *timer) stop() {
	if t.t != nil {
		t.t.Stop()
	}
}

// earliest returns the earlier of two moments, of which zero is never.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}
