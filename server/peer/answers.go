package peer

import (
	"time"

	"golang.org/x/time/rate"
)

// answersPerSend is how many requests a connection gets answered on the spot, as
// refusals and pings are, for each Send that its member may make: so many times
// Limits.Rate a second, after Limits.Burst at once.
const answersPerSend = 5

// answersWait bounds how long one answer is put off.
const answersWait = 100 * time.Millisecond

// answers hold back a client that asks, or is refused, without end. Refusing
// costs the server nearly what accepting does, so it must not be done as fast as
// somebody sends: while its answer is put off nothing more is read from that
// client, until its own system stops it.
type answers struct {
	limiter *rate.Limiter // nil until there was an answer
}

// delay takes account of one answer and returns how long it is to be put off.
func (a *answers) delay(limits Limits, now time.Time) time.Duration {
	if limits.Rate == rate.Inf {
		return 0
	}
	if a.limiter == nil {
		a.limiter = rate.NewLimiter(answersPerSend*limits.Rate, max(1, limits.Burst))
	}
	return min(answersWait, a.limiter.ReserveN(now, 1).DelayFrom(now))
}
