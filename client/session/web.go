package session

import (
	"errors"
	"io"
	"net"
	"time"
)

// webTimeout is how long a server that did not answer the handshake may take to
// answer as a web server.
const webTimeout = 2 * time.Second

var errWeb = errors.New("a web server answers there")

// lingering is a connection whose Close is left to who made it, so that one
// more thing can be tried on it.
type lingering struct{ net.Conn }

func (lingering) Close() error { return nil }

// answersAsWeb finds out whether a server that let the handshake time out is a
// web server: those wait for the end of a request before they complain of it.
func answersAsWeb(nc net.Conn) bool {
	if nc.SetDeadline(time.Now().Add(webTimeout)) != nil {
		return false
	}
	if _, err := io.WriteString(nc, "\r\n\r\n"); err != nil {
		return false
	}
	start := make([]byte, len("HTTP/"))
	_, err := io.ReadFull(nc, start)
	return err == nil && string(start) == "HTTP/"
}
