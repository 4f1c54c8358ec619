package identity

import "path/filepath"

// FileName is the name of the identity's file in a data folder.
const FileName = fileName

// Check says what is wrong with the identity in dir, and changes nothing. The
// error wraps fs.ErrNotExist when there is none.
func Check(dir string) error {
	_, err := read(filepath.Join(dir, fileName))
	return err
}
