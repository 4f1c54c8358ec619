package model

import "time"

// Intent is something that the user wants. The view makes them.
type Intent interface{ intent() }

// The intents.
type (
	// Register makes an account and logs in. Code is "" unless the server asked
	// for one.
	Register struct{ Server, Name, Password, Code string }

	// LogIn logs in with an account that exists.
	LogIn struct{ Server, Name, Password string }

	// CancelLogin gives up the login under way.
	CancelLogin struct{}

	// Probe asks who is at an address, before a password goes there.
	Probe struct{ Server string }

	// SendText says something in a conversation. CID is new and random,
	// 1 to wire.MaxCID printable ASCII bytes. When the text can't be sent,
	// State.Notice says why and the draft stays.
	SendText struct {
		Conv, Text, CID string
		Now             time.Time
	}

	// Open shows a conversation.
	Open struct{ Conv string }

	// LoadOlder fetches the page before the oldest row. It may be repeated
	// freely: one page at a time is under way.
	LoadOlder struct{ Conv string }

	// Seen says that the rows up to and with Upto were really on the screen of
	// a focused window. It may be repeated freely.
	Seen struct {
		Conv string
		Upto uint64
	}

	// Retry sends a failed row again.
	Retry struct{ Conv, CID string }

	// Discard drops a row that was not acknowledged.
	Discard struct{ Conv, CID string }

	// SetDraft keeps what stands in the composer.
	SetDraft struct{ Conv, Text string }

	// Focus says whether the window has the focus. While it has not, the first
	// message that comes is marked as the first unread one.
	Focus struct{ On bool }

	// ReconnectNow dials at once instead of at Link.RetryAt.
	ReconnectNow struct{}

	// TrustNewKey pins the key of State.KeyChange and goes on.
	TrustNewKey struct{}

	// RefuseNewKey keeps the pinned key and goes back to the login form.
	RefuseNewKey struct{}

	// LogOut ends the session and makes the server forget this device.
	LogOut struct{}

	// SetLanguage chooses the language, as in Settings.
	SetLanguage struct{ Language string }

	// SetTheme chooses the theme, as in Settings.
	SetTheme struct{ Theme string }

	// SetTextSize chooses how large everything is drawn, as in TextSizes.
	SetTextSize struct{ Percent int }

	// SetMotion chooses whether things go on moving by themselves, as in Settings.
	SetMotion struct{ Motion string }

	// SetQuiet chooses whether notifications are shown outside of the window.
	SetQuiet struct{ On bool }

	// SetHideText chooses whether they keep to themselves what was written.
	SetHideText struct{ On bool }

	// SetSilent chooses whether a new message makes no sound.
	SetSilent struct{ On bool }

	// SetMuted chooses whether a conversation is told of outside of the window.
	SetMuted struct {
		Conv string
		On   bool
	}

	// ListDevices asks for State.Devices.
	ListDevices struct{}

	// ForgetDevice makes the server forget another device of the member.
	ForgetDevice struct{ Key []byte }

	// ForgetServer forgets the key of a server, but not of the one in use.
	ForgetServer struct{ Server string }

	// ChangePassword gives the member another password. State.Password says
	// what came of it.
	ChangePassword struct {
		Old, New   string
		Everywhere bool // log out all other devices
	}

	// EndChange forgets what came of it.
	EndChange struct{}

	// DismissNotice takes the notice away.
	DismissNotice struct{}
)

func (Register) intent()       {}
func (LogIn) intent()          {}
func (CancelLogin) intent()    {}
func (Probe) intent()          {}
func (SendText) intent()       {}
func (Open) intent()           {}
func (LoadOlder) intent()      {}
func (Seen) intent()           {}
func (Retry) intent()          {}
func (Discard) intent()        {}
func (SetDraft) intent()       {}
func (Focus) intent()          {}
func (ReconnectNow) intent()   {}
func (TrustNewKey) intent()    {}
func (RefuseNewKey) intent()   {}
func (LogOut) intent()         {}
func (SetLanguage) intent()    {}
func (SetTheme) intent()       {}
func (SetTextSize) intent()    {}
func (SetMotion) intent()      {}
func (SetSilent) intent()      {}
func (ListDevices) intent()    {}
func (ForgetDevice) intent()   {}
func (ForgetServer) intent()   {}
func (ChangePassword) intent() {}
func (EndChange) intent()      {}
func (SetQuiet) intent()       {}
func (SetHideText) intent()    {}
func (SetMuted) intent()       {}
func (DismissNotice) intent()  {}
