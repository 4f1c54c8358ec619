//go:build !js

package engine

import (
	"fmt"
	"os"
	"path/filepath"
)

// cacheFolder returns the program's folder for what can be made anew, and makes
// it if need be.
func cacheFolder() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the cache: %w", err)
	}
	folder := filepath.Join(cache, "lobby")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", fmt.Errorf("make the cache: %w", err)
	}
	return folder, nil
}
