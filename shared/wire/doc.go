// Package wire holds the messages that a Lobby client and server exchange:
// their fields, their limits, and how they become bytes and back.
//
// A message is one JSON object on one line. It is carried, sealed, by package
// secure; this package knows nothing of connections. PROTOCOL.md describes the
// same messages for people who write a client in another language.
package wire
