//go:build !js

package engine

import (
	"os"
	"runtime"
)

// Device names this device to its owner, among the others: by the name of the
// machine, and the system.
func Device() string {
	host, err := os.Hostname()
	if err != nil {
		host = ""
	}
	system := map[string]string{"linux": "Linux", "windows": "Windows", "darwin": "macOS", "freebsd": "FreeBSD"}[runtime.GOOS]
	return joinName(host, system)
}
