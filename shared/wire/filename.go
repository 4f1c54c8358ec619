package wire

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxCleanName is the length of a cleaned file name, in bytes. Most file
// systems allow 255; the rest is for a number and for the ending of a file that
// is not whole yet.
const maxCleanName = 200

// maxExtension is how long an extension may be to be kept when a name is cut,
// in bytes with its dot.
const maxExtension = 20

// CleanFileName makes a file's name one that every system can store, and that
// looks like what it is. It is only ever the last part of a path: separators
// and what stands before them go, and so do control characters, those that turn
// the direction of writing, dots and spaces at the ends, and the names of
// devices. The result is never empty, and cleaning it again changes nothing.
func CleanFileName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(cleanRune, strings.ToValidUTF8(name, "_"))
	name = noDevice(trimEnds(name))
	if len(name) > maxCleanName {
		name = noDevice(shorten(name)) // what is left may end where a device's name does
	}
	if name == "" {
		return "file"
	}
	return name
}

func cleanRune(r rune) rune {
	switch {
	case strings.ContainsRune(`<>:"|?*`, r), r == utf8.RuneError:
		return '_'
	case r == '\u200c', r == '\u200d': // joiners, which scripts and emoji need
		return r
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == '\u2028', r == '\u2029':
		return -1
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}

// trimEnds takes off what some systems drop, and the dot that hides a file.
func trimEnds(name string) string {
	return strings.TrimFunc(name, func(r rune) bool {
		return r == '.' || r == ' ' || r == '\u200c' || r == '\u200d'
	})
}

// shorten cuts the stem and keeps the extension.
func shorten(name string) string {
	extension := ""
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 && len(name)-dot <= maxExtension {
		extension = name[dot:]
	}
	stem := name[:maxCleanName-len(extension)]
	for len(stem) > 0 && !utf8.ValidString(stem) {
		stem = stem[:len(stem)-1]
	}
	return trimEnds(stem) + extension
}

// noDevice marks a name that is a device's.
func noDevice(name string) string {
	if isDevice(name) {
		return "_" + name
	}
	return name
}

// isDevice reports whether Windows takes a name for a device, whatever its
// extension.
func isDevice(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	stem = strings.ToUpper(strings.TrimRight(stem, " "))
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	port, ok := strings.CutPrefix(stem, "COM")
	if !ok {
		port, ok = strings.CutPrefix(stem, "LPT")
	}
	return ok && utf8.RuneCountInString(port) == 1 && strings.ContainsAny(port, "0123456789¹²³")
}
