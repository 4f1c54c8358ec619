// Package version tells which Lobby a program is.
package version

import "runtime/debug"

// Line returns a program's name, version and commit, and the Go that built it, as far
// as the Go tool noted them.
func Line(program string) string {
	version, revision, built := "unknown", "", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		version, built = info.Main.Version, " built with "+info.GoVersion
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				revision = " " + setting.Value
			}
		}
	}
	return program + " " + version + revision + built
}
