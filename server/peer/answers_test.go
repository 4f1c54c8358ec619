package peer

import (
	"testing"
	"time"
)

// TestAnswersAreHeldBack: a client that asks without end is answered no faster
// than its limits allow, and one that asks now and then at once.
func TestAnswersAreHeldBack(t *testing.T) {
	limits := Limits{Rate: 2, Burst: 3}
	now := time.Now()
	var a answers
	for n := range 3 {
		if d := a.delay(limits, now); d != 0 {
			t.Errorf("answer %d is put off by %s", n, d)
		}
	}
	for range 3 {
		d := a.delay(limits, now)
		if d != 100*time.Millisecond {
			t.Errorf("put off by %s instead of a tenth of a second", d)
		}
		now = now.Add(d)
	}
	if d := a.delay(limits, now.Add(time.Second)); d != 0 {
		t.Errorf("after a pause put off by %s", d)
	}
	limits.Rate = 0.1
	a = answers{}
	for range 3 {
		a.delay(limits, now)
	}
	if d := a.delay(limits, now); d != answersWait {
		t.Errorf("put off by %s", d)
	}
}
