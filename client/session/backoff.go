package session

import "time"

// Waits between attempts to connect. The bound doubles from one attempt to the
// next, and the wait is anywhere below it ("full jitter"), so that a thousand
// clients of a server that restarts do not come back in the same moment.
const (
	firstWait   = 500 * time.Millisecond
	longestWait = 30 * time.Second

	// steadyAfter is how long a connection must have been up for the next
	// wait to be a first one again.
	steadyAfter = 30 * time.Second
)

// backoff returns the wait after so many failures, 1 or more. jitter is from 0
// to below 1.
func backoff(failures int, jitter float64) time.Duration {
	bound := longestWait
	if doublings := failures - 1; doublings < 6 {
		bound = min(bound, firstWait<<doublings)
	}
	return time.Duration(jitter * float64(bound))
}
