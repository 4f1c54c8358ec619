package admin

import (
	"errors"
	"path/filepath"

	"lobby/server/accounts"
	"lobby/server/identity"
	"lobby/server/ledger"
)

// CheckVersions refuses a data folder of which a newer version of the program wrote
// any part: what the others mean may have changed with it. Whatever else is wrong
// with a part, reading it tells.
func CheckVersions(data string) error {
	if err := identity.Check(data); errors.Is(err, identity.ErrNewer) {
		return err
	}
	if err := accounts.CheckSchema(filepath.Join(data, AccountsFile)); err != nil {
		return err
	}
	return ledger.CheckSchema(filepath.Join(data, "log"))
}
