package main

import (
	"math"
	"testing"
	"time"

	"lobby/server/app"
)

// Limits with which nobody could be served are refused, not obeyed.
func TestLimitsThatServeNobody(t *testing.T) {
	fine := limitFlags{MaxConnections: 1, MaxPerAddress: 1, MaxQueue: 1 << 20, MaxSync: 1, MaxRate: 1, MaxBurst: 1, MaxAddressShare: 1, MaxRegistrations: 1, MaxRegistrationRate: 1,
		MaxFiles: 1, MaxMemberFiles: 1, KeepFiles: time.Hour}
	if err := fine.apply(new(app.Config)); err != nil {
		t.Fatalf("refused %+v: %v", fine, err)
	}
	for name, spoil := range map[string]func(*limitFlags){
		"--max-connections":   func(f *limitFlags) { f.MaxConnections = 0 },
		"--max-per-address":   func(f *limitFlags) { f.MaxPerAddress = -1 },
		"--max-queue":         func(f *limitFlags) { f.MaxQueue = 100 },
		"--max-sync":          func(f *limitFlags) { f.MaxSync = 0 },
		"--max-rate":          func(f *limitFlags) { f.MaxRate = 0 },
		"--max-burst":         func(f *limitFlags) { f.MaxBurst = 0 },
		"--max-address-share": func(f *limitFlags) { f.MaxAddressShare = 0 },

		"--max-files":        func(f *limitFlags) { f.MaxFiles = 0 },
		"--max-member-files": func(f *limitFlags) { f.MaxMemberFiles = -5 },
		"--min-free":         func(f *limitFlags) { f.MinFree = -1 },
		"--keep-files":       func(f *limitFlags) { f.KeepFiles = time.Second },

		"--max-registrations":     func(f *limitFlags) { f.MaxRegistrations = 0 },
		"--max-registration-rate": func(f *limitFlags) { f.MaxRegistrationRate = math.NaN() },
	} {
		bad := fine
		spoil(&bad)
		if err := bad.apply(new(app.Config)); err == nil {
			t.Errorf("%s is taken from %+v", name, bad)
		}
	}
}
