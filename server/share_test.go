package main

import (
	"runtime"
	"testing"

	"lobby/server/files"
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
	c := serveCommand{Limits: limitFlags{
		MaxConnections: 1, MaxPerAddress: 1, MaxQueue: 1 << 20, MaxSync: 1, MaxRate: 1, MaxBurst: 1, MaxFiles: 1, MaxMemberFiles: 1,
		KeepFiles: files.DefaultKeep, MaxRegistrations: 1, MaxRegistrationRate: 1, MaxAddressShare: 1,
	}}
	for cores, want := range map[int]int{1: 1, 2: 1, 8: 4} {
		cfg, err := c.config(cores)
		if err != nil || cfg.Accounts.Hashing != want {
			t.Errorf("%d cores hash %d passwords at once, %v", cores, cfg.Accounts.Hashing, err)
		}
	}
}
