package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// The programs under test, built once for all tests.
var lobbyBin, lobbydBin string

// patience is how long a test waits for anything that should come at once. It
// bounds a failure, not a success.
const patience = 90 * time.Second

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "lobby-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	if err := build(dir, "lobby/client", "lobby/server"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	lobbyBin, lobbydBin = filepath.Join(dir, "client"), filepath.Join(dir, "server")
	return m.Run()
}

// build makes programs in a folder, called as their packages' folders are.
func build(dir string, packages ...string) error {
	cmd := exec.Command("go", append([]string{"build", "-ldflags=-s -w", "-o", dir + string(filepath.Separator)}, packages...)...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build %q: %w\n%s", packages, err, out)
	}
	return nil
}

// need skips a test that can't run without a program of the system.
func need(t testing.TB, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Skipf("needs %s, which is not installed", p)
		}
	}
}

// patient is a context that ends with the test, or with its patience.
func patient(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}
