package session

import (
	"errors"
	"net"
	"strconv"
	"strings"
)

var (
	errNoAddress  = errors.New("no server address given")
	errBadAddress = errors.New("a server address is a host, or a host and a port from 1 to 65535, such as chat.example:7070")
)

// address is a server's address in the two forms that it is used in.
type address struct {
	name string // as it is shown and stored: lower case, without the default port
	dial string // host and port
}

// parseAddress understands "host", "host:port", "[v6]:port" and a bare IPv6
// address. Without a port it is defaultPort.
func parseAddress(text, defaultPort string) (address, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" {
		return address{}, errNoAddress
	}
	host, port := text, defaultPort
	switch {
	case net.ParseIP(text) != nil: // also "::1", whose colons are no port's
	case strings.HasPrefix(text, "[") && strings.HasSuffix(text, "]"):
		host = text[1 : len(text)-1]
	case strings.Contains(text, ":"):
		var err error
		if host, port, err = net.SplitHostPort(text); err != nil {
			return address{}, errBadAddress
		}
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return address{}, errBadAddress
	}
	if host == "" || strings.ContainsAny(host, " \t\r\n/\\?#@[]") || strings.Contains(host, ":") && net.ParseIP(host) == nil {
		return address{}, errBadAddress
	}
	a := address{name: host, dial: net.JoinHostPort(host, port)}
	if port != defaultPort {
		a.name = a.dial
	}
	return a, nil
}
