//go:build !windows && !js

package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// playPatience ends a player that hangs.
const playPatience = 5 * time.Second

// playWAV has one of players play a sound, and returns when it was heard.
func playWAV(wav []byte) error {
	path, err := cachedFile("message.wav", wav)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), playPatience)
	defer cancel()
	failed := errors.New("there is no program that plays sounds")
	for _, player := range players {
		program, err := exec.LookPath(player[0])
		if err != nil {
			continue
		}
		if err = exec.CommandContext(ctx, program, append(player[1:], path)...).Run(); err == nil {
			return nil
		}
		failed = fmt.Errorf("%s: %w", player[0], err)
	}
	return failed
}

// cachedFile returns the path of a file with this content in the user's cache.
func cachedFile(name string, content []byte) (string, error) {
	folder, err := cacheFolder()
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, name)
	if had, err := os.ReadFile(path); err == nil && bytes.Equal(had, content) {
		return path, nil
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		return "", fmt.Errorf("keep a sound: %w", err)
	}
	return path, nil
}
