//go:build !js

package engine

import (
	"log/slog"
	"os/exec"
	"runtime"
)

// openers are the programs that open a web address in the user's browser.
var openers = map[string][]string{
	"windows": {"rundll32", "url.dll,FileProtocolHandler"},
	"darwin":  {"open"},
}

// openLink opens a web address beside the frames, as it runs a program.
func openLink(target string, log *slog.Logger) {
	if !webAddress(target) {
		return
	}
	command := openers[runtime.GOOS]
	if command == nil {
		command = []string{"xdg-open"}
	}
	cmd := exec.Command(command[0], append(command[1:len(command):len(command)], target)...)
	go func() {
		if err := cmd.Run(); err != nil {
			log.Warn("opening a link failed", "program", command[0], "error", err)
		}
	}()
}
