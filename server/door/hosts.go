package door

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"slices"
	"strings"

	"golang.org/x/net/idna"
)

// A page elsewhere on the internet can have its own name lead to this server,
// once a visitor's browser shows it: to the browser the server is then that
// page's own, and the page may talk to it from inside the visitor's network. The
// name that was asked for gives it away. So the server answers to addresses, to
// names that nobody can own on the internet, and to those that its operator
// gives.

// private are the last parts of names that are not given away on the internet:
// RFC 6761, 6762 and 8375, ICANN's for private use, and what routers make up.
var private = []string{".localhost", ".local", ".home.arpa", ".internal", ".lan", ".home", ".corp", ".localdomain"}

// hosts are the names that a server answers to beside those.
type hosts []string

func newHosts(given []string) hosts {
	var h hosts
	if own, err := os.Hostname(); err == nil {
		given = append([]string{own}, given...)
	}
	for _, name := range given {
		name = cleanHost(name)
		if ascii, err := idna.Lookup.ToASCII(name); err == nil { // as browsers ask for it
			name = ascii
		}
		h = append(h, name)
	}
	return h
}

// know tells whether a request's Host may be meant for this server. Without any
// it comes from no browser.
func (h hosts) know(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.Trim(host, "[]")
	}
	name = cleanHost(name)
	if _, err := netip.ParseAddr(name); err == nil || !strings.Contains(name, ".") {
		return true
	}
	return slices.Contains(h, name) || slices.ContainsFunc(private, func(end string) bool { return strings.HasSuffix(name, end) })
}

func cleanHost(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }

// onlyKnown refuses requests for other hosts, and says to a person what to do.
func (h hosts) onlyKnown(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !h.know(r.Host) {
			text := fmt.Sprintf("This server does not know itself by the name %.255q.\n"+
				"Open it by its address, or have it started with --host and this name.", r.Host)
			http.Error(w, text, http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}
