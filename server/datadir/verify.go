package datadir

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"lobby/server/accounts"
	"lobby/server/files"
	"lobby/server/identity"
	"lobby/server/ledger"
)

// Finding is something in a data folder that is not as it was written.
type Finding struct {
	File   string
	Line   int   // counted from 1; 0 when it is about the whole file
	Offset int64 // of the line's first byte
	Reason string
}

// String names the place first, as compilers do.
func (f Finding) String() string {
	if f.Line == 0 {
		return fmt.Sprintf("%s: %s", f.File, f.Reason)
	}
	return fmt.Sprintf("%s:%d: byte offset %d: %s", f.File, f.Line, f.Offset, f.Reason)
}

// Report says what Verify has read.
type Report struct {
	Events   uint64
	Members  int
	Segments int
	Files    int // that wait to be fetched
	Findings int
}

// Verify reads all that a View holds and tells of everything that is damaged.
func Verify(v *View, tell func(Finding)) (Report, error) {
	r := Report{Segments: len(v.Log)}
	note := func(f Finding) {
		r.Findings++
		tell(f)
	}
	if err := v.checkIdentity(note); err != nil {
		return r, err
	}
	greatest := uint64(0)
	err := v.Events(ledger.Inspector{
		Line: func(l ledger.Line) error {
			r.Events++
			greatest = max(greatest, ledger.GreatestMember(l.Event))
			return nil
		},
		Damage: func(d *ledger.DamageError) error {
			note(Finding{d.File, d.Line, d.Offset, d.Reason})
			return nil
		},
	})
	if err != nil {
		return r, err
	}
	err = v.spools(note, func(k files.Kept) error {
		r.Files++
		return k.Copy(io.Discard)
	})
	if err != nil {
		return r, err
	}
	return r, v.verifyAccounts(&r, greatest, note)
}

// verifyAccounts holds the accounts against themselves and the log.
func (v *View) verifyAccounts(r *Report, greatest uint64, note func(Finding)) error {
	file := v.accountsFile()
	if v.Accounts == nil {
		if r.Events > 0 {
			note(Finding{File: file, Reason: "it is missing, although the log has events"})
		}
		return nil
	}
	contents, err := accounts.Inspect(file, v.Accounts, func(d *accounts.DamageError) {
		note(Finding{d.File, d.Line, d.Offset, d.Reason})
	})
	if err != nil {
		return err
	}
	r.Members = len(contents.Members())
	if greatest >= contents.Next() {
		note(Finding{File: file, Reason: fmt.Sprintf(
			"the log names member %d, who has no account and never had one here: it is older than the log", greatest)})
	}
	return nil
}

// checkIdentity tells what is wrong with the identity. One of a newer version is
// an error.
func (v *View) checkIdentity(note func(Finding)) error {
	err := identity.Check(v.Dir)
	if err == nil || errors.Is(err, identity.ErrNewer) {
		return err
	}
	file := filepath.Join(v.Dir, identity.FileName)
	reason := strings.TrimPrefix(err.Error(), file+" ")
	if errors.Is(err, fs.ErrNotExist) {
		reason = "it is missing; the next start makes another, and every client will warn"
	}
	note(Finding{File: file, Reason: reason})
	return nil
}
