//go:build !js

package session

import (
	"context"
	"net"
	"strconv"

	"lobby/shared/wire"
)

// defaultPort is what an address without a port means.
func defaultPort() string { return strconv.Itoa(wire.DefaultPort) }

// ownServer is the server that the program came from: none.
func ownServer() string { return "" }

// OwnCode is the invitation in the link that opened the program: none.
func OwnCode() string { return "" }

func dialServer(ctx context.Context, addr string) (net.Conn, error) {
	var d net.Dialer
	return d.DialContext(ctx, "tcp", addr)
}
