package datadir

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"lobby/server/accounts"
	"lobby/server/admin"
	"lobby/server/identity"
	"lobby/server/ledger"
)

// Repaired says what Repair wrote.
type Repaired struct {
	Log      ledger.Salvaged
	Members  int
	Findings int
}

// Repair writes what is good in a View to a new folder, or an empty one, and
// tells of what it leaves out. A server can start on the new folder; of the old
// one nothing is changed. An error, such as that a newer version wrote the old one,
// leaves nothing behind.
func Repair(v *View, to string, tell func(Finding)) (Repaired, error) {
	if v.Running {
		return Repaired{}, fmt.Errorf("%s can't be repaired: %w", v.Dir, ErrRunning)
	}
	if within(to, v.Dir) {
		return Repaired{}, fmt.Errorf("%s lies in the folder that is to be repaired; choose a place beside it", to)
	}
	if err := needEmpty(to); err != nil {
		return Repaired{}, err
	}
	if err := os.MkdirAll(to, 0o700); err != nil {
		return Repaired{}, err
	}
	r, err := v.repairTo(to, tell)
	if err != nil {
		err = errors.Join(err, os.RemoveAll(to))
	}
	return r, err
}

// within reports whether a path is a folder or lies in it, as far as their names
// tell.
func within(path, dir string) bool {
	path, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return false
	}
	rel, err := filepath.Rel(dir, path)
	return err == nil && filepath.IsLocal(rel)
}

func (v *View) repairTo(to string, tell func(Finding)) (r Repaired, err error) {
	note := func(f Finding) {
		r.Findings++
		tell(f)
	}
	if err := v.repairIdentity(to, note); err != nil {
		return r, err
	}
	logDir := filepath.Join(to, logFolder)
	if err := os.Mkdir(logDir, 0o700); err != nil {
		return r, err
	}
	r.Log, err = ledger.Salvage(v.logDir(), v.Log, logDir, func(d *ledger.DamageError) error {
		note(Finding{d.File, d.Line, d.Offset, d.Reason})
		return nil
	})
	if err == nil {
		err = ledger.CopyID(v.logDir(), logDir)
	}
	if err != nil {
		return r, err
	}
	contents, err := accounts.Inspect(v.accountsFile(), v.Accounts, func(d *accounts.DamageError) {
		note(Finding{d.File, d.Line, d.Offset, d.Reason})
	})
	if err != nil {
		return r, err
	}
	if err := v.repairSpools(filepath.Join(to, filesFolder), note); err != nil {
		return r, err
	}
	r.Members = len(contents.Members())
	return r, contents.WriteNew(filepath.Join(to, admin.AccountsFile), r.Log.Member+1)
}

// repairIdentity copies the identity if it can be used.
func (v *View) repairIdentity(to string, note func(Finding)) error {
	usable := true
	err := v.checkIdentity(func(f Finding) {
		usable = false
		note(f)
	})
	if err != nil || !usable {
		return err
	}
	data, err := os.ReadFile(filepath.Join(v.Dir, identity.FileName))
	if err != nil {
		return fmt.Errorf("copy the identity: %w", err)
	}
	return writeNew(filepath.Join(to, identity.FileName), data)
}

// writeNew makes a file of mode 0600 that was not there, and returns when it is
// on the disk.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
