package admin

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"lobby/server/accounts"
	"lobby/server/ledger"
)

// AccountsFile is the name of the accounts file in a data folder.
const AccountsFile = "accounts.jsonl"

// Perform has a request carried out on a data folder: by the server that runs on
// it, or here with the folder locked meanwhile. What the answer says against it
// is an error too.
func Perform(ctx context.Context, data string, r Request, log *slog.Logger) (Answer, error) {
	if _, err := os.Stat(data); err != nil {
		return Answer{}, fmt.Errorf("the data folder can't be used: %w", err) // and is not made
	}
	unlock, err := ledger.Lock(data)
	var answer Answer
	switch {
	case errors.Is(err, ledger.ErrLocked):
		if answer, err = ask(ctx, data, r); err != nil {
			return answer, fmt.Errorf("the server that runs on %s does not answer: %w", data, err)
		}
	case err != nil:
		return answer, fmt.Errorf("the data folder %s can't be used: %w", data, err)
	default:
		answer, err = performHere(ctx, data, r, log)
		if err = errors.Join(err, unlock()); err != nil {
			return answer, err
		}
	}
	if answer.Error != "" {
		return answer, errors.New(answer.Error)
	}
	return answer, nil
}

func performHere(ctx context.Context, data string, r Request, log *slog.Logger) (Answer, error) {
	if err := CheckVersions(data); err != nil {
		return Answer{}, err
	}
	if err := CheckAccounts(data); err != nil {
		return Answer{}, err
	}
	store, err := accounts.Open(filepath.Join(data, AccountsFile), accounts.Options{Log: log})
	if err != nil {
		return Answer{}, fmt.Errorf("the accounts can't be opened: %w", err)
	}
	desk := Desk{Accounts: store, Log: slog.New(slog.DiscardHandler)} // who asks sees the answer
	answer := desk.Do(ctx, r)
	return answer, store.Close()
}

// CheckAccounts refuses a data folder that has events but no accounts: new ones
// would get the ids of the members whose messages are in the log. Where the log
// is damaged besides, that is told first.
func CheckAccounts(data string) error {
	_, err := os.Stat(filepath.Join(data, AccountsFile))
	if err == nil || !errors.Is(err, os.ErrNotExist) {
		return nil // what else is wrong, opening it will tell
	}
	dir := filepath.Join(data, "log")
	parts, err := ledger.Parts(dir)
	if err != nil || !ledger.HasEvents(parts) {
		return nil
	}
	missing := fmt.Errorf("%s has events in its log but no %s: new members would be taken for those who wrote them; "+
		"put the file back from a backup, or make a folder without the old members with: lobbyd repair", data, AccountsFile)
	damage := ledger.Inspect(dir, parts, ledger.Inspector{
		Line:   func(ledger.Line) error { return nil },
		Damage: func(d *ledger.DamageError) error { return d },
	})
	if damage != nil {
		return fmt.Errorf("%w\nbesides, %w", damage, missing)
	}
	return missing
}
