package accounts

import (
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/secure/precis"

	"lobby/shared/wire"
)

// cleanPassword returns password as it is hashed: by the OpaqueString profile
// of RFC 8265, so that it is the same from every keyboard. It refuses what a
// new account may not have.
func cleanPassword(password string) (string, error) {
	clean, err := opaque(password)
	if err != nil {
		return "", err
	}
	if n := utf8.RuneCountInString(clean); n < wire.MinPassword {
		return "", passwordFault(wire.ReasonShort, "password has %d code points, at least %d are needed", n, wire.MinPassword)
	}
	return clean, nil
}

// opaque is cleanPassword without the least length: an account keeps its
// password when that is raised.
func opaque(password string) (string, error) {
	if !utf8.ValidString(password) {
		return "", passwordFault(wire.ReasonEncoding, "password is not valid UTF-8")
	}
	if n := utf8.RuneCountInString(password); n > wire.MaxPassword {
		return "", passwordFault(wire.ReasonLong, "password has %d code points, at most %d are allowed", n, wire.MaxPassword)
	}
	if wire.Blank(password) {
		return "", passwordFault(wire.ReasonEmpty, "password is empty")
	}
	clean, err := precis.OpaqueString.String(password)
	if err != nil {
		return "", passwordFault(wire.ReasonCharacters, "password: %v", err)
	}
	return clean, nil
}

func passwordFault(r wire.Reason, format string, args ...any) *wire.Fault {
	return &wire.Fault{Code: wire.CodePassword, Reason: r, Field: "password", Text: fmt.Sprintf(format, args...)}
}
