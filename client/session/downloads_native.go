//go:build !js

package session

import (
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
)

// DownloadsFolder is the user's folder for downloads.
func DownloadsFolder() string {
	if dir := xdg.UserDirs.Download; dir != "" {
		return dir
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "."
	}
	return filepath.Join(home, "Downloads")
}
