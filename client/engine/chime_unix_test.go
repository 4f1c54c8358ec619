//go:build linux

package engine

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// program puts one of this name where programs are looked for.
func program(t *testing.T, dir, name, script string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
}

func TestPlayWAV(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	t.Setenv("PATH", dir+":/bin:/usr/bin")
	t.Setenv("XDG_CACHE_HOME", cache)
	// The first has no sound device, the second can play.
	program(t, dir, "pw-play", "exit 1")
	program(t, dir, "paplay", `cp "$1" "`+dir+`/heard"`)
	program(t, dir, "aplay", `cp "$2" "`+dir+`/twice"`)
	for range 2 {
		if err := playWAV(theChime()); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Join(dir, "heard")); err != nil || !bytes.Equal(got, theChime()) {
			t.Errorf("heard %d bytes, %v", len(got), err)
		}
		// What was kept is damaged, and made anew.
		if err := os.WriteFile(filepath.Join(cache, "lobby", "message.wav"), []byte("?"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "twice")); err == nil {
		t.Error("two programs played it")
	}
}

// Without a sound device, a player or a place for the file there is no sound, and
// nothing else happens.
func TestNoSound(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	if err := playWAV(theChime()); err == nil {
		t.Error("played by nothing")
	}
	program(t, dir, "aplay", "exit 1")
	if err := playWAV(theChime()); err == nil || !strings.Contains(err.Error(), "aplay") {
		t.Errorf("played without a device: %v", err)
	}
	t.Setenv("XDG_CACHE_HOME", "/dev/null")
	if err := playWAV(theChime()); err == nil {
		t.Error("played a file that could not be written")
	}
}
