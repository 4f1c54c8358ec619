// Package peer serves one connection: the handshake, the login, the requests
// that follow, and a bounded queue of what goes out.
//
// A connection costs one goroutine, which reads, and a second one only while
// something is queued to be written. Requests are handled one after the other;
// a Send or Read is passed on to the hub and its answer not waited for, so a
// client may have many of those on their way.
package peer
