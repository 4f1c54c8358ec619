package identity

import (
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"lobby/shared/secure"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func load(t *testing.T, dir string) secure.Key {
	t.Helper()
	key, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func wantMode(t *testing.T, path string, want os.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != want && runtime.GOOS != "windows" {
		t.Errorf("%s has mode %04o, want %04o", path, got, want)
	}
}

func TestKeyIsMadeOnceAndKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "some", "data")
	key := load(t, dir)
	if derived, err := secure.NewKey(key.Private); err != nil || derived != key {
		t.Errorf("the two keys don't belong together: %v", err)
	}
	wantMode(t, dir, 0o700)
	wantMode(t, filepath.Join(dir, fileName), 0o600)
	before, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	if again := load(t, dir); again != key {
		t.Error("the second time it is another key")
	}
	if after, err := os.ReadFile(filepath.Join(dir, fileName)); err != nil || string(after) != string(before) {
		t.Errorf("the file was changed: %v", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("the folder has %v, %v", entries, err)
	}
	if other := load(t, t.TempDir()); other == key {
		t.Error("two servers have the same key")
	}
}

// A crash while the file was being made leaves one that was never used.
func TestUnfinishedFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, fileName+".new"), []byte(`{"type":`), 0o600); err != nil {
		t.Fatal(err)
	}
	if key := load(t, dir); load(t, dir) != key {
		t.Error("the key was not kept")
	}
}

func TestUnusableFileIsRefused(t *testing.T) {
	dir := t.TempDir()
	load(t, dir)
	data, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	good := string(data)
	_, rest, _ := strings.Cut(good, `"private":"`)
	private, _, _ := strings.Cut(rest, `"`)
	other := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("k", 32)))
	for name, tt := range map[string]struct{ data, want string }{
		"empty":         {"", "damaged"},
		"cut":           {good[:len(good)/2], "damaged"},
		"two objects":   {good + good, "damaged"},
		"zeros":         {strings.Repeat("\x00", 200), "damaged"},
		"other private": {strings.Replace(good, private, other, 1), "belong together"},
		"no private":    {strings.Replace(good, private, "", 1), "damaged"},
		"short private": {strings.Replace(good, private, "AAAA", 1), "damaged"},
		"no base64":     {strings.Replace(good, private, "!"+private[1:], 1), "damaged"},
		"no public":     {strings.Replace(good, `"public"`, `"pubic"`, 1), "belong together"},
		"other type":    {strings.Replace(good, `"identity"`, `"accounts"`, 1), "not an identity"},
		"newer":         {strings.Replace(good, `"schema":1`, `"schema":2`, 1), "newer"},
		"no schema":     {strings.Replace(good, `"schema":1,`, "", 1), "damaged"},
		"large":         {good + strings.Repeat(" ", maxBytes), "more than"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, fileName)
			if err := os.WriteFile(path, []byte(tt.data), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := Load(dir)
			advice := "backup"
			if errors.Is(err, ErrNewer) {
				advice = "start that version"
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), advice) {
				t.Fatalf("got %v, want %q, the file and what to do", err, tt.want)
			}
			if strings.Contains(err.Error(), private) {
				t.Error("the error has the private key")
			}
			if after, err := os.ReadFile(path); err != nil || string(after) != tt.data {
				t.Errorf("the file was changed: %v", err)
			}
			if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
				t.Errorf("the folder has %v, %v", entries, err)
			}
		})
	}
}

func TestOpenFileIsRefused(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such modes on Windows")
	}
	dir := t.TempDir()
	load(t, dir)
	path := filepath.Join(dir, fileName)
	for _, mode := range []os.FileMode{0o644, 0o640, 0o604, 0o660} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), "chmod 600") {
			t.Errorf("mode %04o: %v", mode, err)
		}
		wantMode(t, path, mode)
	}
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	load(t, dir)
}

func TestNotAFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, fileName), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), "regular file") {
		t.Errorf("got %v", err)
	}
	// A file where the folder should be.
	path := filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(path); err == nil {
		t.Error("a file was taken for the folder")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"type":"identity","schema":1,"private":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","public":"L+V9o0fNYkMVKNqsX7spBzD/9oSvxM/C7ZCZX1jLO3Q=","created":"2026-01-02T03:04:05.678Z"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		key, err := decode(data)
		if err != nil {
			return
		}
		if derived, err := secure.NewKey(key.Private); err != nil || derived != key {
			t.Errorf("%q gave a key whose halves don't belong together", data)
		}
	})
}
