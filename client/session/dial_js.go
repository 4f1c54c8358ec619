package session

import (
	"context"
	"net"
	"net/url"
	"strings"
	"syscall/js"
)

// defaultPort is what an address without a port means: what it means to a
// browser.
func defaultPort() string {
	if location("protocol") == "https:" {
		return "443"
	}
	return "80"
}

// ownServer is the server that the page came from.
func ownServer() string { return location("host") }

// OwnCode is the invitation in the link that opened the page, such as
// http://host/#code=7K3M-9QXT-2FHB, or "". What is behind the # stays in the
// browser.
func OwnCode() string {
	values, err := url.ParseQuery(strings.TrimPrefix(location("hash"), "#"))
	if err != nil {
		return ""
	}
	return values.Get("code")
}

func location(part string) string {
	l := js.Global().Get("location")
	if l.IsUndefined() {
		return ""
	}
	return l.Get(part).String()
}

// dialServer opens a WebSocket, encrypted once more where the page is: browsers
// allow such a page nothing else. The page's policy, and the origin that other
// servers look at, let it reach no server but its own.
func dialServer(ctx context.Context, addr string) (net.Conn, error) {
	if own, err := parseAddress(ownServer(), defaultPort()); err != nil || addr != own.dial {
		return nil, errElsewhere
	}
	scheme := "ws"
	if location("protocol") == "https:" {
		scheme = "wss"
	}
	return dialWebSocket(ctx, scheme+"://"+addr+"/ws")
}
