package fault

import (
	"errors"
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

// patience is how long anything is waited for that must happen. It bounds a
// failure, and measures nothing.
const patience = 90 * time.Second

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
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

func build(dir string) error {
	lobbydBin = filepath.Join(dir, "lobbyd")
	if runtime.GOOS == "windows" {
		lobbydBin += ".exe"
	}
	args, cgo := []string{"build", "-o", lobbydBin}, "CGO_ENABLED=0"
	if raceDetector {
		args, cgo = append(args, "-race"), "CGO_ENABLED=1"
	}
	cmd := exec.Command("go", append(args, "lobby/server")...)
	cmd.Env = append(os.Environ(), cgo)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return errors.New("build lobbyd: " + err.Error() + "\n" + string(out))
	}
	return nil
}
