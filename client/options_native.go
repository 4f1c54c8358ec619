//go:build !js

package main

import "github.com/alecthomas/kong"

// parseOptions reads the command line and the environment, and ends the program
// where they make no sense.
func parseOptions() (o options) {
	kong.Parse(&o, kong.Name("lobby"), kong.Description("Lobby, an encrypted chat room for people who share a network."))
	return o
}
