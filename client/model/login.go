package model

// LoginState is what the login form shows beside its fields.
type LoginState struct {
	Busy    bool     // an attempt of the user's is under way
	Problem *Problem // why the last attempt failed; its Field says where to show it
	Probe   ProbeState
}

// ProbeState is what is known about the server in the form's address field.
type ProbeState struct {
	Server  string
	Busy    bool
	Words   string   // fingerprint of the key that it showed
	Known   bool     // that key is the pinned one
	Problem *Problem // it can't be reached or is not a Lobby server
}

// KeyChange holds both fingerprints of a server whose key is not the pinned
// one.
type KeyChange struct {
	Server     string
	KnownWords string // the pinned key
	SeenWords  string // the key that the server showed now
	SeenKey    [32]byte
}

// KnownServer is a server whose key was pinned.
type KnownServer struct {
	Server string
	Words  string
}
