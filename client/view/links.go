package view

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"lobby/client/ui"
)

// schemes begin what is taken for a link; nothing else is ever opened.
var schemes = []string{"https://", "http://"}

// links finds the web addresses in a text, in their order. An address ends before
// a space, a full-width mark, a quote or an angle bracket, and marks that end a
// sentence or close a bracket around it are not part of it.
func links(text string) []ui.Span {
	var found []ui.Span
	for at := 0; ; {
		colon := strings.Index(text[at:], "://")
		if colon < 0 {
			return found
		}
		colon += at
		at = colon + len("://")
		start, ok := schemeStart(text, colon)
		if !ok {
			continue
		}
		end := start + addressLength(text[start:])
		if _, ok := linkTarget(text[start:end]); ok {
			found = append(found, ui.Span{Start: start, End: end})
			at = end
		}
	}
}

// schemeStart returns where the scheme that ends at colon begins; it must not be
// the end of a longer word.
func schemeStart(text string, colon int) (start int, ok bool) {
	for _, s := range schemes {
		start = colon + len("://") - len(s)
		if start < 0 || !strings.EqualFold(text[start:colon+len("://")], s) {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		if before < utf8.RuneSelf && (unicode.IsLetter(before) || unicode.IsDigit(before)) {
			continue
		}
		return start, true
	}
	return 0, false
}

// addressLength returns how many bytes at the beginning of s belong to an address.
func addressLength(s string) int {
	end := strings.IndexFunc(s, endsAddress)
	if end < 0 {
		end = len(s)
	}
	for end > 0 {
		last := s[end-1]
		opening := strings.IndexByte(closers, last)
		switch {
		case strings.IndexByte(".,:;!?'*~", last) >= 0:
		case opening >= 0 && strings.Count(s[:end], string(last)) > strings.Count(s[:end], openers[opening:opening+1]):
		default:
			return end
		}
		end--
	}
	return end
}

// Brackets belong to an address where they come in pairs.
const (
	openers = "([{"
	closers = ")]}"
)

// endsAddress reports whether r can not be in an address as people write it.
func endsAddress(r rune) bool {
	switch {
	case r == utf8.RuneError, strings.ContainsRune("\"<>`\\^|", r):
		return true
	case r < utf8.RuneSelf:
		return r <= ' ' || r == 0x7f
	}
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r)
}

// linkTarget returns where an address in a text really leads to, or false where
// it can't be told: the host as the network knows it, so that letters that only
// look like others show. A name before the host is refused: impostors put the
// host there that one is to believe in.
func linkTarget(address string) (target string, ok bool) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return "", false
	}
	host, port := u.Hostname(), u.Port()
	if strings.IndexFunc(host, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
		if host, err = idna.Lookup.ToASCII(host); err != nil || host == "" {
			return "", false
		}
		u.Host = host
		if port != "" {
			u.Host += ":" + port
		}
	}
	u.RawQuery = plainQuery(u.RawQuery)
	return u.String(), true
}

// plainQuery has what is not ASCII in a query in percent signs, as a browser would
// send it; the other parts of an address are written so by themselves.
func plainQuery(query string) string {
	var b strings.Builder
	for i := range len(query) {
		if c := query[i]; c <= ' ' || c >= utf8.RuneSelf {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
