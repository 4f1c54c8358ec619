package e2e

import (
	"os"
	"testing"
)

// isLong tells whether `make e2e` runs the tests, which has more time than `make test`.
func isLong() bool { return os.Getenv("LOBBY_LONG") != "" }

// long leaves a test of half a minute to `make e2e`.
func long(t *testing.T) {
	t.Helper()
	if !isLong() {
		t.Skip("takes half a minute: make e2e runs it")
	}
}
