package model

import (
	"time"

	"lobby/shared/wire"
)

// Event is something that happened. The session makes them.
type Event interface{ event() }

// The events.
type (
	// Started is the first event: what was stored.
	Started struct {
		Settings Settings
		Known    []KnownServer
		Outboxes []Outbox
		Drafts   []Drafts
		Cargo    []Cargo
		Resume   bool // the last login, at Settings.Server as Settings.Name, is still good
	}

	// Probed answers ProbeServer.
	Probed struct {
		Server  string   // as it was given to ProbeServer
		Words   string   // fingerprint of its key; "" when none was seen
		Known   bool     // the key is the pinned one
		Problem *Problem // nil: a Lobby server; CodeKeyChanged: one with another key than the pinned one
	}

	// Connecting says that the server is being dialled.
	Connecting struct {
		Server  string
		Attempt int // since the connection was last up for a while, 1 for the first
	}

	// Connected says that the encrypted connection stands; the login follows.
	Connected struct{ Words string }

	// Waiting says that the connection is tried again at RetryAt.
	Waiting struct {
		RetryAt time.Time
		Attempt int // that failed
		Cause   Problem
	}

	// KeyMismatch says that the server's key is not the pinned one, and that
	// the session has stopped.
	KeyMismatch struct{ KeyChange }

	// Pinned replaces the list of known servers.
	Pinned struct{ Known []KnownServer }

	// Welcomed says that the login succeeded; the snapshot follows as Received.
	Welcomed struct {
		Welcome wire.Welcome
		Server  string // address as the user gave it
		Resumed bool   // without a password
	}

	// Received is a message that answers no request: Members, Convs, Ready,
	// Event.
	Received struct{ Message wire.Message }

	// Answered is an answer, or a part of one, to a request that was given to
	// the session by Transmit: Sent, Page, Synced, Known, Done or Fault.
	Answered struct {
		Request wire.Request
		Message wire.Message
	}

	// Heard is an event that came by multicast.
	Heard struct{ Event wire.Event }

	// LoginFailed says that the login under way ended without success, and
	// that the session has stopped.
	LoginFailed struct{ Problem Problem }

	// Lost says that the connection broke; Waiting follows.
	Lost struct{ Problem Problem }

	// Ended says that the server ended the session for good.
	Ended struct{ Problem Problem }

	// Failed says that something that concerns no connection went wrong.
	Failed struct{ Problem Problem }
)

func (Started) event()     {}
func (Probed) event()      {}
func (Connecting) event()  {}
func (Connected) event()   {}
func (Waiting) event()     {}
func (KeyMismatch) event() {}
func (Pinned) event()      {}
func (Welcomed) event()    {}
func (Received) event()    {}
func (Answered) event()    {}
func (Heard) event()       {}
func (LoginFailed) event() {}
func (Lost) event()        {}
func (Ended) event()       {}
func (Failed) event()      {}
