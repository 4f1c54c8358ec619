//go:build !js

package main

import (
	"github.com/alecthomas/kong"

	"lobby/shared/version"
)

// parseOptions reads the command line and the environment, and ends the program
// where they make no sense.
func parseOptions() options {
	var o struct {
		Options options          `embed:""`
		Version kong.VersionFlag `help:"Print the version."`
	}
	kong.Parse(&o,
		kong.Name("lobby"),
		kong.Description("Lobby, an encrypted chat room for people who share a network."),
		kong.Vars{"version": version.Line("lobby")},
	)
	return o.Options
}
