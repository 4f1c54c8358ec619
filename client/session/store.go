package session

// Store keeps small named files: settings, keys and what is yet to be sent.
type Store interface {
	// Load returns a file, or an error that is fs.ErrNotExist.
	Load(name string) ([]byte, error)
	// Save replaces a file. After an error, or if the program or the machine
	// ends meanwhile, it holds what it held before.
	Save(name string, data []byte) error
}
