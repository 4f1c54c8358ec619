// Package door lets connections in. It listens on one port and tells by the
// first byte what has come: a frame of the Lobby protocol, whose handshake
// begins with the length 0x0020, or an HTTP request, which begins with a letter
// and may be for the page, for /healthz and /readyz, or become a WebSocket at /ws that
// carries the same frames.
//
// Whatever says nothing in time, or something else, is closed, and so is
// whatever comes beyond the limits, before it costs more than the accept.
package door
