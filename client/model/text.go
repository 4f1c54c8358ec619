package model

import (
	"strings"
	"unicode/utf8"

	"lobby/shared/wire"
)

// checkText finds what the server would refuse, so that it can be said before
// the text leaves the composer.
func checkText(text string) *Problem {
	p := &Problem{Code: wire.CodeText, Field: FieldText}
	over := utf8.RuneCountInString(text) - wire.MaxText
	switch {
	case wire.Blank(text):
		p.Reason = wire.ReasonEmpty
	case over > 0:
		p.Reason, p.Over = wire.ReasonLong, over
	case !utf8.ValidString(text):
		p.Reason = wire.ReasonEncoding
	case strings.ContainsFunc(text, forbidden):
		p.Reason = wire.ReasonCharacters
	default:
		return nil
	}
	return p
}

// forbidden reports whether r is a control character other than those that
// break lines and indent.
func forbidden(r rune) bool {
	return (r < 0x20 && r != '\n' && r != '\t') || (r >= 0x7f && r < 0xa0)
}
