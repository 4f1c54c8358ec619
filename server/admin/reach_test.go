package admin

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lobby/server/ledger"
	"lobby/shared/wire"
)

// A log without accounts is refused, and where it is damaged that is said too.
func TestCheckAccounts(t *testing.T) {
	data := t.TempDir()
	if err := CheckAccounts(data); err != nil {
		t.Errorf("an empty folder: %v", err)
	}
	dir := filepath.Join(data, "log")
	l, err := ledger.Open(dir, ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"first", "second"} {
		e := wire.Event{Kind: wire.KindMessage, Conv: wire.Room, From: 1, CID: text, Text: text}
		if err := l.Append(ledger.Draft{Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	err = CheckAccounts(data)
	if err == nil || errors.Is(err, ledger.ErrDamaged) || !strings.Contains(err.Error(), AccountsFile) {
		t.Errorf("a log without accounts: %v", err)
	}
	segment := filepath.Join(dir, "0000000001.jsonl")
	lines, err := os.ReadFile(segment)
	if err != nil {
		t.Fatal(err)
	}
	damaged := strings.Replace(string(lines), `"text":"first"`, `"text":"worst"`, 1)
	if err := os.WriteFile(segment, []byte(damaged), 0o600); err != nil {
		t.Fatal(err)
	}
	var d *ledger.DamageError
	err = CheckAccounts(data)
	if !errors.As(err, &d) || d.Line != 2 || !strings.Contains(err.Error(), AccountsFile) {
		t.Errorf("a damaged log without accounts: %v", err)
	}
}
