package e2e

import (
	"os"
	"testing"
)

// long leaves a test of half a minute to `make e2e`.
func long(t *testing.T) {
	t.Helper()
	if os.Getenv("LOBBY_LONG") == "" {
		t.Skip("takes half a minute: make e2e runs it")
	}
}
