package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/alecthomas/kong"
	"golang.org/x/time/rate"

	"lobby/server/accounts"
	"lobby/server/app"
	"lobby/server/door"
	"lobby/server/files"
	"lobby/server/peer"
	"lobby/shared/wire"
)

// limitFlags bound what clients may cost. Without a flag the limits are those
// of packages door, peer, files and accounts.
type limitFlags struct {
	MaxConnections int     `env:"LOBBY_MAX_CONNECTIONS" default:"${connections}" placeholder:"N" help:"Connections at a time (${default})."`
	MaxPerAddress  int     `env:"LOBBY_MAX_PER_ADDRESS" default:"${perAddress}" placeholder:"N" help:"Connections at a time from one address (${default})."`
	MaxQueue       int     `env:"LOBBY_MAX_QUEUE" default:"${queue}" placeholder:"BYTES" help:"What may wait for one client before it is disconnected (${default})."`
	MaxSync        int     `env:"LOBBY_MAX_SYNC" default:"${sync}" placeholder:"N" help:"Events that a client is sent of what it missed; beyond that it reads the newest of each conversation instead (${default})."`
	MaxRate        float64 `env:"LOBBY_MAX_RATE" default:"${rate}" placeholder:"N" help:"Messages a second that one member may go on sending (${default}); offers of files 20 times as often."`
	MaxBurst       int     `env:"LOBBY_MAX_BURST" default:"${burst}" placeholder:"N" help:"Messages that one member may send at once (${default})."`

	MaxFiles       int64         `env:"LOBBY_MAX_FILES" default:"${files}" placeholder:"BYTES" help:"What all files may take that wait to be fetched (${default})."`
	MaxMemberFiles int64         `env:"LOBBY_MAX_MEMBER_FILES" default:"${memberFiles}" placeholder:"BYTES" help:"What the open offers of one member may add up to (${default})."`
	MinFree        int64         `env:"LOBBY_MIN_FREE" default:"${minFree}" placeholder:"BYTES" help:"What files leave free of the disk (${default})."`
	KeepFiles      time.Duration `env:"LOBBY_KEEP_FILES" default:"${keepFiles}" placeholder:"TIME" help:"How long an offer stays open (${default})."`

	MaxRegistrations    int     `env:"LOBBY_MAX_REGISTRATIONS" default:"${registrations}" placeholder:"N" help:"Accounts that may be made at once from one address without a code (${default})."`
	MaxRegistrationRate float64 `env:"LOBBY_MAX_REGISTRATION_RATE" default:"${registrationRate}" placeholder:"N" help:"How many an hour from then on (${default})."`

	MaxHandshakeTime time.Duration `env:"LOBBY_MAX_HANDSHAKE_TIME" default:"${handshakeTime}" placeholder:"TIME" help:"How long a connection may take for its handshake (${default})."`
	MaxLoginTime     time.Duration `env:"LOBBY_MAX_LOGIN_TIME" default:"${loginTime}" placeholder:"TIME" help:"How long it may then go on without a login (${default})."`

	MaxGuesses        int `env:"LOBBY_MAX_GUESSES" default:"${guesses}" placeholder:"N" help:"Wrong passwords for one name before each costs a longer and longer wait (${default})."`
	MaxAddressGuesses int `env:"LOBBY_MAX_ADDRESS_GUESSES" default:"${addressGuesses}" placeholder:"N" help:"The same from one address, for all names together (${default})."`

	MaxOffers    int `env:"LOBBY_MAX_OFFERS" default:"${offers}" placeholder:"N" help:"Offers of files that one member may have open (${default})."`
	MaxTransfers int `env:"LOBBY_MAX_TRANSFERS" default:"${transfers}" placeholder:"N" help:"Files that one member may send and fetch at a time (${default})."`

	MaxAddressShare int `env:"LOBBY_MAX_ADDRESS_SHARE" default:"${addressShare}" placeholder:"N" help:"How many times as much all members at one address may send together (${default})."`
}

// apply takes the flags over into the configuration of a server. It refuses
// limits with which nobody could be served.
func (f limitFlags) apply(cfg *app.Config) error {
	for _, limit := range []struct {
		flag         string
		value, least float64
	}{
		{"--max-connections", float64(f.MaxConnections), 1},
		{"--max-per-address", float64(f.MaxPerAddress), 1},
		{"--max-queue", float64(f.MaxQueue), 2 * wire.MaxMessage},
		{"--max-sync", float64(f.MaxSync), 1},
		{"--max-rate", f.MaxRate, 0.1},
		{"--max-burst", float64(f.MaxBurst), 1},
		{"--max-address-share", float64(f.MaxAddressShare), 1},
		{"--max-files", float64(f.MaxFiles), 1},
		{"--max-member-files", float64(f.MaxMemberFiles), 1},
		{"--min-free", float64(f.MinFree), 0},
		{"--keep-files (in seconds)", f.KeepFiles.Seconds(), 60},
		{"--max-handshake-time (in seconds)", f.MaxHandshakeTime.Seconds(), 1},
		{"--max-login-time (in seconds)", f.MaxLoginTime.Seconds(), 1},
		{"--max-guesses", float64(f.MaxGuesses), 1},
		{"--max-address-guesses", float64(f.MaxAddressGuesses), 1},
		{"--max-offers", float64(f.MaxOffers), 1},
		{"--max-transfers", float64(f.MaxTransfers), 1},
		{"--max-registrations", float64(f.MaxRegistrations), 1},
		{"--max-registration-rate", f.MaxRegistrationRate, 0.1},
	} {
		if !(limit.value >= limit.least) {
			return fmt.Errorf("%s is %v: it must be at least %v", limit.flag, limit.value, limit.least)
		}
	}
	cfg.Doors.Connections, cfg.Doors.PerAddress = f.MaxConnections, f.MaxPerAddress
	cfg.Peers.Queue, cfg.Peers.Sync = f.MaxQueue, f.MaxSync
	cfg.Peers.Rate, cfg.Peers.Burst = rate.Limit(f.MaxRate), f.MaxBurst
	cfg.Peers.AddressShare = f.MaxAddressShare
	cfg.Peers.Handshake, cfg.Peers.Login = f.MaxHandshakeTime, f.MaxLoginTime
	cfg.Accounts.NameDelay, cfg.Accounts.AddressDelay = accounts.DefaultNameDelay, accounts.DefaultAddressDelay
	cfg.Accounts.NameDelay.Free, cfg.Accounts.AddressDelay.Free = f.MaxGuesses, f.MaxAddressGuesses
	cfg.Files.MemberOffers, cfg.Files.Transfers = f.MaxOffers, f.MaxTransfers
	cfg.Files.ServerBytes, cfg.Files.MemberBytes, cfg.Files.Keep = f.MaxFiles, f.MaxMemberFiles, f.KeepFiles
	if cfg.Files.MinFree = f.MinFree; f.MinFree == 0 {
		cfg.Files.MinFree = -1 // none, not the default
	}
	cfg.Accounts.Newcomers = accounts.Newcomers{Burst: f.MaxRegistrations, Rate: rate.Limit(f.MaxRegistrationRate / 3600)}
	return nil
}

// limitDefaults fills the flags' defaults from the packages that own them.
func limitDefaults() kong.Vars {
	return kong.Vars{
		"connections":      strconv.Itoa(door.DefaultLimits.Connections),
		"perAddress":       strconv.Itoa(door.DefaultLimits.PerAddress),
		"queue":            strconv.Itoa(peer.DefaultLimits.Queue),
		"sync":             strconv.Itoa(peer.DefaultLimits.Sync),
		"rate":             strconv.FormatFloat(float64(peer.DefaultLimits.Rate), 'f', -1, 64),
		"addressShare":     strconv.Itoa(peer.DefaultLimits.AddressShare),
		"files":            strconv.Itoa(files.DefaultServerBytes),
		"memberFiles":      strconv.Itoa(files.DefaultMemberBytes),
		"minFree":          strconv.Itoa(files.DefaultMinFree),
		"keepFiles":        files.DefaultKeep.String(),
		"handshakeTime":    peer.DefaultLimits.Handshake.String(),
		"loginTime":        peer.DefaultLimits.Login.String(),
		"guesses":          strconv.Itoa(accounts.DefaultNameDelay.Free),
		"addressGuesses":   strconv.Itoa(accounts.DefaultAddressDelay.Free),
		"offers":           strconv.Itoa(files.DefaultMemberOffers),
		"transfers":        strconv.Itoa(files.DefaultTransfers),
		"registrations":    strconv.Itoa(accounts.DefaultNewcomers.Burst),
		"registrationRate": strconv.FormatFloat(float64(accounts.DefaultNewcomers.Rate)*3600, 'f', -1, 64),
		"burst":            strconv.Itoa(peer.DefaultLimits.Burst),
	}
}
