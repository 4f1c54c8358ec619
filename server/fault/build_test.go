package fault

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// lobbydBin is the server under test, built once for all tests, with the race
// detector when they have it.
var lobbydBin string

// porterBin is a client that carries files, built like it.
var porterBin string

// patience is how long anything is waited for that must happen. It bounds a
// failure, and measures nothing.
const patience = 90 * time.Second

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	if order := os.Getenv(orderVar); order != "" {
		return carryOut(order)
	}
	dir, err := os.MkdirTemp("", "lobby-fault-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	if err := build(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	// net/http waits half a second for a client to read a refusal, in a
	// goroutine of its own.
	if err := goleak.Find(goleak.IgnoreAnyFunction("net/http.(*conn).closeWriteAndWait")); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

func build(dir string) (err error) {
	if lobbydBin, err = buildOne(dir, "lobbyd", "lobby/server"); err != nil {
		return err
	}
	porterBin, err = buildOne(dir, "porter", "lobby/client/porter")
	return err
}

func buildOne(dir, name, path string) (bin string, err error) {
	bin = filepath.Join(dir, name)
	if runtime.GOOS == "windows" {
		bin += ".exe"
	}
	args, cgo := []string{"build", "-ldflags=-s -w", "-o", bin}, "CGO_ENABLED=0"
	if raceDetector {
		args, cgo = append(args, "-race"), "CGO_ENABLED=1"
	}
	cmd := exec.Command("go", append(args, path)...)
	cmd.Env = append(os.Environ(), cgo)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build %s: %w\n%s", name, err, out)
	}
	return bin, nil
}
