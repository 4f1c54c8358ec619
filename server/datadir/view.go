// Package datadir looks after a server's data folder as a whole: it checks it,
// saves what is good of a damaged one, and makes and restores backups, whether a
// server runs on it or not.
package datadir

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"

	"lobby/server/accounts"
	"lobby/server/admin"
	"lobby/server/ledger"
)

// logFolder is the event log's folder in a data folder.
const logFolder = "log"

// ErrRunning means that a server runs on the folder.
var ErrRunning = errors.New("a server runs on it; stop it first")

// View is what of a data folder is durable at one moment.
type View struct {
	Dir      string
	Log      []ledger.Part
	Accounts []byte // nil when there are none
	Running  bool   // a server goes on writing behind what the View holds

	unlock func() error
}

// Look takes a View of a data folder. Where a server runs on it, that is asked;
// else the folder stays locked until Close, unless it can't be written to. It
// refuses a folder of a newer version.
func Look(ctx context.Context, dir string) (*View, error) {
	if _, err := os.Stat(filepath.Join(dir, logFolder)); err != nil {
		return nil, fmt.Errorf("%s is no data folder of a server: %w", dir, err)
	}
	if err := admin.CheckVersions(dir); err != nil {
		return nil, err
	}
	v := &View{Dir: dir, unlock: func() error { return nil }}
	unlock, err := ledger.Lock(dir)
	switch {
	case errors.Is(err, ledger.ErrLocked):
		return v, v.askServer(ctx)
	case err == nil:
		v.unlock = unlock
	case !errors.Is(err, fs.ErrPermission) && !errors.Is(err, syscall.EROFS):
		return nil, err
	}
	if v.Log, err = ledger.Parts(v.logDir()); err == nil {
		v.Accounts, err = os.ReadFile(v.accountsFile())
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	if err != nil {
		return nil, errors.Join(err, v.Close())
	}
	return v, nil
}

func (v *View) askServer(ctx context.Context) error {
	answer, err := admin.Perform(ctx, v.Dir, admin.Request{Do: admin.TakeSnapshot}, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	if answer.Snapshot == nil {
		return fmt.Errorf("the server that runs on %s gave an empty answer", v.Dir)
	}
	v.Log, v.Accounts, v.Running = answer.Snapshot.Log, answer.Snapshot.Accounts, true
	return nil
}

// Close gives the folder back.
func (v *View) Close() error { return v.unlock() }

func (v *View) logDir() string       { return filepath.Join(v.Dir, logFolder) }
func (v *View) accountsFile() string { return filepath.Join(v.Dir, admin.AccountsFile) }

// Events reads the events of the log in order, and tells of the places where it
// is damaged.
func (v *View) Events(to ledger.Inspector) error { return ledger.Inspect(v.logDir(), v.Log, to) }

// Members reads what is good of the accounts.
func (v *View) Members() (accounts.Contents, error) {
	return accounts.Inspect(v.accountsFile(), v.Accounts, func(*accounts.DamageError) {})
}

// needEmpty refuses a folder that has something in it. One that is not there is
// empty.
func needEmpty(dir string) error {
	names, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && len(names) > 0 {
		err = fmt.Errorf("%s is not empty: it has %s; nothing was written", dir, names[0].Name())
	}
	return err
}
