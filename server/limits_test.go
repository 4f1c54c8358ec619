package main

import (
	"math"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"lobby/server/accounts"
	"lobby/server/app"
	"lobby/server/peer"
)

// fineLimits are small ones that serve somebody.
var fineLimits = limitFlags{
	MaxConnections: 1, MaxPerAddress: 1, MaxQueue: 1 << 20, MaxSync: 1, MaxRate: 1, MaxBurst: 1, MaxAddressShare: 1,
	MaxRegistrations: 1, MaxRegistrationRate: 1, MaxFiles: 1, MaxMemberFiles: 1, KeepFiles: time.Hour, MaxOffers: 1, MaxTransfers: 1,
	MaxHandshakeTime: time.Second, MaxLoginTime: time.Second, MaxGuesses: 1, MaxAddressGuesses: 1,
}

// Limits with which nobody could be served are refused, not obeyed.
func TestLimitsThatServeNobody(t *testing.T) {
	fine := fineLimits
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

		"--max-offers":    func(f *limitFlags) { f.MaxOffers = 0 },
		"--max-transfers": func(f *limitFlags) { f.MaxTransfers = 0 },

		"--max-handshake-time":  func(f *limitFlags) { f.MaxHandshakeTime = time.Millisecond },
		"--max-login-time":      func(f *limitFlags) { f.MaxLoginTime = 0 },
		"--max-guesses":         func(f *limitFlags) { f.MaxGuesses = 0 },
		"--max-address-guesses": func(f *limitFlags) { f.MaxAddressGuesses = -1 },

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

// What the flags say reaches the parts that it is about, and changes nothing else of them.
func TestLimitsAreTakenOver(t *testing.T) {
	var c commands
	parser, err := kong.New(&c, limitDefaults())
	if err != nil {
		t.Fatal(err)
	}
	parse := func(args ...string) app.Config {
		t.Helper()
		if _, err := parser.Parse(append([]string{"serve"}, args...)); err != nil {
			t.Fatal(err)
		}
		cfg := app.DefaultConfig()
		if err := c.Serve.Limits.apply(&cfg); err != nil {
			t.Fatal(err)
		}
		return cfg
	}
	want := parse()
	if want.Peers != peer.DefaultLimits || want.Accounts.NameDelay != accounts.DefaultNameDelay || want.Accounts.AddressDelay != accounts.DefaultAddressDelay {
		t.Errorf("without flags the limits are %+v, %+v", want.Peers, want.Accounts)
	}
	want.Peers.Handshake, want.Peers.Login = 3*time.Second, 2*time.Minute
	want.Accounts.NameDelay.Free, want.Accounts.AddressDelay.Free = 7, 70
	want.Files.MemberOffers, want.Files.Transfers = 9, 4
	got := parse("--max-handshake-time=3s", "--max-login-time=2m", "--max-guesses=7", "--max-address-guesses=70", "--max-offers=9", "--max-transfers=4")
	if got.Peers != want.Peers || got.Accounts.NameDelay != want.Accounts.NameDelay || got.Accounts.AddressDelay != want.Accounts.AddressDelay ||
		got.Files.MemberOffers != want.Files.MemberOffers || got.Files.Transfers != want.Files.Transfers {
		t.Errorf("with flags the limits are %+v, %+v, %+v", got.Peers, got.Accounts, got.Files)
	}
}
