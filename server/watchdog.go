package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"time"
)

// stateAlive tells a service manager that watches this process that it does its work.
const stateAlive = "WATCHDOG=1"

// watchdogTime is how long the service manager lets pass without stateAlive before it
// takes this process for hung, 0 if it does not watch (sd_watchdog_enabled(3)).
func watchdogTime() (time.Duration, error) {
	text := os.Getenv("WATCHDOG_USEC")
	if pid := os.Getenv("WATCHDOG_PID"); text == "" || pid != "" && pid != strconv.Itoa(os.Getpid()) {
		return 0, nil
	}
	us, err := strconv.ParseInt(text, 10, 64)
	if limit := int64(time.Duration(1<<63-1) / time.Microsecond); err != nil || us <= 0 || us > limit {
		return 0, fmt.Errorf("WATCHDOG_USEC=%s is no number of microseconds", text)
	}
	return time.Duration(us) * time.Microsecond, nil
}

// keepWatched tells the service manager twice in its time that the server lives, each
// time after alive has returned, until ctx ends. Nothing is told while alive hangs.
func keepWatched(ctx context.Context, within time.Duration, alive func()) error {
	turn := time.NewTicker(max(1, within/2))
	defer turn.Stop()
	for {
		alive()
		if ctx.Err() != nil {
			return nil
		}
		if err := notify(stateAlive); err != nil {
			return err
		}
		select {
		case <-turn.C:
		case <-ctx.Done():
			return nil
		}
	}
}
