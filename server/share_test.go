package main

import (
	"runtime"
	"testing"
)

func TestShareCores(t *testing.T) {
	cores := runtime.GOMAXPROCS(0)
	t.Cleanup(func() { runtime.GOMAXPROCS(cores) })
	t.Setenv("GOMAXPROCS", "1")
	if got := shareCores(); got != cores || runtime.GOMAXPROCS(0) != cores {
		t.Errorf("what the environment says became %d threads", runtime.GOMAXPROCS(0))
	}
	t.Setenv("GOMAXPROCS", "")
	if got := shareCores(); got != cores || runtime.GOMAXPROCS(0) != threadsPerCore*cores {
		t.Errorf("%d cores became %d with %d threads", cores, got, runtime.GOMAXPROCS(0))
	}
}

// However many threads there are, passwords leave cores to those who talk.
func TestHashingLeavesCores(t *testing.T) {
	c := serveCommand{Limits: fineLimits}
	for cores, want := range map[int]int{1: 1, 2: 1, 8: 4} {
		cfg, err := c.config(cores)
		if err != nil || cfg.Accounts.Hashing != want {
			t.Errorf("%d cores hash %d passwords at once, %v", cores, cfg.Accounts.Hashing, err)
		}
	}
}
